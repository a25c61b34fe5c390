internal import RelupChecks

extension Overview {
    /// How two upgrades differ, or whatever else both show: what both have under the same title is left out where it is
    /// the same.
    package init(comparing first: Overview, _ firstName: String, with second: Overview, _ secondName: String) {
        self.init(title: "two upgrades compared")
        facts = [("first", "\(first.title), \(firstName)"), ("second", "\(second.title), \(secondName)")]
        let (names, pairs) = Self.paired(first.shortly, second.shortly)
        add(
            "in short", ["what", "first", "second"],
            names.compactMap { name in
                let (before, after) = pairs[name] ?? (nil, nil)
                return before == after ? nil : [name, before ?? "", after ?? ""]
            })
        let (titles, contents) = Self.paired(
            first.sections.map { ($0.title, $0.rows) }, second.sections.map { ($0.title, $0.rows) })
        for title in titles {
            let (before, after) = contents[title] ?? (nil, nil)
            let (old, new) = (before?.rows ?? [], after?.rows ?? [])
            let (inFirst, inSecond) = (Set(old), Set(new))
            add(
                title, ["only in"] + (after ?? before ?? ([], [])).columns,
                old.filter { !inSecond.contains($0) }.map { ["first"] + $0 }
                    + new.filter { !inFirst.contains($0) }.map { ["second"] + $0 })
        }
        if sections.isEmpty { facts.append(("differences", "none")) }
    }

    /// What has one value: the verdict, the facts, how many findings and steps there are and how long something waits.
    private var shortly: [(String, String)] {
        var values = facts.map { ($0.name, $0.value) }
        if let verdict { values.insert(("verdict", verdict.rawValue), at: 0) }
        for section in sections {
            switch section.content {
            case .findings(let findings):
                for group in FindingGroup.groups(findings) {
                    values.append(("\(group.severity.rawValue) \(group.code)", ShownName.counted(group.entries.count)))
                }
            case .timeline(let timeline, _):
                values.append(("\(section.title): steps", ShownName.counted(timeline.steps.count)))
                values.append(
                    ("\(section.title): waiting", timeline.freeze.map { "\($0.milliseconds) ms" } ?? "nothing"))
            case .table(_, let rows): values.append((section.title, ShownName.counted(rows.count)))
            case .tree: break
            }
        }
        return values
    }

    /// The values of both by their names, which are in the order of the second, then of the first.
    private static func paired<Value>(
        _ first: [(String, Value)], _ second: [(String, Value)]
    ) -> (names: [String], values: [String: (Value?, Value?)]) {
        var names: [String] = []
        var values: [String: (Value?, Value?)] = [:]
        for (name, value) in second where values[name] == nil {
            names.append(name)
            values[name] = (nil, value)
        }
        for (name, value) in first {
            if values[name] == nil { names.append(name) }
            values[name] = (values[name]?.0 ?? value, values[name]?.1)
        }
        return (names, values)
    }
}

extension Overview.Section {
    /// The content as rows that can be compared.
    fileprivate var rows: (columns: [String], rows: [[String]]) {
        switch content {
        case .findings(let findings):
            (["severity", "place", "message"], findings.map { [$0.severity.rawValue, $0.place, $0.message] })
        case .timeline(let timeline, _): (["instruction"], timeline.steps.map { [$0.text] })
        case .table(let columns, let rows): (columns, rows)
        case .tree(let nodes): (["process", "change", "note"], nodes.flatMap(\.rows))
        }
    }
}

extension SupervisionOverview.Node {
    fileprivate var rows: [[String]] { [[name, change.rawValue, note]] + children.flatMap(\.rows) }
}
