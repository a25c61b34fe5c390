internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds tables and persistent terms whose terms have a form that the new code no longer stores there.
///
/// Nothing converts them, and the new code reads them. Forms are compared as far as both are shown. If neither the old
/// nor the new code shows a form of what it stores, the check reports nothing, because that is true of most tables.
struct StoredTermsCheck: ScriptCheck {
    static let changed = FindingKind(
        "stored-term-changed", .warning,
        "In a table (`ets`, `dets`) or a persistent term, the new code stores terms of another form than the old "
            + "code. What the old code stored is still there, nothing converts it, and the new code may fail on it.",
        advice: "have the new code read both forms, or convert what is stored, as in a code_change of the table's owner"
    )
    static let kinds = [changed]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let (before, after) = (Self.places(script.before, script), Self.places(script.after, script))
        return before.sorted { $0.key < $1.key }.compactMap { place, old in
            guard let new = after[place], let change = Self.change(from: old, to: new), let module = old.modules.min()
            else { return nil }
            let modules = old.modules.union(new.modules).sorted().map { "'\($0)'" }.joined(separator: ", ")
            return script.finding(
                Self.changed, module.name,
                "\(place.name) held \(change.old) and \(modules) now stores \(change.new)")
        }
    }

    /// Where terms are stored: a table or a key; with the module if the code does not show which.
    private struct Place: Hashable, Comparable {
        let isTable: Bool
        let key: ErlangTerm
        let module: Atom?

        var name: String {
            let shown = TermTextPrinter.line(of: key)
            if module != nil { return isTable ? "a table" : "a persistent term" }
            return isTable ? "the table \(shown)" : "the persistent term \(shown)"
        }

        static func < (left: Place, right: Place) -> Bool {
            if left.isTable != right.isTable { return left.isTable }
            switch TermOrder.terms(left.key, right.key) {
            case .less: return true
            case .greater: return false
            case .equal: return (left.module ?? "") < (right.module ?? "")
            }
        }
    }

    /// What is stored in a place, and which modules store it.
    private struct Contents {
        /// The forms that are shown.
        var forms: Set<ErlangTerm> = []
        var hasHidden = false
        var modules: Set<Atom> = []
    }

    /// What changed modules store, all of them together, because one may take over from another.
    private static func places(_ modules: DifferingModules, _ script: CheckedScript) -> [Place: Contents] {
        var places: [Place: Contents] = [:]
        for module in modules.names {
            for call in modules[module]?.stored.value ?? [] {
                let isTable = call.function.module != "persistent_term"
                let isHidden = call.arguments[0] == StoredForm.blank
                let place = Place(isTable: isTable, key: call.arguments[0], module: isHidden ? module : nil)
                let forms = isTable ? call.arguments[1].list ?? [call.arguments[1]] : [call.arguments[1]]
                places[place, default: Contents()].modules.insert(module)
                for form in forms {
                    if form == StoredForm.blank {
                        places[place]?.hasHidden = true
                    } else {
                        places[place]?.forms.insert(form)
                    }
                }
            }
        }
        return places
    }

    /// A form that the old code stored and the new code does not, with the forms that it stores; nil if there is none.
    private static func change(from old: Contents, to new: Contents) -> (old: String, new: String)? {
        let gone = old.forms.subtracting(new.forms).filter { form in
            !new.forms.contains { StoredForm.agree(form, $0) }
        }
        if !gone.isEmpty {
            return (shown(gone), new.forms.isEmpty ? "terms of a form that is not seen" : shown(new.forms))
        }
        if old.hasHidden, !new.hasHidden, !new.forms.isEmpty {
            return ("terms of a form that is not seen", shown(new.forms))
        }
        return nil
    }

    /// The first of the forms, and the number of the others.
    private static func shown(_ forms: Set<ErlangTerm>) -> String {
        let sorted = forms.sorted { TermOrder.terms($0, $1) == .less }
        guard let first = sorted.first else { return "" }
        let text = TermTextPrinter.line(of: first)
        return sorted.count == 1 ? text : "\(text) and \(sorted.count - 1) other form\(sorted.count == 2 ? "" : "s")"
    }
}
