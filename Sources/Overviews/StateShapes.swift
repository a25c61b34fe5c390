internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// How the states of processes and the records of modules differ between two releases.
enum StateShapes {
    static let columns = ["module", "before", "after", "converted by"]

    /// A row for each module whose first state or struct has another form, and for each record with other sizes.
    static func rows(_ diff: ReleaseDiff) -> [[String]] {
        let states = diff.applications.flatMap(\.changedModules).compactMap { change -> [String]? in
            guard let before = shape(change.base), let after = shape(change.target), before != after else { return nil }
            return [change.name.name, before, after, conversion(change.target)]
        }
        let records = diff.recordChanges.filter(\.isRecord).map { record in
            let text = { (sizes: [Int]) in
                sizes.map {
                    "{\(record.tag)\(String(repeating: ", _", count: min(max(0, $0 - 1), 20)))}, \($0 - 1) fields"
                }
                .joined(separator: " or ")
            }
            return [ShownName.some(record.modules), text(record.baseSizes), text(record.targetSizes), ""]
        }
        return states + records
    }

    /// `%{items: _}`, `%Demo.Visits{count: _}`, `#{items => _}`; nil if the code does not show it.
    private static func shape(_ module: ModuleFacts) -> String? {
        if let state = module.stateForm ?? module.stateShape?.value, state != StoredForm.blank {
            return TermForPeople.text(state, inElixir: module.name.isOfElixir)
        }
        guard let keys = module.structKeys?.value else { return nil }
        return "%\(ShownName.text(module.name.name)){\(keys.map(\.name).joined(separator: ", "))}"
    }

    private static func conversion(_ module: ModuleFacts) -> String {
        guard let own = module.codeChanges.first(where: { !$0.isIdentity }) else {
            return module.codeChanges.isEmpty ? "nothing" : "nothing: its code_change returns what it gets"
        }
        return "\(own.function)"
    }
}
