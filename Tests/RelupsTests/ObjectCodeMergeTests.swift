import ErlangTerms
import TestSupport
import Testing

@testable import Relups

@Suite struct ObjectCodeMergeTests {
    private func merge(_ codes: (String, String, String)...) throws -> [String] {
        let sourced = codes.enumerated().map { number, code in
            let modules = code.2.map { Atom(String($0)) }
            return Sourced(
                instruction: ObjectCode(library: Atom(code.0), version: .string(code.1), modules: modules),
                script: number)
        }
        return try ObjectCodeMerge.merged(sourced).map { "\($0.library) \($0.modules.map(\.name).joined())" }
    }

    @Test func librariesStandWhereTheyAreFirst() throws {
        #expect(try merge(("a", "1", "x"), ("b", "1", "y"), ("a", "1", "z")) == ["a xz", "b y"])
    }

    @Test func modulesStandWhereTheyAreLast() throws {
        #expect(try merge(("a", "1", "xyz"), ("a", "1", "wx"), ("a", "1", "x")) == ["a yzwx"])
    }

    @Test func whatOneInstructionNamesTwiceStays() throws {
        #expect(try merge(("a", "1", "xx"), ("a", "1", "yyx")) == ["a yyx"])
        #expect(try merge(("a", "1", "xx")) == ["a xx"])
    }

    @Test func versionsMayNotDiffer() throws {
        let fault = #expect(throws: ScriptFault.self) {
            try self.merge(("b", "1", "x"), ("a", "1", "x"), ("a", "2", "x"), ("a", "3", "x"), ("b", "2", "x"))
        }
        #expect(fault?.reason == term("{conflicting_versions,b,\"1\",\"2\"}"))
        #expect(fault?.script == 4)
    }
}
