internal import RelupChecks

/// What people want to see of a document, relup, appup, release or beam, in whatever form it is shown.
package struct Overview {
    var title: String
    /// Of a release or relup, for programs: the name, which a relup does not say, and the versions it upgrades.
    var release: (name: String?, version: String, bases: [String])?
    /// Names and values that get a line each.
    var facts: [(name: String, value: String)] = []
    var verdict: CheckReport.Verdict?
    var sections: [Section] = []
    /// What depends on what.
    var dependencies = Dependencies()

    struct Section {
        let title: String
        let content: Content
    }

    enum Content {
        case findings([Finding])
        case timeline(ScriptTimeline)
        case table(columns: [String], rows: [[String]])
    }

    /// A graph of applications and of the modules that differ in them.
    struct Dependencies {
        struct Node: Hashable {
            let name: String
            /// The application of a module; nil for an application itself.
            let group: String?
            /// `added`, `removed`, `changed`; nil if it is the same.
            let change: String?
        }

        var nodes: [Node] = []
        var edges: [(from: String, to: String)] = []
    }
}
