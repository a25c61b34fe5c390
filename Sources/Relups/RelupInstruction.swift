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

/// How processes that run old code of a module are treated, before it is loaded and after.
struct Purges: Sendable {
    enum Method: Sendable {
        case soft, brutal

        var term: ErlangTerm {
            switch self {
            case .soft: Self.softPurge
            case .brutal: Self.brutalPurge
            }
        }

        private static let softPurge = ErlangTerm.atom("soft_purge")
        private static let brutalPurge = ErlangTerm.atom("brutal_purge")
    }

    let before: Method
    let after: Method

    static let brutal = Purges(before: .brutal, after: .brutal)
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
