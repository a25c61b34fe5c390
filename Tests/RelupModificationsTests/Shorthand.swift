import ErlangTerms
import Relups

@testable import RelupModifications

/// Scripts written short, so that a test shows them at a glance: `code a | PONR | load a | run Info | restart`.
///
/// Words with a capital are edeliver's instructions; `code` reads the code of the modules behind its library.
enum Shorthand {
    static func script(_ text: String) -> [ErlangTerm] {
        text.split(separator: "|").map { instruction($0.split(separator: " ").map(String.init)) }
    }

    static func relup(up: String, down: String = "") -> Relup {
        Relup(
            version: "2", up: [.init(version: "1", instructions: script(up))],
            down: [.init(version: "1", instructions: script(down))])
    }

    static func text(_ script: [ErlangTerm]) -> String {
        script.map(text).joined(separator: " | ")
    }

    private static func instruction(_ words: [String]) -> ErlangTerm {
        let modules = words.dropFirst().map { ErlangTerm.atom(module($0)) }
        switch words[0] {
        case "PONR": return .atom("point_of_no_return")
        case "restart": return .atom("restart_emulator")
        case "code":
            return .tuple(
                .atom("load_object_code"), .tuple(modules[0], .string("1"), .list(Array(modules.dropFirst()))))
        case "load", "remove":
            return .tuple(.atom(words[0]), .tuple(modules[0], .atom("brutal_purge"), .atom("brutal_purge")))
        case "change":
            return .tuple(.atom("code_change"), .list(modules.map { .tuple($0, .emptyList) }))
        case "application":
            return .tuple(.atom("apply"), .tuple(.atom("application"), modules[0], .list([modules[1]])))
        case "run":
            return LowLevelInstruction.run(module(words[1]), .atom("name")).term
        default:
            return .tuple(.atom(words[0]), .list(modules))
        }
    }

    private static func module(_ name: String) -> Atom {
        if name == "RunnableInstruction" { return "Elixir.Edeliver.Relup.RunnableInstruction" }
        return Atom(name.first?.isUppercase ?? false ? "Elixir.Edeliver.Relup.Instructions.\(name)" : name)
    }

    private static func text(_ instruction: ErlangTerm) -> String {
        if instruction == .atom("point_of_no_return") { return "PONR" }
        if instruction == .atom("restart_emulator") { return "restart" }
        if let module = LowLevelInstruction(instruction).runModule { return "run \(name(module))" }
        guard let elements = instruction.tuple, let tag = elements[0].atom else { return "\(instruction)" }
        switch tag {
        case "load_object_code":
            let library = elements[1].tuple ?? []
            return (["code", name(library[0].atom)] + (library[2].list ?? []).map { name($0.atom) })
                .joined(separator: " ")
        case "load", "remove": return "\(tag) \(name(elements[1].tuple?.first?.atom))"
        case "code_change": return "change \(names(elements[1].list?.compactMap { $0.tuple?.first } ?? []))"
        case "apply":
            let call = elements[1].tuple ?? []
            return "application \(name(call[1].atom)) \(names(call[2].list ?? []))"
        default: return "\(tag) \(names(elements[1].list ?? []))"
        }
    }

    private static func names(_ modules: [ErlangTerm]) -> String {
        modules.map { name($0.atom) }.joined(separator: " ")
    }

    private static func name(_ module: Atom?) -> String {
        let name = module?.name ?? "?"
        return name.split(separator: ".").last.map(String.init) ?? name
    }
}
