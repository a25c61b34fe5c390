/// What a tarball is to hold other than the one that it is made from.
public struct TarballChanges {
    /// A file to be there, new or in place of one of its name.
    public struct Addition: Equatable, Sendable {
        public var path: EntryPath
        public var contents: [UInt8]
        public var mode: UInt16
        /// Seconds since 1970.
        public var modificationTime: Int

        public init(path: EntryPath, contents: [UInt8], mode: UInt16 = 0o644, modificationTime: Int = 0) {
            self.path = path
            self.contents = contents
            self.mode = mode
            self.modificationTime = modificationTime
        }
    }

    /// Written first, in this order.
    public var additions: [Addition]
    /// Which entries are left out. Paths are those of the result, before `rename`.
    public var isRemoved: (EntryPath) -> Bool
    /// What an entry is called in the result.
    public var rename: (EntryPath) -> EntryPath
    /// Whether a directory that all entries lie below is left out of their names.
    public var stripsCommonTop: ((EntryPath) -> Bool)?

    public init(
        additions: [Addition] = [], isRemoved: @escaping (EntryPath) -> Bool = { _ in false },
        rename: @escaping (EntryPath) -> EntryPath = { $0 },
        stripsCommonTop: ((EntryPath) -> Bool)? = nil
    ) {
        self.additions = additions
        self.isRemoved = isRemoved
        self.rename = rename
        self.stripsCommonTop = stripsCommonTop
    }

    /// What becomes of an entry: its path in the result, or nil where it is left out. Additions are not looked at.
    func path(of path: EntryPath, stripping top: EntryPath?) -> EntryPath? {
        guard let path = top == nil ? path : path.belowTop, !isRemoved(path) else { return nil }
        return rename(path)
    }
}
