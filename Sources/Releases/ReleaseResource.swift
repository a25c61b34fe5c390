package import ErlangTerms

extension Release {
    /// Reads the term of a release resource file (`.rel`).
    ///
    /// As `systools_make:check_rel/1`, OTP 25.2, except that a release without sasl gives no warning here: it can be
    /// used for everything but upgrades. Differs from OTP: names and versions that no path can be made of are an error
    /// (`ReleaseResourceTests.namesThatLeadElsewhere`).
    package init(resource term: ErlangTerm) throws(SystoolsError) {
        self = try Self.read(term)
        try checkMandatoryApplications()
    }

    private static func read(_ term: ErlangTerm) throws(SystoolsError) -> Release {
        guard let parts = term.tagged("release", count: 4).map(Array.init), let id = parts[0].tuple, id.count == 2,
            let erts = parts[1].tagged("erts", count: 2)?.first, parts[2].isAnyList
        else { throw SystoolsError(.make, .atom("badly_formatted_release"), "this is not a release resource") }
        guard let name = try string(id[0]) else {
            throw SystoolsError(.make, .tuple(.atom("illegal_name"), id[0]), "the name is not a string")
        }
        guard let version = try string(id[1]) else {
            throw SystoolsError(.make, .tuple(.atom("illegal_form"), id[1]), "the version is not a string")
        }
        guard let ertsVersion = try string(erts) else {
            let reason = ErlangTerm.tuple(.atom("illegal_form"), .tuple(.atom("erts"), erts))
            throw SystoolsError(.make, reason, "the version of erts is not a string")
        }
        guard let elements = parts[2].list else {
            throw SystoolsError(.make, Crash(reason: "function_clause").exit, "the list of applications is improper")
        }
        var entries: [Entry] = []
        var illegal: [ErlangTerm] = []
        for element in elements {
            if let entry = try entry(element) { entries.append(entry) } else { illegal.append(element) }
        }
        guard illegal.isEmpty else {
            let reason = ErlangTerm.tuple(.atom("illegal_applications"), .list(illegal))
            let names = illegal.map { $0.tuple?.first?.atom.map { "'\($0)'" } ?? "one without a name" }
            throw SystoolsError(.make, reason, "illegal applications: \(names.joined(separator: ", "))")
        }
        do throws(PathNameError) {
            return Release(
                name: try ReleaseName(name), version: try Version(version), ertsVersion: try Version(ertsVersion),
                applications: entries)
        } catch {
            throw .noPath(error, id[0])
        }
    }

    private static func string(_ term: ErlangTerm) throws(SystoolsError) -> String? {
        do {
            return try ResourceSyntax.string(term)
        } catch {
            throw SystoolsError(.make, error.exit, "a name or version is not a string")
        }
    }

    /// An application of the release, or nil if it has none of the four shapes.
    private static func entry(_ term: ErlangTerm) throws(SystoolsError) -> Entry? {
        guard let parts = term.tuple, (2...4).contains(parts.count), let name = parts[0].atom else { return nil }
        var rest = parts[2...]
        var type: StartType? = .permanent
        if rest.count == 2 || rest.first?.isAnyList == false {
            guard let atom = rest.popFirst()?.atom else { return nil }
            type = StartType(rawValue: atom.name)
        }
        if let list = rest.first, !list.isAnyList { return nil }
        let included = rest.first.flatMap(ResourceSyntax.atoms)
        guard let version = try string(parts[1]), let type, rest.isEmpty || included != nil else { return nil }
        do throws(PathNameError) {
            return Entry(try ApplicationName(name), try Version(version), type: type, included: included)
        } catch {
            throw .noPath(error, term)
        }
    }

    /// As `systools_make:mandatory_applications/4`, OTP 25.2: kernel and stdlib must exist and be permanent.
    package func checkMandatoryApplications() throws(SystoolsError) {
        for name: Atom in ["kernel", "stdlib"] {
            guard let entry = self[name] else {
                let reason = ErlangTerm.tuple(.atom("missing_mandatory_app"), .atom(name))
                throw SystoolsError(.make, reason, "the application '\(name)' is missing")
            }
            guard entry.type == .permanent else {
                let reason = ErlangTerm.tuple(.atom("mandatory_app"), .atom(name), .atom(entry.type.rawValue))
                throw SystoolsError(.make, reason, "'\(name)' must be permanent, it is \(entry.type.rawValue)")
            }
        }
    }

    /// The first application of the given name.
    package subscript(name: Atom) -> Entry? {
        applications.first { $0.name == name }
    }

    /// The record that systools shows in errors: `{release, Name, Vsn, ErtsVsn, Applications, Included}`.
    package var record: ErlangTerm {
        let entries = applications.map { entry in
            ErlangTerm.tuple(.atom(entry.name), .string(entry.version.text), .atom(entry.type.rawValue))
        }
        let included = applications.compactMap { entry in
            entry.included.map { ErlangTerm.tuple(.atom(entry.name), .atoms($0)) }
        }
        return .tuple(
            .atom("release"), .string(name.text), .string(version.text), .string(ertsVersion.text), .list(entries),
            .list(included))
    }
}

extension SystoolsError {
    fileprivate static func noPath(_ error: PathNameError, _ term: ErlangTerm) -> SystoolsError {
        SystoolsError(.make, .tuple(.atom("illegal_name"), term), error.description)
    }
}

extension ErlangTerm {
    /// Whether this is a list, proper or not: Erlang's `is_list/1`.
    var isAnyList: Bool {
        switch self {
        case .list, .improperList: true
        default: false
        }
    }
}
