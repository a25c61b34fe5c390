internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Puts what runs on the node into the relup that calls it, so that no release must hold it.
///
/// A script begins with `{apply, {code, load_binary, [Module, File, Code]}}` for the modules that it calls and all that
/// these call, and ends with `{remove, …}` and `{purge, …}` of them. After a restart of the emulator nothing is left to
/// remove.
enum RuntimeEmbedding {
    /// Whether a relup calls any of it.
    static func calls(in relup: Relup) -> Bool {
        (relup.up + relup.down).contains { !called(by: $0.instructions).isEmpty }
    }

    /// The relup with the code in each script that calls some of it.
    static func embed(_ code: RuntimeCode, in relup: Relup) -> Relup {
        var relup = relup
        for index in relup.up.indices { embed(code, in: &relup.up[index].instructions) }
        for index in relup.down.indices { embed(code, in: &relup.down[index].instructions) }
        return relup
    }

    private static func called(by instructions: [ErlangTerm]) -> [Atom] {
        instructions.compactMap { RunCall.module(of: $0)?.atom }.filter(InstructionRuntime.isOwn)
    }

    private static func embed(_ code: RuntimeCode, in instructions: inout [ErlangTerm]) {
        let loaded = Set(instructions.compactMap(loadedModule))
        let modules = code.needed(for: called(by: instructions)).filter { !loaded.contains($0) }
        guard !modules.isEmpty else { return }
        if !instructions.contains(.atom("restart_emulator")) {
            instructions += modules.map(remove) + [.tuple(.atom("purge"), .list(modules.map(ErlangTerm.atom)))]
        }
        // release_handler looks for restart_new_emulator at the very beginning.
        let start = instructions.first == .atom("restart_new_emulator") ? 1 : 0
        instructions.insert(contentsOf: modules.map { load($0, code.code(of: $0) ?? []) }, at: start)
    }

    private static func load(_ module: Atom, _ code: [UInt8]) -> ErlangTerm {
        let arguments: [ErlangTerm] = [.atom(module), .string("\(module.name).beam"), .binary(code)]
        return .tuple(.atom("apply"), .tuple(.atom("code"), .atom("load_binary"), .list(arguments)))
    }

    /// The module that such an instruction loads, in a relup that carries the code already.
    static func loadedModule(by instruction: ErlangTerm) -> Atom? {
        guard case .tuple(let call)? = instruction.tagged("apply", count: 2)?.first, call.count == 3,
            call[0] == .atom("code"), call[1] == .atom("load_binary")
        else { return nil }
        return call[2].list?.first?.atom
    }

    private static func remove(_ module: Atom) -> ErlangTerm {
        .tuple(.atom("remove"), .tuple(.atom(module), .atom("brutal_purge"), .atom("brutal_purge")))
    }
}
