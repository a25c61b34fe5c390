internal import CommandLine
internal import ErlangTerms
internal import RelupChecks

extension Overview {
    /// One page that needs nothing else: no network, no other file. It is dark if the reader's system is, and fits a
    /// phone; a field finds rows.
    package var html: String {
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
        <title>\(Self.escaped(title))</title>
        <style>
        \(PageAssets.style)
        </style>
        </head>
        <body>
        <header>
        <h1>\(Self.escaped(title))</h1>
        \(verdict.map { "<p class=\"verdict \($0.rawValue)\" id=\"verdict\">\($0.rawValue)</p>" } ?? "")
        <dl>
        \(facts.map { "<div><dt>\(Self.escaped($0.name))</dt><dd>\(Self.escaped($0.value))</dd></div>" }
            .joined(separator: "\n"))
        </dl>
        <nav>
        \(sections.indices.map { "<a href=\"#s\($0)\">\(Self.escaped(sections[$0].title))</a>" }.joined(separator: "\n"))
        </nav>
        <input id="search" type="search" placeholder="Search" aria-label="Search">
        <output id="count"></output>
        </header>
        <main>
        \(sections.indices.map { Self.html(sections[$0], id: "s\($0)") }.joined(separator: "\n"))
        </main>
        <script>
        \(PageAssets.script)
        </script>
        </body>
        </html>

        """
    }

    private static func html(_ section: Section, id: String) -> String {
        let content: String =
            switch section.content {
            case .findings(let findings): findings.isEmpty ? "<p>none</p>" : findings.map(html).joined(separator: "\n")
            case .timeline(let timeline): html(timeline)
            case .table(let columns, let rows): html(columns, rows)
            }
        return "<section id=\"\(id)\">\n<h2>\(escaped(section.title))</h2>\n\(content)\n</section>"
    }

    private static func html(_ finding: Finding) -> String {
        """
        <article class="row \(finding.severity.rawValue)"><h3><b>\(finding.severity.rawValue)</b> \
        \(escaped(finding.place))</h3><p>\(escaped(finding.message))</p><p class="advice">\(escaped(finding.advice)) \
        <code>\(escaped(finding.code.name))</code></p></article>
        """
    }

    private static func html(_ timeline: ScriptTimeline) -> String {
        let steps = timeline.steps.map { step in
            let classes =
                ["row", step.phase == .pointOfNoReturn ? "point" : step.phase.rawValue]
                + (step.suspendedCount == 0 ? [] : ["held"])
            let suspended =
                step.suspendedCount == 0 ? "" : "<small>suspended: \(escaped(step.suspendedText))</small>"
            let text = step.phase == .pointOfNoReturn ? step.phase.rawValue : step.text
            return "<li class=\"\(classes.joined(separator: " "))\"><code class=\"\(escaped(step.name))\">"
                + "\(escaped(text))</code>\(suspended)</li>"
        }
        let freeze = timeline.freeze.map { "\n<p>\(escaped($0.text))</p>" } ?? ""
        return "<ol>\n\(steps.joined(separator: "\n"))\n</ol>\(freeze)"
    }

    private static func html(_ columns: [String], _ rows: [[String]]) -> String {
        let head = columns.map { "<th>\(escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr class=\"row\">"
                + zip(columns, row).map { "<td data-name=\"\(escaped($0))\">\(escaped($1))</td>" }.joined() + "</tr>"
        }
        return "<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body.joined(separator: "\n"))\n</tbody>\n</table>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in TerminalText.escaped(text).unicodeScalars {
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
