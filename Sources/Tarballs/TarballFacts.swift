/// What is known about a tarball that was read to its end and found sound.
public struct TarballFacts: Equatable, Sendable {
    public enum Compression: Sendable {
        case none, gzip, xz, zstd
    }

    public internal(set) var compression = Compression.none
    /// Bytes of the tarball itself.
    public internal(set) var size = 0
    /// Seconds and nanoseconds since 1970 of its last change; 0 if it is not a file.
    public internal(set) var modificationTime = FileTime(seconds: 0, nanoseconds: 0)
    /// Bytes of the archive unpacked.
    public internal(set) var contentSize = 0
    /// CRC-32 of the archive unpacked; if there is one gzip member, the one in its trailer.
    public internal(set) var crc32: UInt32 = 0
    /// The number of gzip members.
    public internal(set) var memberCount = 0
    /// Bytes in front of the first member's deflate stream.
    var headerLength = 0
    /// Whether zero bytes follow the last gzip member.
    var isPadded = false

    public internal(set) var entryCount = 0
    /// Whether the archive spells every name as `EntryPath` does, so without `./`.
    public internal(set) var namesArePlain = true
    /// How many entries were left out because an earlier entry has their name.
    public internal(set) var duplicateCount = 0
    /// The name of the first of them.
    public internal(set) var firstDuplicate: EntryPath?
    /// The name of the first that is not the same as the earlier one; on standard input none counts as the same.
    public internal(set) var firstDifferentDuplicate: EntryPath?
    /// The first link that `erl_tar` does not make as it is.
    public internal(set) var firstUnsafeLink: UnsafeLink?
    /// The first link that leaves the directory that all entries lie below, and stays in the archive only with it.
    var linkOutOfTop: EntryPath?
    /// The one directory that all entries lie below, if there is one.
    public internal(set) var commonTop: EntryPath?

    /// Whether entries can be put in front of the first without deflating the rest again.
    public var allowsSplice: Bool {
        compression == .gzip && memberCount == 1 && !isPadded && namesArePlain && duplicateCount == 0
    }

    init() {}

    /// Refuses links that lead out of the directory that all entries lie below, where that is to be left out.
    public func checkLinksBelowTop(of tarball: String) throws(TarballError) {
        guard let linkOutOfTop else { return }
        throw ExtractionFault.unsafeSymbolicLink.error(for: linkOutOfTop, of: tarball, operation: "read")
    }
}

/// A point in time as file systems store it.
public struct FileTime: Equatable, Sendable {
    public let seconds: Int
    public let nanoseconds: Int

    public init(seconds: Int, nanoseconds: Int) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}
