/// How the contents of a tarball should differ from those of the one that it is made from.
public struct TarballChanges {
    /// A file that should be there, new or in place of one with its name.
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
    /// The name of an entry in the result.
    public var rename: (EntryPath) -> EntryPath
    /// What else is different about an entry that has a path in what the tarball is made from.
    public var adjust: (_ source: EntryPath, _ entry: inout TarballEntry) throws -> Void
    /// Whether the names omit a directory that all entries lie below.
    public var stripsCommonTop: ((EntryPath) -> Bool)?
    /// Whether copies take the place of links that `erl_tar` does not make, as `LinkMending` says.
    public var mendsLinks: Bool

    public init(
        additions: [Addition] = [], isRemoved: @escaping (EntryPath) -> Bool = { _ in false },
        rename: @escaping (EntryPath) -> EntryPath = { $0 },
        adjust: @escaping (_ source: EntryPath, _ entry: inout TarballEntry) throws -> Void = { _, _ in },
        stripsCommonTop: ((EntryPath) -> Bool)? = nil, mendsLinks: Bool = false
    ) {
        self.additions = additions
        self.isRemoved = isRemoved
        self.rename = rename
        self.adjust = adjust
        self.stripsCommonTop = stripsCommonTop
        self.mendsLinks = mendsLinks
    }

    /// The path of an entry in the result, or nil if it is left out. Does not look at additions.
    func path(of path: EntryPath, stripping top: EntryPath?) -> EntryPath? {
        guard let path = top == nil ? path : path.belowTop, !isRemoved(path) else { return nil }
        return rename(path)
    }
}
