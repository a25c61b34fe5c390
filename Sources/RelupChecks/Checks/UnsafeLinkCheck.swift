internal import ErlangTerms
internal import Tarballs

/// Finds links that keep release_handler from unpacking the upgrade, and links that it leaves out.
struct UnsafeLinkCheck: UpgradeCheck {
    static let link = FindingKind(
        "unsafe-link", .error,
        "release_handler unpacks an upgrade with `erl_tar`, which does not make every link. It refuses a symbolic "
            + "link whose target is absolute or, read from the root folder, climbs above that folder, with "
            + "`unsafe_symlink`: nothing is installed. It leaves out hard links silently. relup-pack replaces links "
            + "to what is in the release with copies; links that lead elsewhere stay, and so does every link of a "
            + "tarball that another program packed.",
        advice: "pack the upgrade with relup-pack; replace links that lead out of the release with files")
    static let kinds = [link]

    /// How many links of a kind the message names.
    private static let shownCount = 3

    func findings(in subject: CheckSubject) -> [Finding] {
        UnsafeLink.Reason.allCases.compactMap { reason in
            let links = subject.target.unsafeLinks.filter { $0.reason == reason }
            guard !links.isEmpty else { return nil }
            let shown = links.prefix(Self.shownCount).map { link in
                "\(link.isHardLink ? "hard link" : "link") '\(link.path)' to '\(link.target)'"
            }
            let others = links.count > shown.count ? " and \(links.count - shown.count) more" : ""
            return Finding(
                Self.link, at: "release \(subject.target.version)",
                "\(shown.joined(separator: ", "))\(others): \(Self.cause(reason))")
        }
    }

    private static func cause(_ reason: UnsafeLink.Reason) -> String {
        switch reason {
        case .absolute: "an absolute path"
        case .outside: "it leads out of the release"
        case .missing: "the release does not contain the target"
        case .loop: "the link leads into a circle"
        case .size: "copies of what the links lead to would be too large"
        case .climbs: "erl_tar reads the target from the root folder, above which it climbs"
        case .root: "erl_tar reads the target from the root folder, and tries for ever to make a link to that folder"
        case .hard: "erl_tar does not make hard links"
        }
    }
}
