internal import Files
internal import SystemPackage

/// Makes a tarball from another one with changes.
///
/// If files are only added, they are put in front of the other's compressed data, which stay as they are (a *splice*):
/// that costs little more than copying the file. It needs a tarball of one gzip member whose names are plain. Otherwise
/// all entries are written again, in their order, after the additions, under plain names and no name twice; and if links
/// are to give way to copies (`LinkMending`), each copy directly follows what it is a copy of. Either way the result is one gzip member, and was made from a tarball that was found sound to its last byte.
public enum TarballRewriter {
    /// A tarball known to be sound: what `TarballFacts` said about it after an earlier reading.
    public struct KnownTarball: Equatable, Sendable {
        public let size: Int
        public let modificationTime: FileTime
        public let contentSize: Int
        public let crc32: UInt32

        public init(size: Int, modificationTime: FileTime, contentSize: Int, crc32: UInt32) {
            self.size = size
            self.modificationTime = modificationTime
            self.contentSize = contentSize
            self.crc32 = crc32
        }

        /// Whether the archives in both tarballs are the same, judging by length and checksum.
        func hasContents(of other: Self) -> Bool {
            contentSize == other.contentSize && crc32 == other.crc32
        }
    }

    public struct Result: Equatable, Sendable {
        public enum Method: Sendable { case splice, rewrite }
        public let method: Method
        public let written: TarballWriter.Written
    }

    /// Makes `target`, `-` for standard output, from the file `source`.
    ///
    /// If `known` is given, it must be the archive in the file. If the caller also guarantees that it `canBeSpliced`
    /// with the changes, and the file's size, time and trailer match, the file is not read again. Calls `onEntry` with
    /// each entry that is written again.
    public static func rewrite(
        _ source: String, to target: String, _ changes: TarballChanges, compression: TarballCompression = .fast,
        checksum: Bool = false, known: KnownTarball? = nil, canBeSpliced: Bool = false,
        limits: TarballLimits = TarballLimits(), onEntry: (TarballEntry) -> Void = { _ in }
    ) throws -> Result {
        let file = try SpliceSource(source)
        if canBeSpliced, !changes.mendsLinks, let known, let headerLength = try file.headerLength(ifStill: known) {
            let writer = try TarballWriter(target, compression: compression, checksum: checksum)
            return try splice(file, headerLength, known, to: writer, changes)
        }
        let survey = try Survey(source, changes, limits)
        if let known, let facts = survey.facts, !facts.known.hasContents(of: known) { throw file.changed }
        let writer = try TarballWriter(target, compression: compression, checksum: checksum)
        if survey.allowsSplice, let facts = survey.facts {
            return try splice(file, facts.headerLength, facts.known, to: writer, changes)
        }
        try add(changes.additions, to: writer)
        let added = Set(changes.additions.map(\.path))
        let reader = try TarballReader(source, limits: limits, prefetch: true)
        var directories: Set<EntryPath> = []
        var spool: EntrySpool?
        while var entry = try reader.next() {
            guard let source = survey.top == nil ? entry.path : entry.path.belowTop,
                survey.mending?.replaces(source) != true
            else { continue }
            let place = { (path: EntryPath) -> EntryPath? in
                changes.path(of: path, stripping: nil).flatMap { added.contains($0) ? nil : $0 }
            }
            let ownPath = place(source)
            var isCopied = false
            survey.mending?.forEachCopy(of: source) { isCopied = isCopied || place($0) != nil }
            guard ownPath != nil || isCopied else { continue }
            if isCopied, entry.kind == .file {
                spool = try spool ?? EntrySpool(beside: target)
                try spool!.fill(from: reader)
            }
            func write(_ path: EntryPath) throws {
                if entry.kind == .directory, !directories.insert(path).inserted { return }
                var entry = entry
                entry.path = path
                try changes.adjust(source, &entry)
                onEntry(entry)
                if isCopied, entry.kind == .file {
                    try writer.add(entry, contentsOf: spool!.file)
                } else {
                    try writer.add(entry, contentsFrom: reader)
                }
            }
            if let ownPath {
                if case .hardLink(let target) = entry.kind {
                    guard let old = try? EntryPath(target), let new = changes.path(of: old, stripping: survey.top)
                    else {
                        throw ExtractionFault.missingHardLinkTarget.error(
                            for: entry.path, of: reader.name, operation: "read")
                    }
                    entry.kind = .hardLink(target: new.bytes)
                }
                try write(ownPath)
            }
            try survey.mending?.forEachCopy(of: source) { copy in
                if let path = place(copy) { try write(path) }
            }
        }
        let facts = reader.facts!
        if survey.top != nil { try facts.checkLinksBelowTop(of: reader.name) }
        if survey.facts.map({ $0 != facts }) ?? known.map({ !facts.known.hasContents(of: $0) }) ?? false {
            throw file.changed
        }
        return Result(method: .rewrite, written: try writer.finish())
    }

    private static func splice(
        _ file: SpliceSource, _ headerLength: Int, _ known: KnownTarball, to writer: TarballWriter,
        _ changes: TarballChanges
    ) throws(TarballError) -> Result {
        try add(changes.additions, to: writer)
        let written = try writer.finish(splicing: file, after: headerLength, known)
        return Result(method: .splice, written: written)
    }

    /// Makes `target`, `-` for standard output, the same as the file `source`.
    public static func copy(_ source: String, to target: String, checksum: Bool = false) throws {
        let output = try TarballOutput(target, checksum: checksum)
        try WholeFile.forEachPiece(of: FilePath(source), output.write)
        try output.commit()
    }

    static func add(_ additions: [TarballChanges.Addition], to writer: TarballWriter) throws(TarballError) {
        for addition in additions {
            let entry = TarballEntry(
                path: addition.path, size: addition.contents.count, mode: addition.mode,
                modificationTime: addition.modificationTime)
            try writer.add(entry, contents: addition.contents)
        }
    }

    /// A first reading of a tarball: what the changes mean for it, and whether it is sound.
    private struct Survey {
        /// What is known about it; nil if it was not read to its end, because it cannot be spliced.
        let facts: TarballFacts?
        /// The directory to leave out of all names.
        let top: EntryPath?
        let allowsSplice: Bool
        /// How copies take the place of links, if they are to and there are such links.
        let mending: LinkMending?

        init(_ source: String, _ changes: TarballChanges, _ limits: TarballLimits) throws {
            if changes.mendsLinks {
                let mending = try LinkMending(
                    tarball: source, strippingTop: changes.stripsCommonTop, tarballLimits: limits)
                if mending.isNeeded {
                    facts = mending.facts
                    top = mending.top
                    allowsSplice = false
                    self.mending = mending
                    return
                }
            }
            mending = nil
            let reader = try TarballReader(source, limits: limits, prefetch: true)
            let added = Set(changes.additions.map(\.path))
            var onlyAdds = true
            while onlyAdds || changes.stripsCommonTop != nil, let entry = try reader.next() {
                onlyAdds =
                    onlyAdds && !added.contains(entry.path) && entry.kind != .special
                    && changes.path(of: entry.path, stripping: nil) == entry.path
            }
            facts = reader.facts
            top = facts?.commonTop.flatMap { changes.stripsCommonTop?($0) == true ? $0 : nil }
            allowsSplice = onlyAdds && top == nil && facts?.allowsSplice == true
        }
    }
}

extension TarballFacts {
    /// What to remember of a tarball so that it can be spliced later without reading it again.
    public var known: TarballRewriter.KnownTarball {
        TarballRewriter.KnownTarball(
            size: size, modificationTime: modificationTime, contentSize: contentSize, crc32: crc32)
    }
}
