package import ErlangTerms

/// An instruction of a relup: one that `release_handler_1:eval/2` evaluates on the node.
///
/// The grammar, as `systools_rc:check_op/1` of OTP 25.2 has it:
///
///     point_of_no_return
///     restart_new_emulator
///     restart_emulator
///     {load_object_code, {Library, Version, [Module]}}
///     {load, {Module, PrePurge, PostPurge}}
///     {remove, {Module, PrePurge, PostPurge}}
///     {purge, [Module]}
///     {suspend, [Module | {Module, Timeout}]}
///     {resume, [Module]}
///     {code_change, [{Module, Extra}]}
///     {code_change, up | down, [{Module, Extra}]}
///     {stop, [Module]}
///     {start, [Module]}
///     {sync_nodes, Id, [Node]}
///     {sync_nodes, Id, {Module, Function, Arguments}}
///     {apply, {Module, Function, Arguments}}
///
///     PrePurge, PostPurge :: soft_purge | brutal_purge
///     Timeout :: default | infinity | pos_integer()  (milliseconds)
///
/// All readers of instructions read them here: `init(_:)` reads a term, `term` is the same term again.
package enum LowLevelInstruction: Hashable, Sendable {
    case pointOfNoReturn
    case restartNewEmulator
    case restartEmulator
    case loadObjectCode(ObjectCode)
    case load(Atom, Purges)
    case remove(Atom, Purges)
    case purge([Atom])
    case suspend([Suspension])
    case resume([Atom])
    /// Without a direction, release_handler takes `up`.
    case codeChange(ScriptDirection?, [StateChange])
    case stop([Atom])
    case start([Atom])
    case syncNodes(id: ErlangTerm, SyncedNodes)
    case apply(Call)
    /// Anything else. release_handler does not evaluate it.
    case unknown(ErlangTerm)

    /// `Module` or `{Module, Timeout}`.
    package struct Suspension: Hashable, Sendable {
        package let module: Atom
        /// `default`, `infinity` or milliseconds; nil if the instruction has no timeout.
        package let timeout: ErlangTerm?

        package init(_ module: Atom, timeout: ErlangTerm? = nil) {
            self.module = module
            self.timeout = timeout
        }
    }

    /// `{Module, Extra}`: the processes of a module convert their state.
    package struct StateChange: Hashable, Sendable {
        package let module: Atom
        package let extra: ErlangTerm

        package init(_ module: Atom, extra: ErlangTerm) {
            self.module = module
            self.extra = extra
        }
    }

    /// The nodes that a node waits for.
    package enum SyncedNodes: Hashable, Sendable {
        case nodes([Atom])
        /// A call that returns their list.
        case call(Call)
    }

    /// `{Module, Function, Arguments}`.
    package struct Call: Hashable, Sendable {
        package let module: Atom
        package let function: Atom
        package let arguments: [ErlangTerm]

        package init(_ module: Atom, _ function: Atom, _ arguments: [ErlangTerm]) {
            self.module = module
            self.function = function
            self.arguments = arguments
        }

        package var term: ErlangTerm { .tuple(.atom(module), .atom(function), .list(arguments)) }

        /// Whether this calls a module, and one of the functions if some are given.
        package func calls(_ module: Atom, _ functions: Atom...) -> Bool {
            self.module == module && (functions.isEmpty || functions.contains(function))
        }
    }

    /// The instruction of a term; `unknown` if release_handler cannot evaluate it.
    package init(_ term: ErlangTerm) {
        guard let instruction = try? LowLevelSyntax.instruction(term) else {
            self = .unknown(term)
            return
        }
        if case .loadObjectCode(let code) = instruction, code.version.string == nil {
            self = .unknown(term)
        } else {
            self = instruction
        }
    }

    /// `{apply, {Module, run, [Argument]}}`.
    package static func run(_ module: Atom, _ argument: ErlangTerm) -> LowLevelInstruction {
        .apply(Call(module, "run", [argument]))
    }

    /// The term in the relup.
    package var term: ErlangTerm {
        switch self {
        case .pointOfNoReturn: .atom("point_of_no_return")
        case .restartNewEmulator: .atom("restart_new_emulator")
        case .restartEmulator: .atom("restart_emulator")
        case .loadObjectCode(let code): .tuple(.atom("load_object_code"), code.term)
        case .load(let module, let purges): .tuple(.atom("load"), purges.term(of: module))
        case .remove(let module, let purges): .tuple(.atom("remove"), purges.term(of: module))
        case .purge(let modules): .tuple(.atom("purge"), .atoms(modules))
        case .suspend(let suspensions):
            .tuple(
                .atom("suspend"),
                .list(
                    suspensions.map { suspension in
                        let module = ErlangTerm.atom(suspension.module)
                        return suspension.timeout.map { .tuple(module, $0) } ?? module
                    }))
        case .resume(let modules): .tuple(.atom("resume"), .atoms(modules))
        case .codeChange(let direction, let changes):
            .tuple(
                [.atom("code_change")] + (direction.map { [.atom(Atom($0.rawValue))] } ?? [])
                    + [.list(changes.map { .tuple(.atom($0.module), $0.extra) })])
        case .stop(let modules): .tuple(.atom("stop"), .atoms(modules))
        case .start(let modules): .tuple(.atom("start"), .atoms(modules))
        case .syncNodes(let id, .nodes(let nodes)): .tuple(.atom("sync_nodes"), id, .atoms(nodes))
        case .syncNodes(let id, .call(let call)): .tuple(.atom("sync_nodes"), id, call.term)
        case .apply(let call): .tuple(.atom("apply"), call.term)
        case .unknown(let term): term
        }
    }
}

