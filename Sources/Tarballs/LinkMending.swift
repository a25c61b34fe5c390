/// How a release is packed so that `erl_tar` makes everything that its links lead to.
///
/// A link that `erl_tar` does not make (`TarballEntry.Kind.refusal`) has no equivalent that it makes: each target that it
/// accepts leads down from the link's folder. So the result has, in the place of the link, a copy of the file that it
/// leads to, or of all files of the folder. Links in a copied folder are treated in the same way. Links that `erl_tar`
/// makes stay links.
///
/// Costs two readings of the entries: one for the links, one to find and measure what they lead to. Memory is bounded by
/// `Limits`, however hostile the release is.
public struct LinkMending {
    /// How much is copied, and how many links are looked at, before a release is taken for an attack.
    public struct Limits: Equatable, Sendable {
        /// Links of any kind.
        public var maxLinks: Int
        /// Nodes of the tree of their paths.
        public var maxNodes: Int
        /// Entries that are copies.
        public var maxCopies: Int
        /// Bytes of their contents.
        public var maxSize: Int

        /// 100,000 links and copies, 1 GiB.
        public init(
            maxLinks: Int = 100_000, maxNodes: Int = 500_000, maxCopies: Int = 100_000, maxSize: Int = 1 << 30
        ) {
            self.maxLinks = maxLinks
            self.maxNodes = maxNodes
            self.maxCopies = maxCopies
            self.maxSize = maxSize
        }
    }

    /// An entry, as far as it counts for links.
    typealias Entry = (path: EntryPath, kind: TarballEntry.Kind, size: Int)
    /// Passes on all entries; returns what is known about a tarball that they are from.
    typealias Entries = ((Entry) -> Void) throws -> TarballFacts?

    /// Links that stay as they are, since nothing can take their place; at most a hundred, sorted.
    public private(set) var unmended: [UnsafeLink] = []
    /// What the first reading of a tarball gave.
    let facts: TarballFacts?
    /// The directory that the result omits.
    let top: EntryPath?

    private struct Copy {
        var target: EntryPath
        /// The index of the link whose place it takes.
        var link: Int
    }

    private let limits: Limits
    private var links = PathTree<TarballEntry.Kind>()
    /// Those that `erl_tar` does not make, sorted, and why they are not mended.
    private var refused: [(path: EntryPath, kind: TarballEntry.Kind)] = []
    private var faults: [UnsafeLink.Reason?] = []
    private var refusedIndex: [EntryPath: Int] = [:]
    /// What is copied, by where it is.
    private var copies = PathTree<[Copy]>()
    private var copyCount = 0
    private var copyNamesSize = 0
    /// Bytes of names in memory.
    private static let namesCapacity = 16 << 20

    /// Whether there is a link that `erl_tar` does not make.
    var isNeeded: Bool { !refused.isEmpty }

    init(
        _ entries: Entries, strippingTop strips: ((EntryPath) -> Bool)? = nil, limits: Limits = Limits()
    ) throws {
        self.limits = limits
        var found: [Entry] = []
        var foundSize = 0
        var isTooMuch = false
        facts = try entries { entry in
            guard let target = entry.kind.linkTarget else { return }
            foundSize += entry.path.bytes.count + target.count
            isTooMuch = isTooMuch || found.count >= limits.maxLinks || foundSize > Self.namesCapacity
            if !isTooMuch { found.append(entry) }
        }
        top = facts?.commonTop.flatMap { strips?($0) == true ? $0 : nil }
        let hasTop = top != nil
        for entry in found {
            guard let path = hasTop ? entry.path.belowTop : entry.path else { continue }
            let kind = hasTop ? Self.belowTop(entry.kind) : entry.kind
            links[links.makeNode(path)] = kind
            if kind.refusal != nil { refused.append((path, kind)) }
            isTooMuch = isTooMuch || links.nodes.count > limits.maxNodes
            if isTooMuch { break }
        }
        refused.sort { $0.path < $1.path }
        faults = refused.map { _ in isTooMuch ? .size : nil }
        for (index, link) in refused.enumerated() { refusedIndex[link.path] = index }
        if isNeeded, !isTooMuch {
            plan()
            try measure(entries)
        }
        for (link, fault) in zip(refused, faults) where unmended.count < UnsafeLink.maxCount {
            if let fault { unmended.append(UnsafeLink(link.path, link.kind, fault)) }
        }
    }

