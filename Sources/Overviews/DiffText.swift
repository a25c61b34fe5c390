internal import BeamFiles
internal import ErlangTerms
package import ReleaseDiffs

/// A comparison of releases for people.
package enum DiffText {
    /// One line: `1.0.0 -> 1.1.0: 2 applications, modules: 1 added, 1 removed, 3 changed`.
    package static func summary(_ diff: ReleaseDiff) -> String {
        let applications = diff.applications.filter { $0.change != .unchanged || !$0.modules.isEmpty }
        let modules = applications.map(\.modules)
        func count(_ part: (Changes<Atom>) -> [Atom]) -> Int { modules.reduce(0) { $0 + part($1).count } }
        return Overview.line(
            """
            \(diff.baseVersion) -> \(diff.targetVersion): \(applications.count) \
            \(applications.count == 1 ? "application" : "applications"), modules: \(count(\.added)) added, \
            \(count(\.removed)) removed, \(count(\.changed)) changed
            """)
    }

    /// The summary, then a line for each difference: `+` added, `-` removed, `~` changed, `!` in the way of a hot
    /// upgrade.
    package static func table(_ diff: ReleaseDiff) -> String {
        var lines = [summary(diff)]
        lines += diff.runtime.map { "  ! \($0.name) \($0.base ?? "none") -> \($0.target ?? "none")" }
        for application in diff.applications where !application.isEmpty { lines += self.lines(application) }
        lines += diff.configuration.map { "  ~ \($0.file)\(keys($0.keys))" }
        lines += changes(diff.consolidated, "  ", "consolidated ") { $0.name }
        lines += diff.brokenCalls.map { "  ! \($0.caller) calls \($0.function), which is gone" }
        return lines.map { Overview.line($0) + "\n" }.joined()
    }

    private static func lines(_ application: ApplicationDiff) -> [String] {
        let mark =
            switch application.change {
            case .added: "+"
            case .removed: "-"
            case .upgraded, .downgraded, .unchanged: "~"
            }
        let versions = [application.baseVersion, application.targetVersion].compactMap { $0 }
        let shown = application.change == .unchanged ? versions[0] : versions.joined(separator: " -> ")
        var lines = ["  \(mark) \(application.name) \(shown)"]
        lines += changes(application.modules, "      ", "") { $0.name }
        if !application.environment.isEmpty { lines.append("      ~ environment\(keys(application.environment))") }
        lines += changes(application.privateFiles, "      ", "priv/") { $0 }
        lines += application.conflicts.map {
            "      ! \($0.module) differs under the same version of '\(application.name)'"
        }
        return lines
    }

    private static func changes<Element>(
        _ changes: Changes<Element>, _ indentation: String, _ what: String, _ name: (Element) -> String
    ) -> [String] {
        [("+", changes.added), ("-", changes.removed), ("~", changes.changed)].flatMap { mark, elements in
            elements.map { "\(indentation)\(mark) \(what)\(name($0))" }
        }
    }

    private static func keys(_ keys: KeyDiff) -> String {
        let marked = [("+", keys.added), ("-", keys.removed), ("~", keys.changed)].flatMap { mark, keys in
            keys.map { "\(mark)\(TermTextPrinter.text(of: $0, style: .prettyUnicode))" }
        }
        return marked.isEmpty ? "" : ": \(marked.joined(separator: ", "))"
    }
}
