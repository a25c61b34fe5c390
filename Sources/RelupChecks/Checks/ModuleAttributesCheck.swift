internal import BeamFiles
internal import ErlangTerms
internal import Relups

/// Finds beams without attributes that release_handler reads.
struct ModuleAttributesCheck: ScriptCheck {
    static let missing = FindingKind(
        "attributes-missing", .error,
        "release_handler reads the attribute `vsn` of every module of a `load_object_code`, from the old file and the "
            + "new one, and fails if a file was stripped of its attributes.",
        advice: "keep the chunk Attr when you strip beams")
    static let kinds = [missing]

    func findings(in script: CheckedScript) -> [Finding] {
        script.steps.enumerated().flatMap { index, step -> [Finding] in
            let modules = step.readModules
            return modules.flatMap { module in
                [(script.before[module], script.from), (script.after[module], script.to)].compactMap { facts, release in
                    guard let facts, !facts.hasAttributes else { return nil }
                    return script.finding(
                        Self.missing, at: index, "'\(module)' of \(release.version) has no attributes")
                }
            }
        }
    }
}