    /// Whether copies take the place of an entry.
    func replaces(_ path: EntryPath) -> Bool {
        refusedIndex[path].map { faults[$0] == nil } ?? false
    }

    /// Passes on where an entry is copied to, in no order that counts; leaves out paths that are too long.
    func forEachCopy(of path: EntryPath, _ body: (EntryPath) throws -> Void) rethrows {
        var targets: [(Copy, below: ArraySlice<PathTree<[Copy]>.Component>)] = []
        copies.forEachValue(onWayTo: path) { copies, below in
            for copy in copies where faults[copy.link] == nil { targets.append((copy, below)) }
        }
        for (copy, below) in targets {
            if let path = Self.path(copy.target, below) { try body(path) }
        }
    }

    private static func path(_ folder: EntryPath, _ below: some Collection<ArraySlice<UInt8>>) -> EntryPath? {
        try? EntryPath(([folder.bytes[...]] + below).joined(separator: [UInt8(ascii: "/")]).map { $0 })
    }

    private static func belowTop(_ kind: TarballEntry.Kind) -> TarballEntry.Kind {
        guard case .hardLink(let target) = kind, let path = try? EntryPath(target), let below = path.belowTop else {
            return kind
        }
        return .hardLink(target: below.bytes)
    }

    // MARK: Following links

    /// Where a link leads, through other links if need be.
    private func destination(of link: Int) -> Result<EntryPath, LinkFault> {
        let (path, kind) = refused[link]
        var pending: [ArraySlice<UInt8>] = []
        /// The folders that were entered, and their nodes in the tree of links, as far as it has them.
        var way: [(component: ArraySlice<UInt8>, node: Int?)] = []
        var length = 0
        var hops = 0
        func enter(_ component: ArraySlice<UInt8>) {
            let parent = way.isEmpty ? 0 : way[way.count - 1].node
            way.append((component, parent.flatMap { links.child(of: $0, component) }))
        }
        /// Goes on with the target of a link in the folder that was entered last.
        func follow(_ kind: TarballEntry.Kind) -> LinkFault? {
            hops += 1
            let target = kind.linkTarget ?? []
            length += target.count
            // As many links, and as long a path, as Linux follows.
            if hops > 40 || length > 4096 { return LinkFault(.loop) }
            if case .hardLink(let target) = kind {
                guard let path = try? EntryPath(target) else { return LinkFault(.outside) }
                // A second name of a link means what that link would mean here.
                if let node = links.node(path), let kind = links[node] { return follow(kind) }
                way.removeAll()
            } else if target.first == UInt8(ascii: "/") {
                return LinkFault(.absolute)
            }
            pending += target.split(separator: UInt8(ascii: "/")).reversed()
            return nil
        }
        for component in PathTree<Copy>.components(path).dropLast() { enter(component) }
        if let fault = follow(kind) { return .failure(fault) }
        while let component = pending.popLast() {
            switch PathStep(component) {
            case .stay: break
            case .up:
                if way.popLast() == nil { return .failure(LinkFault(.outside)) }
            case .down:
                enter(component)
                if let node = way[way.count - 1].node, let kind = links[node] {
                    way.removeLast()
                    if let fault = follow(kind) { return .failure(fault) }
                }
            }
        }
        guard !way.isEmpty else { return .failure(LinkFault(.loop)) }
        return (try? EntryPath(way.map(\.component).joined(separator: [UInt8(ascii: "/")]).map { $0 })).map(
            Result.success) ?? .failure(LinkFault(.missing))
    }

    private struct LinkFault: Error {
        let reason: UnsafeLink.Reason

        init(_ reason: UnsafeLink.Reason) {
            self.reason = reason
        }
    }

    // MARK: Planning

