import ErlangTerms
import Relups
import TestSupport
import Testing

@testable import RelupModifications

/// A folder of `fixtures/edeliver`: `in.relup`, the operations of `case.term`, and `expected.relup` or
/// `expected.error`.
struct EdeliverVector {
    let folder: String
    let name: Atom
    let operations: [[String]]
    let expected: [UInt8]?

    init(_ name: String) throws {
        folder = "edeliver/\(name)"
        let fields = try TermTextReader.terms(in: Fixture.bytes("\(folder)/case.term"), file: "case.term")
        self.name = try #require(fields[0].tagged("name", count: 2)?.first?.atom)
        let operations = try #require(fields[1].tagged("operations", count: 2)?.first?.list)
        self.operations = operations.map { ($0.list ?? []).compactMap(\.string) }
        expected = try? Fixture.bytes("\(folder)/expected.relup")
    }

    func relup() throws(RelupError) -> Relup {
        let bytes = (try? Fixture.bytes("\(folder)/in.relup")) ?? []
        return try RelupReader.relup(in: bytes, file: "in.relup")
    }

    func modified(dialect: Dialect) throws -> Relup {
        var relup = try relup()
        for operation in operations {
            if operation[0].contains(":") {
                relup = try HelperCall(operation).applied(to: relup, dialect: dialect)
            } else {
                let modification = RelupModification(name: "test", steps: [try ModificationStep(words: operation)])
                let configuration = RelupModification.Configuration(name: name, dialect: dialect)
                relup = try modification.apply(to: relup, configuration: configuration).relup
            }
        }
        return relup
    }
}

/// A call of one of edeliver's helpers: on both scripts (`helper:`) or on one (`up:`, `down:`).
private struct HelperCall {
    let target: Substring
    let function: Substring
    let arguments: [ErlangTerm]

    init(_ words: [String]) throws {
        let parts = words[0].split(separator: ":")
        (target, function) = (parts[0], parts[1])
        arguments = try words.dropFirst().map { try TermTextReader.term(fromText: $0, name: "argument") }
    }

    func applied(to relup: Relup, dialect: Dialect) throws -> Relup {
        var relup = relup
        if target != "down" {
            relup.up[0].instructions = try applied(to: relup.up[0].instructions, mirrored: false, dialect)
        }
        if target != "up" {
            relup.down[0].instructions = try applied(
                to: relup.down[0].instructions, mirrored: target == "helper", dialect)
        }
        return relup
    }

    private func applied(
        to instructions: [ErlangTerm], mirrored: Bool, _ dialect: Dialect
    ) throws -> [ErlangTerm] {
        var list = InstructionList(instructions, dialect: dialect)
        let first = arguments[0]
        let module = arguments.count > 1 ? arguments[1].atom : LowLevelInstruction(first).runModule
        switch function {
        case "insert_before_instruction", "insert_after_instruction":
            let place =
                function == "insert_before_instruction"
                ? InsertionPoint.before(arguments[1]) : .after(arguments[1])
            list.insert(first.list ?? [first], at: mirrored ? place.mirrored : place)
        case "ensure_module_loaded_before_instruction", "ensure_module_unloaded_after_instruction":
            if (function == "ensure_module_loaded_before_instruction") != mirrored {
                list.load(try #require(module), before: first)
            } else {
                try list.unload(try #require(module), after: first)
            }
        case "ensure_module_loaded_before_first_runnable_instructions",
            "ensure_module_unloaded_after_last_runnable_instruction":
            if (function == "ensure_module_loaded_before_first_runnable_instructions") != mirrored {
                try list.load(try #require(module), beforeFirst: first)
            } else {
                try list.unload(try #require(module), afterLast: first)
            }
        default:
            list.insert(first.list ?? [first], at: try #require(InsertionPoint(name: String(function))))
        }
        return list.instructions
    }
}
