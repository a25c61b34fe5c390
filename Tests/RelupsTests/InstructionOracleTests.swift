import ErlangTerms
import TestSupport
import Testing

@testable import Relups

/// The instructions of the systools that is installed. Whoever has a newer OTP than we know is told here.
@Suite struct InstructionOracleTests {
    @Test(.enabled(if: Oracle.isInstalled, "Erlang is not installed"))
    func everyInstructionIsKnown() throws {
        let names = try Oracle.lines("machine").filter { $0[0] == "instruction" }.map { Atom(String($0[1])) }
        #expect(names.contains("load_object_code"))
        #expect(names.filter { !isKnown($0) } == [])
        #expect(!isKnown("invented"))
    }

    /// Whether a term of that name is an instruction, or one with a fault in its arguments.
    private func isKnown(_ name: Atom) -> Bool {
        let triple = ErlangTerm.tuple(.emptyList, .emptyList, .emptyList)
        var terms: [ErlangTerm] = [.atom(name), .tuple(.atom(name), triple)]
        for count in 1...7 { terms.append(.tuple([.atom(name)] + Array(repeating: .emptyList, count: count))) }
        return terms.contains { term in
            do throws(ScriptFault) {
                _ = try AppupInstructionSyntax.instruction(term)
                return true
            } catch {
                return error.reason.tuple?.first != .atom("bad_instruction")
            }
        }
    }
}
