import ErlangTerms
import Relups
import TestSupport
import Testing

@testable import RelupModifications

@Suite struct StartChildrenTests {
    private let restart = term("{apply,{supervisor,restart_child,[shop_sup,shop_cart]}}")

    @Test func aChildIsStartedByAnInstructionThatFails() throws {
        #expect(try modified(.own) == term("{apply,{relup_start_child,run,[{shop_sup,shop_cart}]}}"))
    }

    @Test func edeliverHasNoSuchInstruction() throws {
        #expect(try modified(.edeliver) == restart)
    }

    private func modified(_ calledModules: CalledModules) throws -> ErlangTerm? {
        var relup = Shorthand.relup(up: "PONR")
        relup.up[0].instructions.append(restart)
        let modification = RelupModification(name: "test", steps: [ModificationStep("children", StartChildren())])
        let outcome = try modification.apply(
            to: relup, configuration: .init(name: "name", calledModules: calledModules))
        return outcome.relup.up[0].instructions.last
    }
}
