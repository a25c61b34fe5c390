package import ErlangTerms

/// An application resource file (`.app`), `{application, Name, [{Key, Value}]}`, checked as systools checks it.
package enum ApplicationResource {
    /// Why a resource file is not that of the wanted application.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// It is of another version: another file may have the right one.
        case version(String)
        /// It is wrong: OTP's term, and its sentence.
        case wrong(ErlangTerm, String)

        /// A sentence that reveals none of the file's values, because there may be secrets among them.
        package var description: String {
            switch self {
            case .version(let version): "it is of version \(version)"
            case .wrong(_, let sentence): sentence
            }
        }
    }

    /// Reads the term of the file at `path`, which should be of the given version.
    ///
    /// `included` are the included applications that the release names, by application: they must be among the file's
    /// own. `refusesDoubles`: whether a list of names may have none twice, as from OTP 26 on. As
    /// `systools_make:parse_application/4`, OTP 25.2, and `get_items/2`, OTP 27.3.
    package static func read(
        _ term: ErlangTerm, path: String, version: String, included: [Atom: [Atom]], refusesDoubles: Bool = false
    ) throws(Fault) -> ApplicationRecord {
        guard let parts = term.tagged("application", count: 3).map(Array.init), let name = parts[0].atom,
            parts[1].isAnyList
        else { throw .wrong(.tuple(.atom("badly_formatted_application"), term), "it is not an application resource") }
        let fields = Fields(pairs: parts[1], refusesDoubles: refusesDoubles)
        var record: ApplicationRecord
        do {
            record = try read(fields, name)
        } catch {
            throw .wrong(.tuple(error.term, term), error.message)
        }
        guard record.version == version else { throw .version(record.version) }
        if let names = included[name] {
            let unknown = names.filter { !record.application.includedApplications.contains($0) }
            guard unknown.isEmpty else {
                let list = unknown.map { "'\($0)'" }.joined(separator: ", ")
                throw .wrong(.tuple(.atom("override_include"), .atoms(unknown)), "it does not include \(list)")
            }
            record.application.includedApplications = names
        }
        record.directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if record.directory.isEmpty { record.directory = path.hasPrefix("/") ? "/" : "." }
        return record
    }

    /// In OTP's order, because the first fault counts.
    private static func read(_ fields: Fields, _ name: Atom) throws(FieldFault) -> ApplicationRecord {
        let version = try fields.string("vsn")
        let id = try fields.optional("id", .emptyList) { (term) throws(Crash) in try ResourceSyntax.string(term) != nil
        }
        var application = Application(name: name, version: version)
        application.description = try fields.string("description")
        application.modules = try fields.atoms("modules")
        application.registered = try fields.atoms("registered")
        application.applications = try fields.atoms("applications")
        application.optionalApplications = try fields.atoms("optional_applications", default: [])
        application.includedApplications = try fields.atoms("included_applications", default: [])
        var record = ApplicationRecord(application, directory: "")
        record.id = id
        record.callback = try fields.callback()
        record.application.callbackModule = record.callback.tuple?.first?.atom
        record.startPhases = try fields.optional("start_phases", .atom("undefined")) {
            $0 == .atom("undefined") || ResourceSyntax.isTaggedList($0)
        }
        record.environment = try fields.optional("env", .emptyList, ResourceSyntax.isTaggedList)
        record.maximumTime = try fields.optional("maxT", .atom("infinity"), isLimit)
        record.maximumProcesses = try fields.optional("maxP", .atom("infinity"), isLimit)
        return record
    }

    private static func isLimit(_ term: ErlangTerm) -> Bool {
        switch term {
        case .integer(let value): value > 0
        case .bigInteger(let value): value > 0
        default: term == .atom("infinity")
        }
    }
}

private struct FieldFault: Error {
    let term: ErlangTerm
    let message: String

    static func missing(_ key: Atom) -> FieldFault {
        FieldFault(term: .tuple(.atom("missing_param"), .atom(key)), message: "it has no '\(key)'")
    }

    static func bad(_ key: Atom) -> FieldFault {
        FieldFault(term: .tuple(.atom("bad_param"), .atom(key)), message: "its '\(key)' is not what it should be")
    }

    static func doubled(_ key: Atom, _ names: [Atom]) -> FieldFault {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return FieldFault(
            term: .tuple(.atom("dupl_entry"), .atom(key), .atoms(names)), message: "its '\(key)' names \(list) twice")
    }
}

/// The pairs of a resource file. As `systools_make:check_item/2`, OTP 25.2.
private struct Fields {
    let pairs: ErlangTerm
    let refusesDoubles: Bool

    /// The value of a key. `nil` if it is missing; a fault if the first tuple with that key is not a pair.
    func value(_ key: Atom) throws(FieldFault) -> ErlangTerm? {
        let elements: [ErlangTerm]
        switch pairs {
        case .list(let list), .improperList(let list, _): elements = list
        default: elements = []
        }
        guard let tuple = elements.lazy.compactMap(\.tuple).first(where: { $0.first == .atom(key) }) else {
            guard pairs.list != nil else {
                throw FieldFault(term: Crash(reason: "badarg").exit, message: "its list of fields is improper")
            }
            return nil
        }
        guard tuple.count == 2 else { throw .missing(key) }
        return tuple[1]
    }

    func string(_ key: Atom) throws(FieldFault) -> String {
        guard let term = try value(key) else { throw .missing(key) }
        let text: String?
        do {
            text = try ResourceSyntax.string(term)
        } catch {
            throw FieldFault(term: error.exit, message: "its '\(key)' is not a string")
        }
        guard let text else { throw .bad(key) }
        return text
    }

    func atoms(_ key: Atom, default standard: [Atom]? = nil) throws(FieldFault) -> [Atom] {
        guard let term = try value(key) else {
            guard let standard else { throw .missing(key) }
            return standard
        }
        guard let atoms = ResourceSyntax.atoms(term) else { throw .bad(key) }
        if refusesDoubles {
            var names: Set<Atom> = []
            let doubles = atoms.filter { !names.insert($0).inserted }
            guard doubles.isEmpty else { throw .doubled(key, doubles) }
        }
        return atoms
    }

    func optional(
        _ key: Atom, _ standard: ErlangTerm, _ isGood: (ErlangTerm) throws(Crash) -> Bool
    ) throws(FieldFault) -> ErlangTerm {
        guard let term = try value(key) else { return standard }
        let good: Bool
        do {
            good = try isGood(term)
        } catch {
            throw FieldFault(term: error.exit, message: "its '\(key)' is not a string")
        }
        guard good else { throw .bad(key) }
        return term
    }

    /// `mod`: `{Module, Arguments}` or `[]`. OTP calls any other value missing.
    func callback() throws(FieldFault) -> ErlangTerm {
        guard let term = try value("mod") else { return .emptyList }
        guard term == .emptyList || term.tuple?.count == 2 && term.tuple?.first?.atom != nil else {
            throw .missing("mod")
        }
        return term
    }
}
