internal import ErlangTerms

extension ModuleFacts {
    /// The facts of a module. Tables of functions are decoded in full, code as far as a fact needs it.
    ///
    /// Code that is not understood is not an error: the module is `unreadable` then.
    public init(_ beam: BeamFile) throws(BeamError) {
        let symbols = try BeamSymbols(beam)
        let attributes = try BeamAttributes(beam)
        let imports = try symbols.imports()
        let code = try ModuleCode(beam, symbols)
        let callbacks = CallbackCode(code)
        name = beam.module
        md5 = try BeamFingerprint.md5(of: beam)
        version = attributes.map { .list($0["vsn"]) }
        hasAttributes = attributes != nil
        self.exports = code.exports.map(\.function).sorted()
        self.imports = imports.sorted()
        let behaviours =
            attributes?.behaviours ?? BehaviourGuess.behaviours(exports: Set(self.exports), imports: Set(imports))
        self.behaviours = behaviours
        codeChanges = callbacks.codeChanges()
        runsOnLoad = code.runsOnLoad
        loadsNIF = imports.contains(ExternalFunction("erlang", "load_nif", 2))
        lambdas = try symbols.lambdas()
        unreadable = code.unreadable
        structKeys = callbacks.structKeys()
        childSpecification = callbacks.childSpecification()
        let isSupervisor = behaviours.contains(where: Self.supervisorBehaviours.contains)
        supervision = callbacks.supervision(isSupervisor: isSupervisor)
        stateShape = isSupervisor ? nil : callbacks.stateShape()
        stateForm = isSupervisor ? nil : callbacks.stateForm()
        callbackMode = callbacks.callbackMode()
        applicationStart = callbacks.start()
        if isSupervisor { initEffects = code.effects(of: [LocalFunction("init", 1)]) }
        if isApplication { startEffects = code.effects(of: [LocalFunction("start", 2)]) }
        (tuples, structs) = code.tuplesAndStructs()
        tables = code.calls { $0 == ExternalFunction("ets", "new", 2) }
        environmentWrites = code.calls(where: KnownCalls.setsEnvironment)
        stored = code.calls(where: KnownCalls.stores)
        localLoops = code.localLoops()
        keptFuns = code.keptFuns()
    }
}

/// The behaviours that a module's functions suggest when its attributes are gone.
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
