internal import ErlangTerms
internal import Releases

/// An instruction of an appup script whose syntax holds, as far as a relup is made from what it says.
///
/// High-level instructions have one form each here; of low-level ones, which go into the relup as they are, only those
/// with a meaning for others are told apart.
enum RelupInstruction {
    case module(ModuleChange)
    case addApplication(Atom, Release.StartType)
    case removeApplication(Atom)
    case restartApplication(Atom)
    case objectCode(ObjectCode)
    /// `{load, {Module, PrePurge, PostPurge}}`.
    case load(Atom, ErlangTerm)
    /// `suspend`, `resume`, `stop` or `start`, of some modules.
    case processes(ProcessAction, [Atom], ErlangTerm)
    case pointOfNoReturn
    case restartNewEmulator
    case restartEmulator
    case other(ErlangTerm)

    enum ProcessAction: String {
        case suspend, resume, stop, start
    }
}

/// An instruction about one module, which may depend on others: `update`, `load_module`, `add_module` (which loads too)
/// or `delete_module`.
struct ModuleChange {
    enum Kind {
        /// The module is loaded, and processes that run it are suspended the while.
        case update(isStatic: Bool, timeout: ErlangTerm, change: ErlangTerm, purges: Purges)
        case load(Purges)
        case delete
    }

    let module: Atom
    let kind: Kind
    /// The modules that must be changed before on an upgrade, after on a downgrade.
    let dependencies: [Atom]
}

/// How processes that run old code of a module are treated, before it is loaded and after.
struct Purges {
    let before: ErlangTerm
    let after: ErlangTerm

    static let brutal = Purges(before: .atom("brutal_purge"), after: .atom("brutal_purge"))
}

/// `{load_object_code, {Library, Version, Modules}}`: what is read before the point of no return.
struct ObjectCode {
    let library: Atom
    let version: ErlangTerm
    var modules: [Atom]

    var term: ErlangTerm {
        .tuple(.atom("load_object_code"), .tuple(.atom(library), version, .atoms(modules)))
    }
}
