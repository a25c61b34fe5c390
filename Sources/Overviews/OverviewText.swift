package import CommandLine
internal import ErlangTerms
internal import RelupChecks

extension Overview {
    /// For a terminal.
    package func text(_ colour: TerminalColour) -> String {
        var text = colour(.bold, title) + "\n"
        for (name, value) in facts { text += "  \(colour(.dim, name)) \(TerminalText.line(value))\n" }
        if let verdict { text += "  \(colour(.dim, "verdict")) \(colour(verdict.style, verdict.rawValue))\n" }
        for section in sections {
            text += "\n\(colour(.bold, section.title))\n"
            switch section.content {
            case .findings(let findings):
                if findings.isEmpty { text += "  none\n" }
                for finding in findings {
                    text += "  \(colour(finding.severity.style, finding.severity.rawValue)) "
                    text += TerminalText.line("\(finding.place): \(finding.message) [\(finding.code)]") + "\n"
                }
            case .timeline(let timeline): text += Self.text(timeline, colour)
            case .table(let columns, let rows): text += Self.text(columns, rows, colour)
            }
        }
        return text
    }

    /// A bar marks what is done while processes are suspended.
    private static func text(_ timeline: ScriptTimeline, _ colour: TerminalColour) -> String {
        var text = ""
        var wasHeld = false
        for step in timeline.steps {
            let number = String(repeating: " ", count: max(0, 4 - "\(step.number)".count)) + "\(step.number)"
            if step.phase == .pointOfNoReturn {
                text += "\(number) \(colour(.red, "──── point of no return ────"))\n"
                continue
            }
            let isHeld = step.suspendedCount > 0
            let bar = wasHeld || isHeld ? colour(.yellow, "┃") : " "
            text += "\(number) \(bar) \(colour(style(step.name), step.text))"
            if step.changesSuspended {
                text += colour(.dim, "  suspended: \(isHeld ? step.suspendedText : "none")")
            }
            text += "\n"
            wasHeld = isHeld
        }
        if let freeze = timeline.freeze { text += "     " + colour(.dim, freeze.text) + "\n" }
        return text.isEmpty ? "  nothing\n" : text
    }

    private static func text(_ columns: [String], _ rows: [[String]], _ colour: TerminalColour) -> String {
        let rows = rows.map { $0.map(TerminalText.line) }
        let widths = columns.indices.map { column in ([columns] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            var text = ""
            for (cell, width) in zip(row, widths) {
                text += "  " + cell + String(repeating: " ", count: width - cell.count)
            }
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        return colour(.dim, line(columns)) + "\n" + rows.map { line($0) + "\n" }.joined()
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
