package import Appups
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
package import UpgradeDocuments

/// Chooses and writes the appups of an upgrade: the work of `relup-appup`.
package struct AppupStage {
    package var planner: AppupPlanner

    package init(planner: AppupPlanner) {
        self.planner = planner
    }

    /// Puts the section `appups` into a document, and returns the origin of each appup and the reasons.
    package func apply(to document: inout UpgradeDocument) throws -> AppupPlan {
        let plan = try planner.plan(document.diffs())
        document.set(
            try plan.appups.map { appup in
                UpgradeAppup(
                    application: try ApplicationName(appup.application), version: try Version(appup.version),
                    origin: UpgradeAppup.Origin(appup.origin),
                    term: appup.term, reasons: appup.scripts.flatMap(\.reasons))
            })
        return plan
    }
}

extension UpgradeAppup.Origin {
    fileprivate init(_ origin: PlannedAppup.Origin) {
        self =
            switch origin {
            case .release: .release
            case .file(let file): .file(file)
            case .generated: .generated
            }
    }
}

extension AppupScript {
    /// The reasons for what is done with modules, each once, in the order of the steps.
    fileprivate var reasons: [UpgradeAppup.Reason] {
        var texts: [String] = []
        var modules: [String: [Atom]] = [:]
        for step in steps {
            guard let parts = (step.up.first ?? step.down.first)?.tuple, parts.count > 1, let module = parts[1].atom,
                parts[0] != .atom("restart_application")
            else { continue }
            if modules[step.reason] == nil { texts.append(step.reason) }
            modules[step.reason, default: []].append(module)
        }
        return texts.map { UpgradeAppup.Reason(baseVersion: baseVersion, text: $0, modules: modules[$0] ?? []) }
    }
}
