/// What an archive says about one entry. The reader reads its contents.
public struct TarballEntry: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case file
        case directory
        /// The target stays as it is, whatever it names.
        case symbolicLink(target: [UInt8])
        /// A second name of an earlier entry.
        case hardLink(target: [UInt8])
        /// A device, a FIFO or a socket.
        case special
    }

    public var path: EntryPath
    public var kind: Kind
    /// The number of bytes of its contents; 0 for everything but files.
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
