internal import ErlangTerms
internal import Releases

/// Finds releases that lack what release_handler always needs.
struct ReleaseFilesCheck: UpgradeCheck {
    static let noBootFile = FindingKind(
        "boot-file-missing", .error,
        "A release has no `releases/VSN/start.boot`. release_handler reads the applications from that file and "
            + "returns `no_such_file`.",
        advice: "build the release with its boot file: mix release, rebar3 tar or systools:make_tar")
    static let noSasl = FindingKind(
        "sasl-missing", .error,
        "A release does not contain the application sasl, which release_handler is part of.",
        advice: "add sasl to the applications of both releases")
    static let kinds = [noBootFile, noSasl]

    func findings(in subject: CheckSubject) -> [Finding] {
        (subject.bases.map(\.release) + [subject.target]).flatMap { release -> [Finding] in
            var findings: [Finding] = []
            if !release.has("start.boot") {
                findings.append(
                    Finding(
                        Self.noBootFile, at: "release \(release.version)",
                        "'releases/\(release.version)/start.boot' is missing"))
            }
            if !release.release.applications.contains(where: { $0.name == "sasl" }) {
                findings.append(
                    Finding(Self.noSasl, at: "release \(release.version)", "the application 'sasl' is missing"))
            }
            return findings
        }
    }
}