    private mutating func plan() {
        let destinations = refused.indices.map { destination(of: $0) }
        var visited = 0
        for link in refused.indices {
            switch Self.copies(
                for: link, refused, refusedIndex, links, destinations, &visited, limits)
            {
            case .failure(let fault): faults[link] = fault.reason
            case .success(let found):
                copyCount += found.count
                for (source, target) in found {
                    copyNamesSize += target.bytes.count
                    copies[copies.makeNode(source), default: []].append(Copy(target: target, link: link))
                }
            }
            if copyCount > limits.maxCopies || copyNamesSize > Self.namesCapacity
                || copies.nodes.count > limits.maxNodes
            {
                return giveUp()
            }
        }
    }

    /// What has to be copied where to take the place of a link: what it leads to, and what links in there lead to.
    private static func copies(
        for link: Int, _ refused: [(path: EntryPath, kind: TarballEntry.Kind)], _ refusedIndex: [EntryPath: Int],
        _ links: PathTree<TarballEntry.Kind>, _ destinations: [Result<EntryPath, LinkFault>], _ visited: inout Int,
        _ limits: Limits
    ) -> Result<[(source: EntryPath, target: EntryPath)], LinkFault> {
        var found: [(source: EntryPath, target: EntryPath)] = []
        /// The links on the way to each, its own last.
        var rest: [(chain: [Int], target: EntryPath)] = [([link], refused[link].path)]
        var namesSize = 0
        while let (chain, target) = rest.popLast() {
            let source: EntryPath
            switch destinations[chain.last!] {
            case .success(let path): source = path
            // It has a finding of its own.
            case .failure(let fault):
                if chain.count == 1 { return .failure(fault) }
                continue
            }
            if source == target || target.bytes.starts(with: source.bytes + [UInt8(ascii: "/")]) {
                return .failure(LinkFault(.loop))
            }
            found.append((source, target))
            guard let node = links.node(source) else { continue }
            if namesSize > namesCapacity { return .failure(LinkFault(.size)) }
            var fault: UnsafeLink.Reason?
            let isComplete = links.forEachValue(below: node, limit: limits.maxNodes - visited) { kind, below in
                visited += 1
                guard kind.refusal != nil, let inner = path(source, below).flatMap({ refusedIndex[$0] })
                else { return }
                guard let place = path(target, below) else { return fault = .size }
                if chain.contains(inner) || chain.count >= 40 { return fault = .loop }
                namesSize += place.bytes.count
                rest.append((chain + [inner], place))
            }
            if let fault { return .failure(LinkFault(fault)) }
            guard isComplete, found.count + rest.count <= limits.maxCopies else { return .failure(LinkFault(.size)) }
        }
        return .success(found)
    }

    /// Finds what the links lead to among the entries, and how much copying it means.
    private mutating func measure(_ entries: Entries) throws {
        var isFound = refused.map { _ in false }
        var count = 0
        var size = 0
        let hasTop = top != nil
        _ = try entries { entry in
            guard count <= limits.maxCopies, size <= limits.maxSize,
                let path = hasTop ? entry.path.belowTop : entry.path, !replaces(path)
            else { return }
            copies.forEachValue(onWayTo: path) { copies, _ in
                for copy in copies where faults[copy.link] == nil {
                    isFound[copy.link] = true
                    count += 1
                    size += entry.size
                    if count > limits.maxCopies || size > limits.maxSize { return }
                }
            }
        }
        if count > limits.maxCopies || size > limits.maxSize { return giveUp() }
        for link in refused.indices where faults[link] == nil && !isFound[link] { faults[link] = .missing }
    }

    private mutating func giveUp() {
        copies = PathTree()
        for link in refused.indices where faults[link] == nil { faults[link] = .size }
    }
}

extension LinkMending {
    /// How a release in a tarball is packed.
    public init(
        tarball: String, strippingTop strips: ((EntryPath) -> Bool)? = nil,
        tarballLimits: TarballLimits = TarballLimits(), limits: Limits = Limits()
    ) throws {
        try self.init(
            { body in
                let reader = try TarballReader(tarball, limits: tarballLimits, prefetch: true)
                while let entry = try reader.next() { body((entry.path, entry.kind, entry.size)) }
                return reader.facts
            }, strippingTop: strips, limits: limits)
    }
}
