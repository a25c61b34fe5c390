internal import ErlangTerms
internal import Releases

/// An instruction of an appup whose syntax holds: a high-level one, from which a relup is made, or a low-level one,
/// which goes into the relup as it is.
enum AppupInstruction {
    case module(ModuleChange)
    case addApplication(Atom, Release.StartType)
    case removeApplication(Atom)
    case restartApplication(Atom)
    case lowLevel(LowLevelInstruction)
}

/// An instruction about one module, which may depend on others: `update`, `load_module`, `add_module` (which loads too)
/// or `delete_module`.
final class ModuleChange: Sendable {
    enum Kind: Sendable {
        /// The module is loaded, and processes that run it are suspended the while.
        ///
        /// No timeout is the default one; without `extra`, of `{advanced, Extra}`, their state is not changed.
        case update(isStatic: Bool, timeout: ErlangTerm?, extra: ErlangTerm?, purges: Purges)
        case load(Purges)
        case delete
    }

    let module: Atom
    let kind: Kind
    /// The modules that must be changed before on an upgrade, after on a downgrade.
    let dependencies: [Atom]

    init(module: Atom, kind: Kind, dependencies: [Atom]) {
        self.module = module
        self.kind = kind
        self.dependencies = dependencies
    }
}
