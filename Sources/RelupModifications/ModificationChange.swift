internal import ErlangTerms
package import Relups

/// What one step did to one script.
///
/// Shown as `SoftPurge: 3 instructions changed (up from 1.0.0)`.
package struct ModificationChange: Hashable, Sendable, CustomStringConvertible {
    package let step: String
    package let direction: ScriptDirection
    /// The version of the base release.
    package let base: String
    /// How many instructions the script has gained.
    package let inserted: Int
    /// How many instructions differ, if their number is the same.
    package let changed: Int

    /// `nil` if the step changed nothing.
    init?<Instruction: Equatable>(
        step: String, direction: ScriptDirection, base: String, _ before: [Instruction], _ after: [Instruction]
    ) {
        changed = before.count == after.count ? zip(before, after).count { $0 != $1 } : 0
        inserted = after.count - before.count
        guard changed != 0 || inserted != 0 else { return nil }
        self.step = step
        self.direction = direction
        self.base = base
    }

    /// What one step did to a relup, whose bases stay the same.
    static func changes(step: String, from old: Relup, to new: Relup) -> [ModificationChange] {
        ScriptDirection.allCases.flatMap { direction in
            zip(old.scripts(direction), new.scripts(direction)).compactMap { old, new in
                ModificationChange(
                    step: step, direction: direction, base: old.version, old.instructions, new.instructions)
            }
        }
    }

    package var description: String {
        let effect =
            inserted == 0
            ? count(changed, "changed") : inserted > 0 ? count(inserted, "inserted") : count(-inserted, "removed")
        return "\(step): \(effect) (\(direction.script(of: base)))"
    }

    private func count(_ number: Int, _ verb: String) -> String {
        "\(number) \(number == 1 ? "instruction" : "instructions") \(verb)"
    }
}
