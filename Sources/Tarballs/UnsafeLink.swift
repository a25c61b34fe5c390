/// A link that `erl_tar`, and therefore `release_handler`, does not make as the archive has it.
public struct UnsafeLink: Equatable, Sendable {
    /// Why it is not made, or why a release with it cannot be packed without it.
    public enum Reason: String, Sendable, CaseIterable {
        /// The target is an absolute path.
        case absolute
        /// The target leads out of the release.
        case outside
        /// The release does not contain what the target names.
        case missing
        /// The target is a folder that contains the link, or links lead in a circle.
        case loop
        /// Copies of what the release's links lead to would be too many or too large.
        case size
        /// The archive has it, and its target, read from the root folder, climbs above that folder.
        case climbs
        /// The archive has it, and its target, read from the root folder, is that folder.
        case root
        /// The archive has it, and it is a hard link.
        case hard
    }

    /// The entry, as messages show it.
    public var path: String
    /// What the entry names, as messages show it.
    public var target: String
    public var isHardLink: Bool
    public var reason: Reason

    public init(path: String, target: String, isHardLink: Bool = false, reason: Reason) {
        self.path = path
        self.target = target
        self.isHardLink = isHardLink
        self.reason = reason
    }

    init(_ path: EntryPath, _ kind: TarballEntry.Kind, _ reason: Reason) {
        self.init(
            path: path.description, target: EntryPath.display(kind.linkTarget ?? []),
            isHardLink: kind.isHardLink, reason: reason)
    }

    /// How many of a release's are told apart; a hostile one may have a million.
    static let maxCount = 100

    /// The first links of a tarball that `erl_tar` does not make; of entries with one name only the first counts.
    public static func all(
        in tarball: String, limits: TarballLimits = TarballLimits()
    ) throws(TarballError) -> [UnsafeLink] {
        let reader = try TarballReader(tarball, limits: limits, prefetch: true, duplicates: .skipped)
        var links: [UnsafeLink] = []
        while let entry = try reader.next() {
            if links.count < maxCount, let reason = entry.kind.refusal {
                links.append(UnsafeLink(entry.path, entry.kind, reason))
            }
        }
        return links
    }
}

extension TarballEntry.Kind {
    /// What a link names.
    var linkTarget: [UInt8]? {
        switch self {
        case .symbolicLink(let target), .hardLink(let target): target
        case .file, .directory, .special: nil
        }
    }

    var isHardLink: Bool {
        if case .hardLink = self { true } else { false }
    }

    /// Why `erl_tar` does not make this link, if it is one and that is so.
    ///
    /// As `erl_tar:safe_link_name/2` and `filelib:safe_relative_path/2`, stdlib 4.2 (OTP 25.2): the target is read from
    /// the root folder, not from the link's own; a `..` that climbs above the root at any point is
    /// `{Target,unsafe_symlink}`, and so is an absolute target. A target that comes to the root itself, as `.` does,
    /// becomes the empty string, with which `erl_tar:create_symlink/3` tries for ever. A hard link is "unsupported
    /// type": no error, and no file.
    var refusal: UnsafeLink.Reason? {
        switch self {
        case .file, .directory, .special: return nil
        case .hardLink: return .hard
        case .symbolicLink(let target):
            if target.first == UInt8(ascii: "/") { return .absolute }
            var depth = 0
            for component in target.split(separator: UInt8(ascii: "/")) {
                switch PathStep(component) {
                case .stay: break
                case .up where depth == 0: return .climbs
                case .up: depth -= 1
                case .down: depth += 1
                }
            }
            return depth == 0 ? .root : nil
        }
    }
}

/// What a component of a path means.
enum PathStep {
    case stay, up, down

    init(_ component: some Collection<UInt8>) {
        self =
            if component.elementsEqual([UInt8(ascii: ".")]) {
                .stay
            } else if component.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) {
                .up
            } else {
                .down
            }
    }
}
