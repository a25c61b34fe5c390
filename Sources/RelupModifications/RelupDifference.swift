internal import ErlangTerms
package import Relups

/// How two relups differ, for people: one instruction a line, `-` before a removed one, `+` before a new one.
package enum RelupDifference {
    /// How many instructions to show around a difference.
    private static let context = 2

    /// The difference as text, with a heading for each script that differs; empty if the relups are equal.
    ///
    /// Near-linear in the number of instructions.
    package static func text(from old: Relup, to new: Relup) -> String {
        var lines: [String] = []
        if old.version != new.version { lines += ["- version \(old.version)", "+ version \(new.version)"] }
        for direction in ScriptDirection.allCases { lines += scripts(of: direction, old, new) }
        return lines.map { "\($0)\n" }.joined()
    }

    private static func scripts(of direction: ScriptDirection, _ old: Relup, _ new: Relup) -> [String] {
        let (old, new) = (old.scripts(direction), new.scripts(direction))
        func byVersion(_ scripts: [Relup.Script]) -> [String: Relup.Script] {
            Dictionary(scripts.map { ($0.version, $0) }) { first, _ in first }
        }
        let (befores, afters) = (byVersion(old), byVersion(new))
        let versions = old.map(\.version) + new.map(\.version).filter { befores[$0] == nil }
        return versions.flatMap { version -> [String] in
            let (before, after) = (befores[version], afters[version])
            guard before != after else { return [] }
            return [direction.script(of: version)] + lines(before?.instructions ?? [], after?.instructions ?? [])
        }
    }

    private static func lines(_ old: [ErlangTerm], _ new: [ErlangTerm]) -> [String] {
        let changes = SequenceDifference.changes(from: old, to: new)
        var lines: [String] = []
        for (index, change) in changes.enumerated() {
            switch change {
            case .removed(let range): lines += old[range].map { "- \(line($0))" }
            case .added(let range): lines += new[range].map { "+ \(line($0))" }
            case .kept(let range):
                let head = index == 0 ? 0 : context
                let tail = index == changes.count - 1 ? 0 : context
                let hidden = range.count - head - tail
                guard hidden > 1 else {
                    lines += old[range].map { "  \(line($0))" }
                    continue
                }
                lines += old[range].prefix(head).map { "  \(line($0))" }
                lines.append("  … \(hidden) instructions")
                lines += old[range].suffix(tail).map { "  \(line($0))" }
            }
        }
        return lines
    }

    /// An instruction on one line; carried code is only named.
    private static func line(_ instruction: ErlangTerm) -> String {
        guard let module = LowLevelInstruction(instruction).call?.carriedModule else {
            return TermTextPrinter.line(of: instruction)
        }
        return "{apply,{code,load_binary,[\(module),…]}}"
    }
}
