internal import ErlangTerms
internal import Releases

/// The change from one release to another: from a base release to the top release, or back.
struct UpgradeStep {
    let direction: ScriptDirection
    let top: ResolvedRelease
    let base: ResolvedRelease

    /// What to do for one reason.
    struct Script {
        let instructions: ErlangTerm
        /// What fails if the instructions are at fault.
        let failure: String
    }

    private var target: ResolvedRelease { direction == .up ? top : base }
    private var source: ResolvedRelease { direction == .up ? base : top }

    /// Instructions that do not come from an appup.
    func script(_ instructions: ErlangTerm) -> Script {
        Script(instructions: instructions, failure: failure(nil, base.release.version.text, top.release.version.text))
    }

    /// The scripts of the applications that are in both releases in different versions, in the top's order.
    ///
    /// As `systools_relup:collect_appup_scripts/5`, OTP 25.2.
    func appupScripts(
        _ appup: (ApplicationRecord) -> RelupPlanner.AppupSource, warnings: inout [RelupWarning]
    ) throws(SystoolsError) -> [Script] {
        let entries = Dictionary(
            base.release.applications.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var scripts: [Script] = []
        for record in top.applications {
            guard let entry = entries[record.name], entry.version.text != record.version else { continue }
            scripts.append(try script(record, entry.version.text, appup(record), &warnings))
        }
        return scripts
    }

    /// As `systools_relup:get_script_from_appup/5`.
    private func script(
        _ record: ApplicationRecord, _ baseVersion: String, _ appup: RelupPlanner.AppupSource,
        _ warnings: inout [RelupWarning]
    ) throws(SystoolsError) -> Script {
        let failure = failure(record.name, baseVersion, record.version)
        let parts = try appup.parts(failure)
        if parts[0] != .string(record.version) {
            warnings.append(RelupWarning(kind: .badVersion(parts[0], record.version)))
        }
        let script: ErlangTerm?
        do {
            script = try VersionMatch.script(for: baseVersion, in: parts[direction == .up ? 1 : 2])
        } catch {
            switch error {
            case .improperList:
                throw SystoolsError(crash: "function_clause", "\(failure): the entries of '\(appup.file)' are no list")
            case .badExpression(let expression, let reason):
                throw SystoolsError(
                    crash: "badarg",
                    "\(failure): bad regular expression '\(expression)' in '\(appup.file)': \(reason)")
            }
        }
        guard let script else {
            throw SystoolsError(
                .relup,
                .tuple(.atom("no_relup"), .string(appup.file), record.term, .string(baseVersion)),
                "\(failure): no entry for \(baseVersion) in '\(appup.file)'")
        }
        return Script(instructions: script, failure: "\(failure): '\(appup.file)'")
    }

    /// As `systools_relup:prepend_add_app_scripts/4`.
    func additions() -> [Script] {
        let names = Set(source.release.applications.map(\.name))
        return target.release.applications.filter { !names.contains($0.name) }.map { entry in
            let type = ErlangTerm.atom(entry.type.rawValue)
            return script(.list([.tuple(.atom("add_application"), .atom(entry.name), type)]))
        }
    }

    /// As `systools_relup:append_remove_app_scripts/4`.
    func removals() -> [Script] {
        let names = Set(target.release.applications.map(\.name))
        return source.release.applications.filter { !names.contains($0.name) }.map { entry in
            script(.list([.tuple(.atom("remove_application"), .atom(entry.name))]))
        }
    }

    func translate(_ scripts: [Script]) throws(SystoolsError) -> [ErlangTerm] {
        var expanded: [[ErlangTerm]] = []
        for script in scripts {
            do {
                expanded.append(try ScriptExpansion.instructions(script.instructions))
            } catch {
                switch error {
                case .noList: throw SystoolsError(crash: "function_clause", "\(script.failure): the script is no list")
                case .improperElement:
                    throw SystoolsError(crash: "badarg", "\(script.failure): a list of instructions is improper")
                }
            }
        }
        do {
            return try ScriptTranslation(direction: direction, target: target, source: source).translate(expanded)
        } catch {
            let failure = error.script.map { scripts[$0].failure } ?? script(.emptyList).failure
            throw SystoolsError(.scripts, error.reason, "\(failure): \(error.sentence)")
        }
    }

    private func failure(_ name: Atom?, _ baseVersion: String, _ topVersion: String) -> String {
        let what = name.map { " '\($0)'" } ?? ""
        return switch direction {
        case .up: "cannot upgrade\(what) from \(baseVersion) to \(topVersion)"
        case .down: "cannot downgrade\(what) from \(topVersion) to \(baseVersion)"
        }
    }
}

extension RelupPlanner.AppupSource {
    /// The appup's version, up list and down list.
    func parts(_ failure: String) throws(SystoolsError) -> [ErlangTerm] {
        func problem(_ reason: ErlangTerm, _ sentence: String) -> SystoolsError {
            SystoolsError(
                .relup, .tuple(.atom("file_problem"), .tuple(.string(file), reason)), "\(failure): \(sentence)")
        }
        switch content {
        case .failure(let fault):
            throw problem(.tuple(.atom("error"), fault.term(file: file)), fault.description)
        case .success(let term):
            guard let parts = term.tuple, parts.count == 3 else {
                throw problem(.tuple(.atom("ok"), term), "'\(file)' is no appup")
            }
            return parts
        }
    }
}
