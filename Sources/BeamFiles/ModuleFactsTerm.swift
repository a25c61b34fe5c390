public import ErlangTerms

extension ModuleFacts {
    /// The facts as a map, as the upgrade document holds them; what is false, empty or not known is left out.
    ///
    /// `#{name, md5 => "Hex", vsn, behaviours, stripped => true, exports => [{Name, Arity}],
    /// imports => [{Module, Name, Arity}], code_changes => [{Name, Arity, identity | own}], on_load, nif,
    /// lambdas => [{Name, Arity, FreeVariables}], struct => [Key], state, supervision, child_id}`.
    public var term: ErlangTerm {
        .fields([
            "name": .atom(name),
            "md5": .string(md5.hexadecimal),
            "vsn": version,
            "behaviours": .unlessEmpty(behaviours.map { .atom($0) }),
            "stripped": hasAttributes ? nil : .boolean(true),
            "exports": .list(exports.map { .tuple(.atom($0.name), .integer($0.arity)) }),
            "imports": .unlessEmpty(imports.map(\.term)),
            "code_changes": .unlessEmpty(codeChanges.map(\.term)),
            "on_load": runsOnLoad ? .boolean(true) : nil,
            "nif": loadsNIF ? .boolean(true) : nil,
            "lambdas": .unlessEmpty(lambdas.map(\.term)),
            "struct": structKeys.map { .atoms($0) },
            "state": stateShape,
            "supervision": supervision?.term,
            "child_id": childID,
        ])
    }

    /// The facts of a map that `term` made.
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
        structKeys = try fields["struct"] == nil ? nil : fields.atoms("struct")
        stateShape = fields["state"]
        if let term = fields["supervision"] { supervision = try Supervision(term: term, at: "\(place).supervision") }
        childID = fields["child_id"]
    }
}

extension Supervision {
    /// `#{supervisor, children => [#{id, module, specification}], elixir}`.
    var term: ErlangTerm {
        .fields([
            "supervisor": supervisor,
            "children": .list(
                children.map {
                    .fields(["id": $0.id, "module": $0.module.map { .atom($0) }, "specification": $0.specification])
                }),
            "elixir": .boolean(isElixir),
        ])
    }

    init(term: ErlangTerm, at place: String) throws(TermShapeError) {
        let fields = try TermFields(term, at: place)
        supervisor = fields["supervisor"]
        children = try fields.list(of: "children").map { fields throws(TermShapeError) in
            Child(
                id: fields["id"], module: try fields["module"] == nil ? nil : fields.atom("module"),
                specification: try fields.term("specification"))
        }
        isElixir = try fields.boolean("elixir")
    }
}

extension LocalFunction {
    /// The function of `{Name, Arity}`.
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

    /// The function of `{Module, Name, Arity}`.
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
    /// The number that this is, if it counts something.
    fileprivate var count: Int? {
        if case .integer(let value) = self, value >= 0 { value } else { nil }
    }
}
