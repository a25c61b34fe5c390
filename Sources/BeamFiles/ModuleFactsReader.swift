internal import ErlangTerms

extension ModuleFacts {
    /// The facts of a module. Tables of functions are decoded in full, code as far as a fact needs it.
    public init(_ beam: BeamFile) throws(BeamError) {
        let symbols = try BeamSymbols(beam)
        let attributes = try BeamAttributes(beam)
        let exports = try symbols.exports()
        let imports = try symbols.imports()
        let code = try CallbackCode(beam, symbols, exports)
        name = beam.module
        md5 = try BeamFingerprint.md5(of: beam)
        version = attributes.map { .list($0["vsn"]) }
        hasAttributes = attributes != nil
        self.exports = exports.map(\.function).sorted()
        self.imports = imports.sorted()
        let behaviours =
            attributes?.behaviours ?? BehaviourGuess.behaviours(exports: Set(self.exports), imports: Set(imports))
        self.behaviours = behaviours
        codeChanges = code.codeChanges()
        runsOnLoad = code.runsOnLoad
        loadsNIF = imports.contains(ExternalFunction("erlang", "load_nif", 2))
        lambdas = try symbols.lambdas()
        structKeys = code.structKeys()
        childID = code.childID()
        let isSupervisor = behaviours.contains(where: Self.supervisorBehaviours.contains)
        supervision = code.supervision(isSupervisor: isSupervisor)
        stateShape = isSupervisor ? nil : code.stateShape()
    }
}

/// What a module does, told from its functions where its attributes are gone.
enum BehaviourGuess {
    static func behaviours(exports: Set<LocalFunction>, imports: Set<ExternalFunction>) -> [Atom] {
        func has(_ functions: LocalFunction...) -> Bool { exports.isSuperset(of: functions) }
        guard has(LocalFunction("init", 1)) else {
            return has(LocalFunction("start", 2), LocalFunction("stop", 1)) ? ["application"] : []
        }
        if has(LocalFunction("callback_mode", 0)) { return ["gen_statem"] }
        if has(LocalFunction("handle_event", 3), LocalFunction("handle_sync_event", 4)) { return ["gen_fsm"] }
        if has(LocalFunction("handle_call", 3)) || has(LocalFunction("handle_cast", 2)) { return ["gen_server"] }
        if has(LocalFunction("handle_event", 2), LocalFunction("handle_call", 2)) { return ["gen_event"] }
        let starts: [(Atom, Atom)] = [
            ("supervisor", "supervisor"), ("Elixir.Supervisor", "Elixir.Supervisor"),
            ("Elixir.DynamicSupervisor", "Elixir.DynamicSupervisor"),
        ]
        for (module, behaviour) in starts
        where imports.contains(where: { $0.module == module && ["start_link", "init"].contains($0.name) }) {
            return [behaviour]
        }
        return []
    }
}
