internal import ErlangTerms
internal import Releases
internal import Tarballs

/// Finds upgrade tarballs that release_handler cannot unpack.
struct PackageCheck: UpgradeCheck {
    static let names = FindingKind(
        "tarball-names", .error,
        "Names in the tarball begin with `./` or lie below a directory of their own. release_handler asks for "
            + "`releases/NAME.rel` by its exact name and returns `enoent`.",
        advice: "pack the upgrade with relup-pack")
    static let members = FindingKind(
        "tarball-members", .warning,
        "The tarball consists of several gzip members. Some programs that read tarballs stop after the first.",
        advice: "pack the upgrade with relup-pack")
    static let duplicates = FindingKind(
        "tarball-duplicates", .error,
        "A name occurs more than once in the tarball, with different contents. release_handler keeps the first file, most programs that unpack "
            + "tarballs keep the last one, so nobody knows what the node would run. relup-check has looked at the "
            + "first; relup-unpack and relup-pack refuse such a tarball.",
        advice: "pack the upgrade with relup-pack instead of appending to it")
    static let equalDuplicates = FindingKind(
        "tarball-equal-duplicates", .info,
        "A tarball has files more than once, with the same contents. The tools read one of them, and relup-pack writes "
            + "one. `systools:make_tar` of sasl 4.4 packs appups itself, and again if an overlay of relx names them.",
        advice: "nothing; Documentation/Rebar3.md says how to do without the overlay")
    static let noResource = FindingKind(
        "release-resource-missing", .warning,
        "The tarball has no `releases/NAME-VSN.rel`, which unpack_release asks for when it is called with the "
            + "tarball's name.",
        advice: "pack the upgrade with relup-pack")
    static let leftOut = FindingKind(
        "application-left-out", .error,
        "A slim tarball leaves out an application that a base release does not have in this version. release_handler "
            + "returns `no_such_file` and does not install it.",
        advice: "pack the upgrade for all releases that it should start from, or without --slim")
    static let kinds = [names, members, duplicates, equalDuplicates, noResource, leftOut]

    func findings(in subject: CheckSubject) -> [Finding] {
        var findings: [Finding] = []
        for release in subject.bases.map(\.release) + [subject.target] {
            guard let name = release.duplicate else { continue }
            findings.append(
                Finding(
                    Self.equalDuplicates, at: "release \(release.version)",
                    "'\(name)' occurs more than once in the tarball, with the same contents"))
        }
        guard let package = subject.package else { return findings }
        if !package.namesArePlain {
            findings.append(
                Finding(Self.names, at: "tarball", "names in the tarball do not begin at the release's root"))
        }
        if package.gzipMembers > 1 {
            findings.append(
                Finding(Self.members, at: "tarball", "the tarball has \(package.gzipMembers) gzip members"))
        }
        if let name = package.firstDuplicate {
            let others = package.duplicateCount > 1 ? " and \(package.duplicateCount - 1) more" : ""
            findings.append(
                Finding(
                    Self.duplicates, at: "tarball",
                    "'\(name)'\(others) occurs more than once in the tarball, with different contents"))
        }
        let resource = EntryPath.resource(of: subject.target.release).string
        if !subject.target.files.contains(resource) {
            findings.append(Finding(Self.noResource, at: "tarball", "'\(resource)' is missing"))
        }
        for base in subject.bases.map(\.release) {
            let libraries = Set(base.release.applications.map { "\($0.name)-\($0.version)" })
            for library in package.leftOut where !libraries.contains(library) {
                findings.append(
                    Finding(
                        Self.leftOut, at: "release \(base.version)",
                        "'lib/\(library)' is neither in the release nor in the tarball"))
            }
        }
        return findings
    }
}
