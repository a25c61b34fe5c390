public import ErlangTerms

extension ModuleFacts {
    /// The facts as a map, as the upgrade document holds them. Fields that are false or absent are left out; facts that
    /// the code does not show are `unknown`.
    ///
    /// `#{name, md5 => "Hex", vsn, behaviours, stripped => true, exports => [{Name, Arity}],
    /// imports => [{Module, Name, Arity}], code_changes => [{Name, Arity, identity | own}], on_load, nif,
    /// lambdas => [{Name, Arity, FreeVariables}], code => read | {unreadable, Reason}, struct => [Key], state, state_form,
    /// supervision, child_id, child_spec, callback_mode => [Mode], start, init_effects => Effects,
    /// start_effects => Effects, tuples => [{Tag, Size} | {Tag, Size, record | matched}], structs => [Module],
    /// tables => [Call], environment => [Call], stored => [Call], local_loops => [{Name, Arity}],
    /// kept_funs => [{Name, Arity}]}`.
    public var term: ErlangTerm {
        func list<Element>(_ fact: Fact<[Element]>, _ element: (Element) -> ErlangTerm) -> ErlangTerm? {
            fact.value?.isEmpty == true ? nil : fact.term { .list($0.map(element)) }
        }
        return .fields([
            "name": .atom(name),
            "md5": .string(md5.hexadecimal),
            "vsn": version,
            "behaviours": .unlessEmpty(behaviours.map { .atom($0) }),
            "stripped": hasAttributes ? nil : .boolean(true),
            "exports": .list(exports.map(\.term)),
            "imports": .unlessEmpty(imports.map(\.term)),
            "code_changes": .unlessEmpty(codeChanges.map(\.term)),
            "on_load": runsOnLoad ? .boolean(true) : nil,
            "nif": loadsNIF ? .boolean(true) : nil,
            "lambdas": .unlessEmpty(lambdas.map(\.term)),
            "code": unreadable.map { .tuple(.atom("unreadable"), .string($0)) } ?? .atom("read"),
            "struct": structKeys?.term { .atoms($0) },
            "state": stateShape?.term { $0 },
            "state_form": stateForm,
            "supervision": supervision?.term,
            "child_id": childID,
            "child_spec": childSpecification?.term { $0 },
            "callback_mode": callbackMode?.term(\.term),
            "start": applicationStart?.term(\.term),
            "init_effects": initEffects?.term(\.term),
            "start_effects": startEffects?.term(\.term),
            "tuples": list(tuples, \.term),
            "structs": list(structs) { .atom($0) },
            "tables": list(tables, \.term),
            "environment": list(environmentWrites, \.term),
            "stored": list(stored, \.term),
            "local_loops": list(localLoops, \.term),
            "kept_funs": list(keptFuns, \.term),
        ])
    }

    /// The facts from a map that `term` made.
    public init(term: ErlangTerm, at place: String) throws(TermShapeError) {
        let fields = try TermFields(term, at: place)
        name = try fields.atom("name")
        md5 = try fields.value("md5", "32 hexadecimal digits") { $0.string.flatMap([UInt8].init(hexadecimal:)) }
        version = fields["vsn"]
        behaviours = try fields["behaviours"] == nil ? [] : fields.atoms("behaviours")
        hasAttributes = try !fields.flag("stripped")
        exports = try fields.elements("exports", "functions") { LocalFunction(term: $0) }
        imports = try fields.elements("imports", "functions") { ExternalFunction(term: $0) }
        codeChanges = try fields.elements("code_changes", "callbacks") { CodeChange(term: $0) }
        runsOnLoad = try fields.flag("on_load")
        loadsNIF = try fields.flag("nif")
        lambdas = try fields.elements("lambdas", "funs") { Lambda(term: $0) }
        unreadable = try Self.unreadable(fields)
        structKeys = try fields.fact("struct", "a list of atoms") { $0.elements(\.atom) }
        stateShape = try fields.fact("state", "a term") { $0 }
        stateForm = fields["state_form"]
        if let term = fields["supervision"] { supervision = try Supervision(term: term, at: "\(place).supervision") }
        childSpecification = try fields.fact("child_spec", "a term") { $0 }
        callbackMode = try fields.fact("callback_mode", "a list of modes") { CallbackMode($0) }
        applicationStart = try fields.fact("start", "a start") { ApplicationStart(term: $0) }
        initEffects = try fields.fact("init_effects", "effects") { Effects(term: $0) }
        startEffects = try fields.fact("start_effects", "effects") { Effects(term: $0) }
        tuples = try fields.facts("tuples", "tuples") { TaggedTuple(term: $0) }
        structs = try fields.facts("structs", "atoms", \.atom)
        tables = try fields.facts("tables", "calls") { Call(term: $0) }
        environmentWrites = try fields.facts("environment", "calls") { Call(term: $0) }
        stored = try fields.facts("stored", "calls") { Call(term: $0) }
        localLoops = try fields.facts("local_loops", "functions") { LocalFunction(term: $0) }
        keptFuns = try fields.facts("kept_funs", "functions") { LocalFunction(term: $0) }
        if fields["code"] == nil { forgetCode() }
    }

