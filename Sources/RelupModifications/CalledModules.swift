package import ErlangTerms
package import RelupRuntime

/// Whose modules the calls of instructions name.
package enum CalledModules: Sendable {
    /// edeliver's own, for releases that hold the application `edeliver`.
    case edeliver
    /// Ours, which the relup carries along.
    case own

    /// The module that runs an instruction.
    package func module(of instruction: RunnableInstruction) -> Atom {
        switch self {
        case .edeliver: instruction.moduleOfEdeliver
        case .own: instruction.module
        }
    }

    /// The modules that every instruction calls.
    var support: [Atom] {
        switch self {
        case .edeliver: ["Elixir.Edeliver.Relup.RunnableInstruction"]
        case .own: []
        }
    }
}
