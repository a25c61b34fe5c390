internal import CommandLine
internal import ErlangTerms
internal import RelupChecks

extension Overview {
    /// One page that needs nothing else: no network, no other file. It is dark if the reader's system is, fits a phone
    /// and paper; a field finds rows.
    package var html: String {
        var page = Page()
        page.write(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            script-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>\(Page.escaped(title))</title>
            <style>
            \(PageAssets.style)
            </style>
            </head>
            <body>
            <header>
            <h1>\(Page.escaped(title))</h1>

            """)
        writeTop(to: &page)
        page.write("<nav>")
        for (index, section) in sections.enumerated() {
            page.write("<a href=\"#s\(index)\">\(Page.escaped(section.title))</a> ")
        }
        page.write(
            """
            </nav>
            <input id="search" type="search" placeholder="Search" aria-label="Search">
            <output id="count"></output>
            </header>
            <main>

            """)
        for (index, section) in sections.enumerated() {
            page.write("<section id=\"s\(index)\">\n<h2>\(Page.escaped(section.title))</h2>\n")
            switch section.content {
            case .findings(let findings): page.write(findings)
            case .timeline(let timeline, let lanes): page.write(timeline, lanes)
            case .table(let columns, let rows): page.write(columns, rows, divider: section.divider)
            case .tree(let nodes): page.write(nodes)
            }
            page.write("</section>\n")
        }
        page.write("</main>\n<script>\n\(PageAssets.script)\n</script>\n</body>\n</html>\n")
        return page.text
    }

    /// The verdict, what matters most, and what to do now.
    private func writeTop(to page: inout Page) {
        if let verdict {
            page.write(
                "<p><strong class=\"verdict \(verdict.rawValue)\" id=\"verdict\">\(verdict.rawValue)</strong> \(verdict.meaning)</p>\n"
            )
        }
        if !reasons.isEmpty {
            page.write("<ol class=\"reasons\">\n")
            for reason in reasons {
                let mark = reason.severity?.rawValue ?? (verdict == .hot ? "good" : "")
                page.write("<li class=\"\(mark)\">\(Page.escaped(reason.text))</li>\n")
            }
            page.write("</ol>\n")
        }
        if let nextStep {
            let command = nextStep.command.map { "<code>\(Page.escaped($0))</code>" } ?? ""
            page.write("<p class=\"next\"><b>Next:</b> \(Page.escaped(nextStep.text)) \(command)</p>\n")
        }
        page.write("<dl>\n")
        for (name, value) in facts {
            page.write("<div><dt>\(Page.escaped(name))</dt><dd>\(Page.escaped(value))</dd></div>\n")
        }
        page.write("</dl>\n")
    }
}

/// The text of a page, written piece by piece.
private struct Page {
    private(set) var text = ""

    /// Tables with more rows are folded where they can be divided, and lists with more entries always.
    private static let openRows = 40
    private static let openEntries = 5

    mutating func write(_ html: String) { text += html }

    /// What a reader may unfold. `title` is HTML.
    private mutating func fold(_ title: String, class name: String, isOpen: Bool, _ content: (inout Page) -> Void) {
        write("<details class=\"\(name)\"\(isOpen ? " open" : "")><summary>\(title)</summary>\n")
        content(&self)
        write("</details>\n")
    }

    // MARK: - Findings

    mutating func write(_ findings: [Finding]) {
        if findings.isEmpty { write("<p>none</p>\n") }
        for group in FindingGroup.groups(findings) {
            let count =
                group.entries.count == 1
                ? "" : " <span class=\"count\">\(ShownName.counted(group.entries.count))</span>"
            let title = group.code.name.replacing("-", with: " ")
            fold(
                "<b>\(group.severity.rawValue)</b> \(Self.escaped(title))\(count)",
                class: "finding \(group.severity.rawValue)",
                isOpen: group.severity != .info && group.entries.count <= Self.openEntries
            ) { page in
                page.write("<ul>\n")
                for entry in group.entries {
                    let place = Self.escaped(FindingGroup.place(entry.places))
                    page.write("<li class=\"row\"><small>\(place)</small> \(Self.escaped(entry.message))</li>\n")
                }
                page.write("</ul>\n<p class=\"advice\">\(Self.escaped(group.advice)) ")
                page.write("<code>\(Self.escaped(group.code.name))</code></p>\n")
            }
        }
    }

    // MARK: - Scripts

    mutating func write(_ timeline: ScriptTimeline, _ lanes: ScriptLanes?) {
        if let lanes, !timeline.steps.isEmpty { write(lanes) }
        for part in timeline.parts {
            if part.runs[0].kind == .point {
                write("<p class=\"row point\"><b>\(part.title)</b> <small>\(part.note)</small></p>\n")
                continue
            }
            let count = part.runs.reduce(0) { $0 + $1.steps.count }
            let phase = part.runs[0].steps.first?.phase.rawValue ?? ""
            fold(
                "<b>\(Self.escaped(part.title))</b> <span class=\"count\">\(ShownName.counted(count, "step"))</span> "
                    + "<small>\(Self.escaped(part.note))</small>",
                class: "part \(phase)", isOpen: false
            ) { page in
                for run in part.runs { page.write(run) }
            }
        }
    }

    private mutating func write(_ run: ScriptTimeline.Run) {
        guard run.isLong, let first = run.steps.first else { return writeSteps(run.steps) }
        fold(
            "<i class=\"\(run.kind.rawValue)\"></i>\(Self.escaped(run.title)) <small>from step \(first.number)</small>",
            class: "run", isOpen: false
        ) { page in
            page.writeSteps(run.steps)
        }
    }

    private mutating func writeSteps(_ steps: ArraySlice<ScriptTimeline.Step>) {
        write("<ol start=\"\(steps.first?.number ?? 1)\">\n")
        for step in steps {
            write("<li class=\"row\(step.suspendedCount > 0 ? " held" : "")\"><i class=\"\(step.kind.rawValue)\"></i>")
            write("<code>\(Self.escaped(step.text))</code>")
            if let purpose = step.purpose { write(" <small>\(Self.escaped(purpose))</small>") }
            if step.changesSuspended {
                write(
                    " <small>suspended: \(step.suspendedCount == 0 ? "none" : Self.escaped(step.suspendedText))</small>"
                )
            }
            write("</li>\n")
        }
        write("</ol>\n")
    }

    private mutating func write(_ lanes: ScriptLanes) {
        write("<div class=\"lanes\">\n")
        for lane in lanes.lanes {
            write("<div class=\"lane\"><span>\(Self.escaped(lane.name))</span><div>")
            for span in lane.spans {
                let width = max(span.width, 0.4)
                write(
                    "<i class=\"\(span.kind)\" style=\"left:\(Self.percent(min(span.left, 100 - width)));width:\(Self.percent(width))"
                )
                write(span.height < 100 ? ";height:\(Self.percent(span.height))\"" : "\"")
                write(" title=\"\(Self.escaped(span.text))\"></i>")
            }
            if let point = lanes.point { write("<b style=\"left:\(Self.percent(point))\"></b>") }
            write("</div></div>\n")
        }
        if lanes.restCount > 0 {
            write(
                "<p><small>and \(ShownName.counted(lanes.restCount)) more that stand still one after the other</small></p>\n"
            )
        }
        let kinds = lanes.lanes.first.map { Set($0.spans.map(\.kind)) } ?? []
        write("<p class=\"legend\">")
        for kind in ScriptTimeline.Kind.allCases where kinds.contains(kind.rawValue) {
            write("<span><i class=\"\(kind.rawValue)\"></i>\(kind.purpose)</span> ")
        }
        if lanes.lanes.count > 1 { write("<span><i class=\"held\"></i>stands still</span> ") }
        if lanes.point != nil { write("<span><b></b>point of no return</span> ") }
        write("<span>\(Self.escaped(lanes.scale))</span></p>\n</div>\n")
    }

    private static func percent(_ value: Double) -> String { "\((value * 100).rounded() / 100)%" }

    // MARK: - Tables and trees

    /// A long table is divided by the values of a column.
    mutating func write(_ columns: [String], _ rows: [[String]], divider: Int?) {
        guard let divider, rows.count > Self.openRows else { return writeTable(columns, rows[...]) }
        var start = 0
        for index in rows.indices {
            guard index + 1 == rows.count || rows[index + 1][divider] != rows[index][divider] else { continue }
            let part = rows[start...index]
            fold(
                "<b>\(Self.escaped(rows[index][divider]))</b> <span class=\"count\">\(ShownName.counted(part.count))</span>",
                class: "part", isOpen: false
            ) { page in
                page.writeTable(columns, part)
            }
            start = index + 1
        }
    }

    private mutating func writeTable(_ columns: [String], _ rows: ArraySlice<[String]>) {
        // A column without any value tells nothing.
        let shown = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        write("<table>\n<thead><tr>")
        for column in shown { write("<th>\(Self.escaped(columns[column]))</th>") }
        write("</tr></thead>\n<tbody>\n")
        let names = columns.map(Self.escaped)
        for row in rows {
            write("<tr class=\"row\">")
            for column in shown {
                let isMark = ["added", "removed", "changed"].contains(row[column])
                write(
                    "<td data-name=\"\(names[column])\"\(isMark ? " class=\"\(row[column])\"" : "")>\(Self.escaped(row[column]))</td>"
                )
            }
            write("</tr>\n")
        }
        write("</tbody>\n</table>\n")
    }

    mutating func write(_ nodes: [SupervisionOverview.Node]) {
        write("<ul class=\"tree\">\n")
        for node in nodes {
            let change = node.change == .same ? "" : " <b>\(node.change.rawValue)</b>"
            let note = node.note.isEmpty ? "" : " <small>\(Self.escaped(node.note))</small>"
            write(
                "<li><span class=\"row \(node.change.rawValue)\"><code>\(Self.escaped(node.name))</code>\(change)\(note)</span>"
            )
            if !node.children.isEmpty { write(node.children) }
            write("</li>\n")
        }
        write("</ul>\n")
    }

    // MARK: - Text

    /// A text with the names of Elixir, on one line, in which nothing is markup and nothing invisible.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in TerminalText.line(ShownName.text(text)).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