    /// Marks what a document of an older version does not say about the code as unknown.
    private mutating func forgetCode() {
        if callbackMode == nil, exports("callback_mode", 0) { callbackMode = .unknown }
        if applicationStart == nil, exports("start", 2) { applicationStart = .unknown }
        if isSupervisor { initEffects = .unknown }
        if isApplication { startEffects = .unknown }
        (tuples, structs, tables, environmentWrites) = (.unknown, .unknown, .unknown, .unknown)
        (stored, localLoops, keptFuns) = (.unknown, .unknown, .unknown)
    }

    private static func unreadable(_ fields: TermFields) throws(TermShapeError) -> String? {
        if fields["code"] == nil { return "the document does not tell of it" }
        return try fields.value("code", "read, or {unreadable,Reason}") { term -> String?? in
            if term == .atom("read") { return .some(nil) }
            return term.tagged("unreadable", count: 2)?.last?.string.map { .some($0) }
        }
    }
}

extension TermFields {
    /// The fact of a list; an empty list if the field is missing.
    fileprivate func facts<Element>(
        _ key: Atom, _ expected: String, _ make: (ErlangTerm) -> Element?
    ) throws(TermShapeError) -> Fact<[Element]> {
        try fact(key, "a list of \(expected)") { $0.elements(make) } ?? .known([])
    }
}

extension ErlangTerm {
    /// The elements of a list, each converted by `make`; nil if this is not a list or `make` returns nil for an
    /// element.
    fileprivate func elements<Element>(_ make: (ErlangTerm) -> Element?) -> [Element]? {
        guard let terms = list else { return nil }
        let elements = terms.compactMap(make)
        return elements.count == terms.count ? elements : nil
    }
}

extension Supervision {
    /// `#{supervisor, flags, children => [#{id, module, specification, changes, own}], started_later, elixir, dynamic => true}`.
    ///
    /// `id` and `module` are there for readers of the document; reading the term derives them again.
    public var term: ErlangTerm {
        .fields([
            "supervisor": supervisor,
            "flags": flags.term { $0 },
            "children": children.term { .list($0.map(\.term)) },
            "started_later": .unlessEmpty(startedLater.map(\.term)),
            "elixir": .boolean(isElixir),
            "dynamic": isDynamic ? .boolean(true) : nil,
        ])
    }

    public init(term: ErlangTerm, at place: String) throws(TermShapeError) {
        let fields = try TermFields(term, at: place)
        supervisor = fields["supervisor"]
        flags = try fields.fact("flags", "flags") { $0 } ?? .unknown
        isElixir = try fields.boolean("elixir")
        isDynamic = try fields.flag("dynamic")
        if fields["children"] == Fact<[Child]>.unknownTerm {
            children = .unknown
        } else {
            children = .known(try Self.children(fields, "children"))
        }
        if fields["started_later"] != nil { startedLater = try Self.children(fields, "started_later") }
    }