extension LowLevelInstruction {
    /// Whether release_handler evaluates the instruction.
    package var isKnown: Bool { if case .unknown = self { false } else { true } }

    /// The call of an `apply`.
    package var call: Call? { if case .apply(let call) = self { call } else { nil } }

    /// The modules whose code a `load_object_code` reads.
    package var readModules: [Atom] { if case .loadObjectCode(let code) = self { code.modules } else { [] } }

    /// The module that a `load` loads.
    package var loadedModule: Atom? { if case .load(let module, _) = self { module } else { nil } }

    /// The modules whose processes are suspended, resumed, stopped or started.
    package var suspendedModules: [Atom] {
        if case .suspend(let suspensions) = self { suspensions.map(\.module) } else { [] }
    }
    package var resumedModules: [Atom] { if case .resume(let modules) = self { modules } else { [] } }
    package var stoppedModules: [Atom] { if case .stop(let modules) = self { modules } else { [] } }
    package var startedModules: [Atom] { if case .start(let modules) = self { modules } else { [] } }

    /// The modules whose processes convert their state.
    package var convertedModules: [Atom] {
        if case .codeChange(_, let changes) = self { changes.map(\.module) } else { [] }
    }

    /// The module that `{apply, {Module, run, _}}` runs: a runnable instruction of edeliver's, ours or the project's.
    package var runModule: Atom? {
        if case .apply(let call) = self, call.function == "run" { call.module } else { nil }
    }
}

/// `{Library, Version, [Module]}`: beams that are read before the point of no return.
package struct ObjectCode: Hashable, Sendable {
    package let library: Atom
    package let version: ErlangTerm
    package var modules: [Atom]

    package init(library: Atom, version: ErlangTerm, modules: [Atom]) {
        self.library = library
        self.version = version
        self.modules = modules
    }

    var term: ErlangTerm { .tuple(.atom(library), version, .atoms(modules)) }
}

/// What happens to processes that run old code of a module, before and after the module is loaded.
package struct Purges: Hashable, Sendable {
    package enum Method: Hashable, Sendable {
        /// `soft_purge`: the upgrade is refused, or the old code stays.
        case soft
        /// `brutal_purge`: the processes are killed.
        case brutal

        package var name: Atom { self == .soft ? "soft_purge" : "brutal_purge" }
    }

    package var before: Method
    package var after: Method

    package init(before: Method, after: Method) {
        self.before = before
        self.after = after
    }

    package static let brutal = Purges(before: .brutal, after: .brutal)

    /// `{Module, PrePurge, PostPurge}`.
    func term(of module: Atom) -> ErlangTerm {
        .tuple(.atom(module), .atom(before.name), .atom(after.name))
    }
}
