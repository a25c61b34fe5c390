import ErlangTerms
import Relups
import Testing

@testable import RelupModifications

@Suite struct OrderApplicationsTests {
    /// `a` needs `b`, and `b` needs `c`.
    static let needed: [Atom: [Atom]] = ["a": ["b", "kernel"], "b": ["c"], "c": []]

    /// Scripts, and what comes of them: up with the dependencies after it, down with those before it.
    @Test(arguments: [
        (
            "PONR | load a | application start a | load b | application start b | load c | application start c | run Info",
            "PONR | load a | load b | load c | application start c | application start b | application start a | run Info"
        ),
        (
            "PONR | application start c | load b | application start b | application start a",
            "PONR | application start c | load b | application start b | application start a"
        ),
        ("PONR | application start a | application start x", "PONR | application start a | application start x"),
        (
            "PONR | application stop a | application stop b | load b | application start b | application start a",
            "PONR | application stop a | application stop b | load b | application start b | application start a"
        ),
    ])
    func startsBehindWhatIsNeeded(script: String, ordered: String) throws {
        #expect(try modified(up: script, needed: ["2": Self.needed]) == ordered)
    }

    @Test(arguments: [
        (
            "PONR | application stop c | remove c | application stop b | remove b | application stop a | remove a",
            "PONR | application stop a | application stop b | application stop c | remove c | remove b | remove a"
        ),
        (
            "PONR | application stop a | application stop c | application stop b | application start c",
            "PONR | application stop a | application stop b | application stop c | application start c"
        ),
    ])
    func stopsBeforeWhatIsNeeded(script: String, ordered: String) throws {
        #expect(try modified(up: script, needed: ["1": Self.needed]) == ordered)
    }

    @Test func applicationsThatNeedEachOtherStayInTheScript() throws {
        let script = "PONR | application start a | application start b | restart"
        let ordered = try modified(up: script, needed: ["2": ["a": ["b"], "b": ["a"]]])
        #expect(ordered.split(separator: "|").count == 4)
    }

    private func modified(up: String, needed: [String: [Atom: [Atom]]]) throws -> String {
        let modification = RelupModification(
            name: "order", steps: [ModificationStep("order", OrderApplications(needed: needed))])
        let outcome = try modification.apply(to: Shorthand.relup(up: up), configuration: .init(name: "name"))
        return Shorthand.text(outcome.relup.up[0].instructions)
    }
}
