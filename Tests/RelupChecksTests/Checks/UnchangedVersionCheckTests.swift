import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension UnchangedVersionCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("unchanged-version") {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged)
                text.conflicts = [ApplicationDiff.Conflict(module: "text_html", baseFile: "old", targetFile: "new")]
                $0.applications.append(text)
            }
        } twin: {
            $0.editDiff = {
                $0.applications.append(
                    ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged))
            }
        },
        FindingCase("unchanged-version-compiled") {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged)
                text.conflicts = [ApplicationDiff.Conflict(module: "text_html", baseFile: "old", targetFile: "new")]
                $0.applications.append(text)
                $0.runtime = [ReleaseDiff.CoreChange(name: "stdlib", base: "4", target: "5")]
            }
        } twin: {
            $0.editDiff = {
                $0.applications.append(
                    ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged))
                $0.runtime = [ReleaseDiff.CoreChange(name: "stdlib", base: "4", target: "5")]
            }
        },
        FindingCase("unchanged-version-files") {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged)
                text.privateFiles.changed = ["text.so", "words"]
                $0.applications.append(text)
            }
        } twin: {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "2", change: .upgraded)
                text.privateFiles.changed = ["text.so", "words"]
                $0.applications.append(text)
            }
        },
    ]
}
