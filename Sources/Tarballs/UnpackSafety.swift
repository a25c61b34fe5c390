/// Whether a tarball can be unpacked without harm, entry by entry: what all that read tarballs refuse.
///
/// Refused are devices, FIFOs and sockets; entries below something that is no directory, and files in the place of a
/// directory; hard links to anything but an earlier file; and symbolic links that lead out, which are followed through
/// the archive's other links to their ends. Directories count as entries, also those that only the names of others
/// mention, and each entry as the blocks that it takes on a disk.
struct UnpackSafety {
    /// Entries and the directories that their names mention, and bytes on disk: whole blocks.
    private(set) var landedCount = 0
    private(set) var landedSize = 0
    /// The first link that leaves the directory that all entries lie below, though not the archive's root.
    private(set) var linkOutOfTop: EntryPath?

    /// Hashes, as `EntryNames` has them, so that names take no memory.
    private var directories: Set<Int> = []
    private var files: Set<Int> = []
    /// The targets of symbolic links.
    private var links: [Int: [UInt8]] = [:]
    private var lastParent: EntryPath?

    private var symbolicLinks: [(path: EntryPath, target: [UInt8])] = []
    private var linkNamesSize = 0

    private static let blockSize = 4096
    private static let maxLinks = 100_000
    private static let maxLinkNamesSize = 16 << 20
    /// As many links, and as many steps on the way to the end of one, as Linux follows.
    private static let maxHops = 40
    private static let maxSteps = 50_000_000

    /// Looks at the next entry, of which the archive says its size.
    mutating func add(_ entry: TarballEntry) throws(ExtractionFault) {
        let path = entry.path
        if path.parent != lastParent {
            lastParent = path.parent
            try addDirectory(lastParent)
        }
        let hash = path.componentHashes.last!
        switch entry.kind {
        case .directory: return try addDirectory(path)
        case .special: throw .special
        case .file:
            guard !directories.contains(hash) else { throw .duplicate }
            files.insert(hash)
            landedSize += (entry.size + Self.blockSize - 1) / Self.blockSize * Self.blockSize
        case .symbolicLink(let target):
            guard !directories.contains(hash) else { throw .duplicate }
            try addLink(path, hash, to: target)
        case .hardLink(let target):
            guard !directories.contains(hash) else { throw .duplicate }
            guard let target = (try? EntryPath(target))?.componentHashes.last else { throw .unsafeHardLink }
            if let target = links[target] {
                // A second name of a link means what that link would mean here.
                try addLink(path, hash, to: target)
            } else {
                guard files.contains(target) else { throw .missingHardLinkTarget }
                // It is another name of that file, which others may name in turn.
                files.insert(hash)
            }
        }
        landedCount += 1
    }

    private mutating func addLink(_ path: EntryPath, _ hash: Int, to target: [UInt8]) throws(ExtractionFault) {
        guard !target.isEmpty, target[0] != UInt8(ascii: "/") else { throw .unsafeSymbolicLink }
        linkNamesSize += path.bytes.count + target.count
        guard symbolicLinks.count < Self.maxLinks, linkNamesSize <= Self.maxLinkNamesSize else { throw .tooManyLinks }
        symbolicLinks.append((path, target))
        links[hash] = target
    }

    private mutating func addDirectory(_ path: EntryPath?) throws(ExtractionFault) {
        guard let path else { return }
        for hash in path.componentHashes.reversed() {
            if files.contains(hash) || links[hash] != nil { throw .notADirectory }
            // Those above it were seen with it.
            guard directories.insert(hash).inserted else { return }
            landedCount += 1
            landedSize += Self.blockSize
        }
    }

    /// Follows the links when all are known.
    mutating func finish() throws(ExtractionEntryFault) {
        var tree = PathTree<[UInt8]>()
        for link in symbolicLinks { tree[tree.makeNode(link.path)] = link.target }
        var steps = 0
        for link in symbolicLinks {
            guard let depth = Self.lowestDepth(of: link, tree, &steps) else {
                throw ExtractionEntryFault(path: link.path, fault: .unsafeSymbolicLink)
            }
            if depth == 0, linkOutOfTop == nil { linkOutOfTop = link.path }
            guard steps <= Self.maxSteps else { throw ExtractionEntryFault(path: link.path, fault: .tooManyLinks) }
        }
    }

    /// How near to the root of the archive the way comes to whatever a link leads to; nil if it leads out.
    private static func lowestDepth(
        of link: (path: EntryPath, target: [UInt8]), _ tree: PathTree<[UInt8]>, _ steps: inout Int
    ) -> Int? {
        /// The nodes of the tree on the way, as far as it has them.
        var way: [Int?] = []
        for component in PathTree<[UInt8]>.components(link.path).dropLast() {
            way.append((way.isEmpty ? 0 : way[way.count - 1]).flatMap { tree.child(of: $0, component) })
        }
        var lowest = way.count
        var pending = Array(link.target.split(separator: UInt8(ascii: "/")).reversed())
        var hops = 1
        while let component = pending.popLast() {
            steps += 1
            switch PathStep(component) {
            case .stay: break
            case .up:
                guard !way.isEmpty else { return nil }
                way.removeLast()
                lowest = min(lowest, way.count)
            case .down:
                let node = (way.isEmpty ? 0 : way[way.count - 1]).flatMap { tree.child(of: $0, component) }
                guard let target = node.flatMap({ tree[$0] }) else {
                    way.append(node)
                    continue
                }
                hops += 1
                // The system does not go on either.
                if hops > maxHops || steps > maxSteps { return lowest }
                pending += target.split(separator: UInt8(ascii: "/")).reversed()
            }
        }
        return lowest
    }
}

/// Why an entry cannot be unpacked, and which.
struct ExtractionEntryFault: Error {
    let path: EntryPath
    let fault: ExtractionFault
}

extension EntryPath {
    /// A hash of each of the paths that lead to it, the first component's first and its own last. Hashing has a new
    /// seed in each process, so that no one can make two names collide.
    var componentHashes: [Int] {
        var hashes: [Int] = []
        var hasher = Hasher()
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
                hasher.combine(end - start)
                hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                let path = hasher
                hashes.append(path.finalize())
                start = end + 1
            }
        }
        return hashes
    }
}
