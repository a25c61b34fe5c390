package import Tarballs

/// A release in a tarball, read entry by entry.
///
/// If everything in a tarball is below one common directory, it is read as if that directory were not there: edeliver
/// archives plain mix releases in this way.
package struct TarballFiles: ReleaseFiles {
    package let name: String
    private let path: String
    private let limits: TarballLimits
    private let duplicates: TarballReader.Duplicates

    /// A tarball, or standard input if `path` is `-`.
    package init(
        _ path: String, limits: TarballLimits = TarballLimits(), duplicates: TarballReader.Duplicates = .equal
    ) {
        self.path = path
        self.limits = limits
        self.duplicates = duplicates
        name = path == "-" ? "standard input" : path
    }

    package func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        try forEachFile(body, link: { _, _ in })
    }

    package func forEachFile(
        _ body: (borrowing ReleaseFile) throws -> Void, link: (String, [UInt8]) throws -> Void
    ) throws -> TarballFacts? {
        let reader = try TarballReader(path, limits: limits, duplicates: duplicates)
        var assumedTop: EntryPath??
        while let entry = try reader.next() {
            // The extended attributes that macOS packs beside a folder.
            if entry.path.parent == nil, entry.path.bytes.starts(with: "._".utf8), entry.kind == .file { continue }
            if assumedTop == nil { assumedTop = .some(Self.isReleaseDirectory(entry.path.top) ? nil : entry.path.top) }
            let top = assumedTop ?? nil
            guard let path = top == entry.path.top ? entry.path.belowTop : entry.path else { continue }
            switch entry.kind {
            case .file: break
            case .symbolicLink(let target), .hardLink(let target):
                try link(path.string, target)
                continue
            case .directory, .special: continue
            }
            try body(
                ReleaseFile(
                    path: path.string, size: entry.size, isExecutable: entry.mode & 0o100 != 0,
                    contents: { try reader.readContents(limit: $0) },
                    pieces: { try reader.forEachPiece($0) }))
        }
        if assumedTop != .some(nil) { try reader.facts?.checkLinksBelowTop(of: reader.name) }
        return reader.facts
    }

    /// Whether a directory is one of those that a release has at its root.
    package static func isReleaseDirectory(_ path: EntryPath) -> Bool {
        ["bin", "lib", "releases"].contains(path.string) || path.string.hasPrefix("erts-")
    }
}
