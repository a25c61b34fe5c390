internal import RelupChecks

/// What people want to see of a document, relup, appup, release or beam, in whatever form it is shown.
package struct Overview {
    var title: String
    /// Of a release or relup, for programs: the name, which a relup does not say, and the versions it upgrades.
    var release: (name: String?, version: String, bases: [String])?
    /// Names and values that get a line each.
    var facts: [(name: String, value: String)] = []
    var verdict: CheckReport.Verdict?
    /// What matters most about an upgrade: three reasons for the verdict or, where there are fewer, what it does.
    var reasons: [Reason] = []
    /// What to do now, with the command for it, if there is one.
    var nextStep: (text: String, command: String?)?
    var sections: [Section] = []
    /// What depends on what.
    var dependencies = Dependencies()

    struct Reason {
        /// Nil if it is no finding.
        let severity: Finding.Severity?
        let text: String
    }

    struct Section {
        let title: String
        let content: Content
        /// The column of a table whose values divide a long table into parts.
        var divider: Int?
    }

    enum Content {
        case findings([Finding])
        case timeline(ScriptTimeline, ScriptLanes?)
        case table(columns: [String], rows: [[String]])
        case tree([SupervisionOverview.Node])
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

extension CheckReport.Verdict {
    /// What it tells the reader to do.
    var meaning: String {
        switch self {
        case .hot: "install it on the running node"
        case .review: "read the findings before you install it"
        case .restart: "restart the node into the new release instead"
        }
    }
}
