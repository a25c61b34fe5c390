package import ErlangTerms
package import RelupRuntime

/// The modules that the calls of runnable instructions name.
package enum CalledModules: Sendable {
    /// edeliver's own, for releases that contain the application `edeliver`; ours where edeliver has none.
    case edeliver
    /// Our carried modules.
    case own

    /// The module that runs an instruction.
    package func module(of instruction: RunnableInstruction) -> Atom {
        switch self {
        case .edeliver: instruction.moduleOfEdeliver ?? instruction.module
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
