package import CommandLine
internal import ErlangTerms
internal import RelupChecks

extension Overview {
    /// `{"name", "version", "bases": […],` of a release or relup, and always `"title", "facts": {…}, "verdict", "reasons": […], "next": {"text", "command"}, "sections": [{"title", "findings" | "steps" | "rows" | "processes": […]}]}`.
    package var json: JSON {
        var members: [(name: String, value: JSON)] = []
        if let release {
            if let name = release.name { members.append(("name", .string(name))) }
            members.append(("version", .string(release.version)))
            members.append(("bases", .array(release.bases.map { .string($0) })))
        }
        members += [
            ("title", .string(title)), ("facts", .object(facts.map { ($0.name, .string($0.value)) })),
        ]
        if let verdict { members.append(("verdict", .string(verdict.rawValue))) }
        if !reasons.isEmpty { members.append(("reasons", .array(reasons.map { .string($0.text) }))) }
        if let nextStep {
            let command = nextStep.command.map { [("command", JSON.string($0))] } ?? []
            members.append(("next", .object([("text", .string(nextStep.text))] + command)))
        }
        members.append(("sections", .array(sections.map(Self.json))))
        return .object(members)
    }

    private static func json(_ section: Section) -> JSON {
        var freeze: [(String, JSON)] = []
        if case .timeline(let timeline, _) = section.content, let found = timeline.freeze {
            freeze = [
                (
                    "freeze",
                    .object([
                        ("first", .number(found.first)), ("last", .number(found.last)),
                        ("milliseconds", .number(found.milliseconds)), ("wait", .number(found.wait)),
                    ])
                )
            ]
        }
        let content: (name: String, value: JSON) =
            switch section.content {
            case .findings(let findings): ("findings", .array(findings.map { JSON($0.term) }))
            case .timeline(let timeline, _): ("steps", .array(timeline.steps.map(json)))
            case .table(let columns, let rows):
                ("rows", .array(rows.map { .object(zip(columns, $0).map { ($0, .string($1)) }) }))
            case .tree(let nodes): ("processes", .array(nodes.map(json)))
            }
        return .object([("title", .string(section.title)), content] + freeze)
    }

    private static func json(_ node: SupervisionOverview.Node) -> JSON {
        .object([
            ("name", .string(node.name)), ("change", .string(node.change.rawValue)), ("note", .string(node.note)),
            ("children", .array(node.children.map(json))),
        ])
    }

    private static func json(_ step: ScriptTimeline.Step) -> JSON {
        .object(
            [
                ("number", .number(step.number)), ("phase", .string(step.phase.rawValue)), ("name", .string(step.name)),
                ("text", .string(step.text)), ("suspended", .array(step.suspended.map { .string($0.name) })),
            ] + (step.suspendedCount > step.suspended.count ? [("suspended_count", .number(step.suspendedCount))] : []))
    }
}
