extension Overview {
    /// The dependencies as a graph for Graphviz: applications, and in a box for each the modules that differ.
    package var dot: String {
        var text = "digraph dependencies {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n"
        let groups = Dictionary(grouping: dependencies.nodes.filter { $0.group != nil }, by: { $0.group ?? "" })
        for node in dependencies.nodes where node.group == nil { text += "  \(Self.line(node))\n" }
        for (group, nodes) in groups.sorted(by: { $0.key < $1.key }) {
            text +=
                "  subgraph \(Self.quoted("cluster_\(group)")) {\n    label=\(Self.quoted("modules of \(group)"));\n"
            for node in nodes { text += "    \(Self.line(node))\n" }
            text += "  }\n"
        }
        for edge in dependencies.edges { text += "  \(Self.quoted(edge.from)) -> \(Self.quoted(edge.to));\n" }
        return text + "}\n"
    }

    private static func line(_ node: Dependencies.Node) -> String {
        let colour: String? =
            switch node.change {
            case "added": "palegreen"
            case "removed": "lightpink"
            case .some: "khaki"
            case nil: nil
            }
        return quoted(node.name) + (colour.map { " [style=filled, fillcolor=\($0)]" } ?? "") + ";"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
        }
        return "\"\(quoted)\""
    }
}
