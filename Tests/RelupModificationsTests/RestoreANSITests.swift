import ErlangTerms
import Relups
import TestSupport
import Testing

@testable import RelupModifications

/// What Elixir's start sets is set again where the Elixir of the release sets it.
@Suite struct RestoreANSITests {
    @Test(
        arguments: [("1.18.3", true), ("1.15.0-rc.1", true), ("2.0.0", true), ("1.14.5", false), ("master", false)]
            as [(String, Bool)])
    func theVersionOfElixirDecides(version: String, isRestored: Bool) throws {
        let relup = try modified(["1": ["elixir": "1.14.5"], "2": ["elixir": version]])
        let call = term(#"{apply,{relup_restore_ansi,run,["2"]}}"#)
        #expect((relup.up[0].instructions.last == call) == isRestored)
        #expect(!"\(relup.down[0].instructions)".contains("relup_restore_ansi"))
    }

    @Test func releasesWithoutElixirHaveNothingToRestore() throws {
        let relup = try modified(["1": [:], "2": ["shop": "1.18.3"]])
        #expect(relup.up[0].instructions == Shorthand.relup(up: "PONR").up[0].instructions)
    }

    private func modified(_ applications: [String: [Atom: String]]) throws -> Relup {
        let modification = RelupModification(
            name: "test", steps: [ModificationStep("environment", RestoreANSI(applications: applications))])
        return try modification.apply(
            to: Shorthand.relup(up: "PONR"), configuration: .init(name: "name", calledModules: .own)
        ).relup
    }
}
