import ErlangTerms
import Files
import Relups
import TestSupport
import Testing

@testable import RelupModifications

struct ModificationRequestTests {
    private let relup = Shorthand.relup(up: "PONR | load a", down: "PONR | load a")

    private func apply(
        _ request: ModificationRequest, facts: ModificationChoice.ReleaseFacts = .init(), dialect: Dialect = .repaired
    ) throws -> (outcome: RelupModification.Outcome, reason: String) {
        try request.apply(
            to: relup, configuration: .init(name: "web", dialect: dialect), facts: facts, environment: [:])
    }

    @Test func theChosenModificationIsMadeWithoutCommands() throws {
        let (outcome, reason) = try apply(ModificationRequest())
        #expect(reason == "default modification: the release holds no Phoenix application with a web server")
        #expect(
            outcome.changes.map(\.description) == [
                "DefaultModification: 1 instruction changed (up from 1)",
                "DefaultModification: 1 instruction changed (down to 1)",
            ])
    }

    @Test func commandsAloneAreAllThatIsDone() throws {
        var request = ModificationRequest()
        request.commands = ["Sleep 5"]
        let (outcome, reason) = try apply(request)
        #expect(reason == "instructions given by --apply")
        #expect(Shorthand.text(outcome.relup.up[0].instructions) == "PONR | run Sleep | load a")
        #expect(outcome.relup.up[0].instructions[2] == relup.up[0].instructions[1])
    }

    @Test func commandsFollowAModificationThatIsNamed() throws {
        let file = TemporaryDirectory()
        defer { withExtendedLifetime(file) {} }
        try WholeFile.write(Array("{insert, append, {purge, [a]}}.".utf8), to: file.path("steps"))
        var request = ModificationRequest()
        request.choice.modification = file.path("steps")
        request.commands = ["Info x y append"]
        request.filter = "sed 's/{purge,.a.}/{purge,[b]}/'"
        let outcome = try apply(request).outcome
        #expect(Shorthand.text(outcome.relup.up[0].instructions) == "PONR | load a | purge b | run Info")
        #expect(
            outcome.changes.map(\.step) == [
                "insert", "Info", "insert", "Info", "--with '\(request.filter ?? "")'",
                "--with '\(request.filter ?? "")'",
            ])
    }

    @Test func edeliversModulesAreMissedInAReleaseWithoutThem() throws {
        var request = ModificationRequest()
        request.commands = ["Sleep"]
        let warning = "the relup calls modules of edeliver, which the release does not hold"
        #expect(try apply(request, facts: .init(applications: ["web"])).outcome.warnings == [warning])
        #expect(try apply(request, facts: .init(applications: ["web", "edeliver"])).outcome.warnings == [])
        #expect(try apply(ModificationRequest(), facts: .init(applications: ["web"])).outcome.warnings == [])
    }

    @Test func moduleNeedsItsRelease() {
        var request = ModificationRequest()
        request.choice.module = "Acme"
        #expect(throws: ModificationError(.undecided, "")) { try apply(request) }
    }
}
