internal import ErlangTerms
internal import Releases

/// An instruction of an appup with valid syntax: a high-level one, which is translated, or a low-level one, which goes
/// into the relup as it is.
enum AppupInstruction {
    case module(ModuleChange)
    case addApplication(Atom, Release.StartType)
    case removeApplication(Atom)
    case restartApplication(Atom)
    case lowLevel(LowLevelInstruction)
}

/// An instruction about one module, which may depend on others: `update`, `load_module`, `add_module` (which also
/// loads) or `delete_module`.
final class ModuleChange: Sendable {
    enum Kind: Sendable {
        /// Loads the module, and suspends the processes that run it meanwhile.
        ///
        /// A nil timeout is the default one. `extra` is that of `{advanced, Extra}`; nil leaves the processes' state
        /// unchanged.
        case update(isStatic: Bool, timeout: ErlangTerm?, extra: ErlangTerm?, purges: Purges)
        case load(Purges)
        case delete
    }

    let module: Atom
    let kind: Kind
    /// The modules that must be changed before this one on an upgrade, and after it on a downgrade.
    let dependencies: [Atom]

    init(module: Atom, kind: Kind, dependencies: [Atom]) {
        self.module = module
        self.kind = kind
        self.dependencies = dependencies
    }
}
