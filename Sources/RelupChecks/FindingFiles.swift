internal import ErlangTerms
internal import Releases

/// Which file of a release a finding is about, for programs that show findings beside files.
package struct FindingFiles {
    /// By the name of a module or application.
    private var files: [String: String] = [:]
    private let relup: String

    package init(_ subject: CheckSubject) {
        relup = "releases/\(subject.target.version)/relup"
        // What the target has wins over what a base has.
        for release in subject.bases.map(\.release).reversed() + [subject.target] {
            for application in release.applications {
                let folder = "lib/\(application.name)-\(application.version)/ebin"
                for module in application.modules { files[module.name] = "\(folder)/\(module.name).beam" }
                files[application.name.name] = files[application.name.name] ?? "\(folder)/\(application.name).app"
            }
        }
    }

    /// The beam or the resource file that its place names, below the release's root; otherwise the relup.
    package func file(of finding: Finding) -> String {
        let subject = finding.place.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
        return files[subject] ?? relup
    }
}
