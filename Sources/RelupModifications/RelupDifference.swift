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
        var versions = old.map(\.version)
        versions += new.map(\.version).filter { !versions.contains($0) }
        return versions.flatMap { version -> [String] in
            let before = old.first { $0.version == version }
            let after = new.first { $0.version == version }
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
