/// What an archive says of one entry. Its contents are read from the reader.
public struct TarballEntry: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case file
        case directory
        /// The target is kept as it stands, whatever it names.
        case symbolicLink(target: [UInt8])
        /// A second name of an entry before it.
        case hardLink(target: [UInt8])
        /// A device, a FIFO or a socket.
        case special
    }

    public var path: EntryPath
    public var kind: Kind
    /// Bytes of contents; 0 for all but files.
    public var size: Int
    /// The twelve permission bits.
    public var mode: UInt16
    /// Seconds since 1970.
    public var modificationTime: Int

    public init(path: EntryPath, kind: Kind = .file, size: Int, mode: UInt16 = 0o644, modificationTime: Int = 0) {
        self.path = path
        self.kind = kind
        self.size = size
        self.mode = mode
        self.modificationTime = modificationTime
    }
}
