internal import ErlangTerms
internal import Relups

/// One step of a modification: what it does to a script, for up, down or both.
package struct ModificationStep: Sendable {
    /// The name of the step in reports.
    package let name: String
    /// The only direction that the step works on; both if it is missing.
    let direction: ScriptDirection?
    let edit: any ScriptEdit
    let file: String?
    let place: TextPlace?

    init(
        _ name: String, _ edit: any ScriptEdit, direction: ScriptDirection? = nil, file: String? = nil,
        place: TextPlace? = nil
    ) {
        self.name = name
        self.edit = edit
        self.direction = direction
        self.file = file
        self.place = place
    }

    /// Applies the step, if it works on scripts of this direction.
    func apply(to script: inout ScriptModification) throws(ModificationError) {
        guard direction == nil || direction == script.direction else { return }
        do throws(ModificationError) {
            try edit.apply(to: &script)
        } catch {
            var error = error
            error.file = file
            error.place = place
            throw error
        }
    }
}

/// A change to a script.
protocol ScriptEdit: Sendable {
    /// Whether to warn the user if it changes no script at all.
    var needsEffect: Bool { get }

    func apply(to script: inout ScriptModification) throws(ModificationError)
}

extension ScriptEdit {
    var needsEffect: Bool { false }
}

extension ModificationStep: CustomStringConvertible {
    package var description: String {
        guard let file, let place else { return name }
        return "'\(file)': \(place): \(name)"
    }
}