    private static func children(_ fields: TermFields, _ key: Atom) throws(TermShapeError) -> [Child] {
        try fields.list(of: key).map { fields throws(TermShapeError) in
            Child(
                specification: try fields.term("specification"), changes: fields["changes"] ?? .emptyList,
                own: Fact(fields["own"]))
        }
    }
}

extension Supervision.Child {
    fileprivate var term: ErlangTerm {
        .fields([
            "id": id,
            "module": module.map { .atom($0) },
            "specification": specification,
            "changes": changes == .emptyList ? nil : changes,
            "own": own.value,
        ])
    }
}

extension Effects {
    /// `#{effects => [Call], unknown => [{Module, Function, Arity}]}`.
    fileprivate var term: ErlangTerm {
        .fields([
            "effects": .unlessEmpty(effects.map(\.term)), "unknown": .unlessEmpty(unknownCalls.map(\.term)),
        ])
    }

    fileprivate init?(term: ErlangTerm) {
        guard case .map(let map) = term,
            let effects = (map["effects"] ?? .emptyList).elements({ Call(term: $0) }),
            let unknown = (map["unknown"] ?? .emptyList).elements({ ExternalFunction(term: $0) })
        else { return nil }
        self.init(effects: effects, unknownCalls: unknown)
    }
}

extension Call {
    /// `{Module, Function, [Argument]}`.
    public var term: ErlangTerm { .tuple(.atom(function.module), .atom(function.name), .list(arguments)) }

    /// The call from `{Module, Function, [Argument]}`.
    public init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let module = parts[0].atom, let name = parts[1].atom,
            let arguments = parts[2].list
        else { return nil }
        self.init(ExternalFunction(module, name, arguments.count), arguments)
    }
}

extension TaggedTuple {
    fileprivate var term: ErlangTerm {
        .tuple([.atom(tag), .integer(size)] + (isRecord ? [.atom("record")] : isMatched ? [.atom("matched")] : []))
    }

    fileprivate init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 2 || parts.count == 3, let tag = parts[0].atom,
            let size = parts[1].count
        else { return nil }
        switch parts.dropFirst(2).first {
        case nil: self.init(tag, size: size)
        case .atom("record"): self.init(tag, size: size, isRecord: true)
        case .atom("matched"): self.init(tag, size: size, isMatched: true)
        default: return nil
        }
    }
}

extension LocalFunction {
    /// `{Name, Arity}`.
    public var term: ErlangTerm { .tuple(.atom(name), .integer(arity)) }

    /// The function from `{Name, Arity}`.
    public init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 2, let name = parts[0].atom, let arity = parts[1].count else {
            return nil
        }
        self.init(name, arity)
    }
}

extension ExternalFunction {
    /// `{Module, Name, Arity}`.
    public var term: ErlangTerm { .tuple(.atom(module), .atom(name), .integer(arity)) }

    /// The function from `{Module, Name, Arity}`.
    public init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let module = parts[0].atom, let name = parts[1].atom,
            let arity = parts[2].count
        else { return nil }
        self.init(module, name, arity)
    }
}

extension ModuleFacts.CodeChange {
    fileprivate var term: ErlangTerm {
        .tuple(.atom(function.name), .integer(function.arity), .atom(isIdentity ? "identity" : "own"))
    }

    fileprivate init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let function = LocalFunction(term: .tuple(parts[0], parts[1])),
            parts[2] == .atom("identity") || parts[2] == .atom("own")
        else { return nil }
        self.init(function: function, isIdentity: parts[2] == .atom("identity"))
    }
}

extension Lambda {
    fileprivate var term: ErlangTerm {
        .tuple(.atom(function.name), .integer(function.arity), .integer(freeVariables))
    }

    fileprivate init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let function = LocalFunction(term: .tuple(parts[0], parts[1])),
            let free = parts[2].count
        else { return nil }
        self.init(function: function, freeVariables: free)
    }
}

extension ErlangTerm {
    /// This as a number that counts something; nil if it is negative or not an integer.
    fileprivate var count: Int? {
        if case .integer(let value) = self, value >= 0 { value } else { nil }
    }
}
