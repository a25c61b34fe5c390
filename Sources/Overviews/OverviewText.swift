package import CommandLine
internal import ErlangTerms
internal import RelupChecks

extension Overview {
    /// For a terminal. `isFolded` tells long runs of steps and long tables in a few lines.
    package func text(_ colour: TerminalColour, isFolded: Bool) -> String {
        var text = colour(.bold, Self.line(title)) + "\n"
        if let verdict {
            text += "  \(colour(.dim, "verdict")) \(colour(verdict.style, verdict.rawValue)): \(verdict.meaning)\n"
        }
        for (name, value) in facts { text += "  \(colour(.dim, name)) \(Self.line(value))\n" }
        for reason in reasons {
            let mark = reason.severity.map { colour($0.style, $0.rawValue) } ?? colour(.green, "·")
            text += "  \(mark) \(Self.line(reason.text))\n"
        }
        if let nextStep {
            text += "  \(colour(.dim, "next")) \(Self.line(nextStep.text))\n"
            if let command = nextStep.command { text += "       \(colour(.bold, Self.line(command)))\n" }
        }
        for section in sections {
            text += "\n\(colour(.bold, section.title))\n"
            switch section.content {
            case .findings(let findings):
                text += findings.isEmpty ? "  none\n" : CheckText.groups(findings, colour, indentation: "  ")
            case .timeline(let timeline, _): text += Self.text(timeline, colour, isFolded: isFolded)
            case .table(let columns, let rows): text += Self.text(columns, rows, colour, isFolded: isFolded)
            case .tree(let nodes): Self.write(nodes, colour, depth: 1, to: &text)
            }
        }
        return text
    }

    /// On one line, with the names of Elixir, and nothing that a terminal would obey.
    static func line(_ text: String) -> String { TerminalText.line(ShownName.text(text)) }

    /// A bar marks what is done while processes are suspended.
    private static func text(_ timeline: ScriptTimeline, _ colour: TerminalColour, isFolded: Bool) -> String {
        var text = ""
        var wasHeld = false
        for run in timeline.parts.flatMap(\.runs) {
            guard let first = run.steps.first, let last = run.steps.last else { continue }
            if run.isLong && (isFolded || run.isOfRelup) {
                let isHeld = last.suspendedCount > 0
                let bar = wasHeld || isHeld ? colour(.yellow, "┃") : " "
                text += "\(number(first.number)) \(bar) \(colour(style(first.name), line(run.title)))"
                text += colour(.dim, "  to step \(last.number)") + "\n"
                wasHeld = isHeld
                continue
            }
            for step in run.steps {
                if step.phase == .pointOfNoReturn {
                    text += "\(number(step.number)) \(colour(.red, "──── point of no return ────"))\n"
                    continue
                }
                let isHeld = step.suspendedCount > 0
                let bar = wasHeld || isHeld ? colour(.yellow, "┃") : " "
                text += "\(number(step.number)) \(bar) \(colour(style(step.name), line(step.text)))"
                if step.changesSuspended {
                    text += colour(.dim, "  suspended: \(isHeld ? line(step.suspendedText) : "none")")
                }
                text += "\n"
                wasHeld = isHeld
            }
        }
        if let freeze = timeline.freeze { text += "     " + colour(.dim, freeze.text) + "\n" }
        return text.isEmpty ? "  nothing\n" : text
    }

    private static func number(_ number: Int) -> String {
        String(repeating: " ", count: max(0, 4 - "\(number)".count)) + "\(number)"
    }

    /// How many rows of a table a folded one shows.
    private static let rowCount = 20

    private static func text(
        _ columns: [String], _ rows: [[String]], _ colour: TerminalColour, isFolded: Bool
    ) -> String {
        let shown = isFolded && rows.count > rowCount + 1 ? rows.prefix(rowCount) : rows[...]
        // A column without any value tells nothing.
        let used = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        let lines = shown.map { row in used.map { Self.line(row[$0]) } }
        let heads = used.map { columns[$0] }
        let widths = heads.indices.map { column in ([heads] + lines).map { $0[column].count }.max() ?? 0 }
        func padded(_ row: [String]) -> String {
            var text = ""
            for (cell, width) in zip(row, widths) {
                text += "  " + cell + String(repeating: " ", count: width - cell.count)
            }
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        let rest = rows.count - shown.count
        let more = rest == 0 ? "" : colour(.dim, "  and \(ShownName.counted(rest)) more; --all shows them") + "\n"
        return colour(.dim, padded(heads)) + "\n" + lines.map { padded($0) + "\n" }.joined() + more
    }

    private static func write(
        _ nodes: [SupervisionOverview.Node], _ colour: TerminalColour, depth: Int, to text: inout String
    ) {
        for node in nodes {
            let (mark, style): (String, TerminalColour.Style?) =
                switch node.change {
                case .same: (" ", nil)
                case .added: ("+", .green)
                case .removed: ("-", .red)
                case .changed: ("~", .yellow)
                }
            let name = "\(mark) \(line(node.name))"
            text += String(repeating: "  ", count: depth) + (style.map { colour($0, name) } ?? name)
            if !node.note.isEmpty { text += colour(.dim, "  \(line(node.note))") }
            text += "\n"
            write(node.children, colour, depth: depth + 1, to: &text)
        }
    }

    private static func style(_ instruction: String) -> TerminalColour.Style {
        switch instruction {
        case "suspend", "resume", "stop", "start": .yellow
        case "load", "load_object_code", "load_module", "update", "add_module": .green
        case "remove", "purge", "delete_module", "restart_emulator", "restart_new_emulator": .red
        case "code_change": .magenta
        default: .blue
        }
    }
}
