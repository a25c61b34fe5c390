internal import BeamFiles
internal import ErlangTerms
package import ReleaseDiffs

/// A `code_change` to begin with, for a module whose state has another form and that does not convert it.
///
/// What both forms have is taken over; what only one has begins as `undefined` or `nil`, for people to fill in.
package struct CodeChangeSkeleton {
    private let module: String
    private let old: Form
    private let new: Form
    private let isStateMachine: Bool
    private let isElixir: Bool

    /// Nil if the forms are the same, or not seen, or converted already.
    package init?(_ change: ApplicationDiff.ModuleChange) {
        let (base, target) = (change.base, change.target)
        guard let old = base.stateShape?.value, let new = target.stateShape?.value, old != new,
            !target.codeChanges.contains(where: { !$0.isIdentity })
        else { return nil }
        (self.old, self.new) = (Form(old), Form(new))
        isStateMachine = target.callbackMode != nil
        isElixir = target.name.name.hasPrefix("Elixir.")
        module = isElixir ? String(target.name.name.dropFirst(7)) : TermTextPrinter.line(of: .atom(target.name))
    }

    /// The form of a state.
    private enum Form {
        /// Its keys, and the module of a struct.
        case map([Atom], struct: Atom?)
        case tuple(tag: Atom?, count: Int)
        /// The name of a type, such as `integer`; also what has keys that are no atoms.
        case other(String)

        init(_ shape: ErlangTerm) {
            self = Self.map(shape) ?? Self.tuple(shape) ?? .other(shape.atom?.name ?? "state")
        }

        private static func map(_ shape: ErlangTerm) -> Form? {
            guard case .map(let map) = shape else { return nil }
            let keys = map.entries.compactMap { $0.key.atom }
            guard keys.count == map.entries.count, keys.allSatisfy({ Words.isPlain($0.name) }) else { return nil }
            let module = map.entries.first { $0.key.atom?.name == "__struct__" }?.value.atom
            return .map(keys.filter { $0.name != "__struct__" }, struct: module)
        }

        private static func tuple(_ shape: ErlangTerm) -> Form? {
            guard let elements = shape.tuple, let first = elements.first else { return nil }
            return .tuple(tag: first.atom?.name == "_" ? nil : first.atom, count: elements.count)
        }

        /// The fields by which the other form knows what it can take over.
        var fields: Set<String> {
            switch self {
            case .map(let keys, _): Set(keys.map(\.name))
            case .tuple(let tag, let count): Set(((tag == nil ? 1 : 2)..<(count + 1)).map { "field_\($0)" })
            case .other: []
            }
        }
    }

    /// The function in the language of the module, with a comment that tells both forms.
    package var text: String {
        let up = clause(isDown: false, from: old, to: new)
        let down = clause(isDown: true, from: new, to: old)
        let forms = "\(words.term(old, known: nil)) -> \(words.term(new, known: nil))"
        return isElixir
            ? "  # \(module): \(forms)\n  @impl true\n\(down)\n\(up)"
            : "%% \(module): \(forms)\n\(down);\n\(up).\n"
    }

    private var words: Words { Words(isElixir: isElixir) }

    private func clause(isDown: Bool, from: Form, to: Form) -> String {
        let pattern = words.pattern(from)
        let result = words.term(to, known: from.fields, asMap: isDown)
        if isElixir {
            let version = isDown ? "{:down, _vsn}" : "_vsn"
            let arguments = isStateMachine ? "state_name, \(pattern)" : pattern
            let answer = isStateMachine ? "{:ok, state_name, \(result)}" : "{:ok, \(result)}"
            return "  def code_change(\(version), \(arguments), _extra) do\n    \(answer)\n  end\n"
        }
        let version = isDown ? "{down, _Vsn}" : "_Vsn"
        let arguments = isStateMachine ? "StateName, \(pattern)" : pattern
        let answer = isStateMachine ? "{ok, StateName, \(result)}" : "{ok, \(result)}"
        return "code_change(\(version), \(arguments), _Extra) ->\n    \(answer)"
    }

    /// How a language writes forms.
    private struct Words {
        let isElixir: Bool

        /// Whether an atom is written as a key, and a variable after it, in both languages.
        static func isPlain(_ name: String) -> Bool {
            let reserved: Set = [
                "after", "and", "catch", "do", "else", "end", "false", "fn", "in", "nil", "not", "or", "rescue", "true",
                "when",
            ]
            let letters = name.utf8
            return letters.first.map { (0x61...0x7A).contains($0) || $0 == 0x5F } == true
                && letters.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
                } && !reserved.contains(name)
        }

        /// What matches a state of this form, with a variable for each field.
        func pattern(_ form: Form) -> String {
            switch form {
            case .map(let keys, _):
                // A struct's name would have the compiler look for keys that it no longer has.
                list(keys, isElixir ? "%{" : "#{") { isElixir ? "\($0): \($0)" : "\(key($0)) := \(variable($0.name))" }
            case .tuple: term(form, known: form.fields)
            case .other: variable("state")
            }
        }

        /// A state of this form: of fields that are not known, with what stands for nothing; all are blank if `known`
        /// is nil. The old struct is made as a map: the compiler knows the new one.
        func term(_ form: Form, known: Set<String>?, asMap: Bool = false) -> String {
            let value = { (field: String) in
                guard let known else { return "_" }
                return known.contains(field) ? variable(field) : isElixir ? "nil" : "undefined"
            }
            switch form {
            case .map(let keys, let module):
                let name =
                    module.map { $0.name.hasPrefix("Elixir.") ? String($0.name.dropFirst(7)) : ":\($0.name)" } ?? ""
                let open = asMap && !name.isEmpty ? "%{__struct__: \(name)\(keys.isEmpty ? "" : ", ")" : "%\(name){"
                return list(keys, isElixir ? open : "#{") {
                    isElixir ? "\($0): \(value($0.name))" : "\(key($0)) => \(value($0.name))"
                }
            case .tuple(let tag, let count):
                let elements = (1...count).map { number in
                    number == 1 && tag != nil ? atom(tag!) : value("field_\(number)")
                }
                return "{\(elements.joined(separator: ", "))}"
            case .other(let type):
                guard known != nil else { return type }
                let empty = ["integer": "0", "float": "0.0", "list": "[]", "binary": isElixir ? "\"\"" : "<<>>"]
                return empty[type] ?? (isElixir ? "nil" : "undefined")
            }
        }

        private func list(_ keys: [Atom], _ open: String, _ field: (Atom) -> String) -> String {
            "\(open)\(keys.map(field).joined(separator: ", "))}"
        }

        private func key(_ atom: Atom) -> String { TermTextPrinter.line(of: .atom(atom)) }

        private func atom(_ atom: Atom) -> String {
            isElixir ? (Self.isPlain(atom.name) ? ":\(atom.name)" : ":\"\(atom.name)\"") : key(atom)
        }

        /// `last_visitor`, in Erlang `LastVisitor`.
        private func variable(_ name: String) -> String {
            guard !isElixir else { return name }
            let camel = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            return camel.isEmpty ? "State" : camel
        }
    }
}
