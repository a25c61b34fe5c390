internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds scripts without a point of no return. They do not move code paths.
struct PointOfNoReturnCheck: ScriptCheck {
    static let missing = FindingKind(
        "no-point-of-no-return", .error,
        "The script has no `point_of_no_return` although applications change. release_handler switches the code paths "
            + "there: without it, modules are loaded from the old directories.",
        advice: "make the relup again, or put point_of_no_return after the last load_object_code")
    static let second = FindingKind(
        "second-point-of-no-return", .warning,
        "The script has more than one `point_of_no_return`. The first one counts.",
        advice: "take the others out")
    static let kinds = [missing, second]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let places = script.steps.indices.filter { if case .pointOfNoReturn = script.steps[$0] { true } else { false } }
        if places.isEmpty {
            let isNeeded = !script.steps.isEmpty || script.diff.applications.contains { $0.change != .unchanged }
            return isNeeded ? [script.finding(Self.missing, "there is no point_of_no_return")] : []
        }
        return places.dropFirst().map { script.finding(Self.second, at: $0, "there is a point_of_no_return before") }
    }
}
