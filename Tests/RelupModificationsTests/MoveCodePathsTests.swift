import ErlangTerms
import Relups
import TestSupport
import Testing

@testable import RelupModifications

@Suite struct MoveCodePathsTests {
    @Test func pathsFollowTheApplicationsUpAndDown() throws {
        let relup = try modified(
            up: "code a | PONR | load a", down: "code a | PONR | load a",
            ["1": ["a": "1", "kept": "1", "old": "1"], "2": ["a": "1", "kept": "1", "new": "1"]])
        #expect(relup.up == "code a | code new | PONR | load a | application del_path old")
        #expect(relup.down == "code a | code old | PONR | load a | application del_path new")
    }

    @Test func anApplicationThatIsReadIsLeftAlone() throws {
        let relup = try modified(up: "code a m | PONR | load m", ["1": ["a": "0"], "2": ["a": "1"]])
        #expect(relup.up == "code a m | PONR | load m")
    }

    @Test func aChangedApplicationWithoutChangedModulesIsRead() throws {
        let relup = try modified(up: "PONR", ["1": ["texts": "0"], "2": ["texts": "1"]])
        #expect(relup.up == "code texts | PONR")
    }

    private func modified(
        up: String, down: String = "PONR", _ applications: [String: [Atom: String]]
    ) throws -> (up: String, down: String) {
        let step = ModificationStep("code paths", MoveCodePaths(applications: applications))
        let outcome = try RelupModification(name: "test", steps: [step]).apply(
            to: Shorthand.relup(up: up, down: down), configuration: .init(name: "name"))
        return (
            Shorthand.text(outcome.relup.up[0].instructions), Shorthand.text(outcome.relup.down[0].instructions)
        )
    }
}
