/// The direction of a script.
package enum ScriptDirection: String, Hashable, Sendable, CaseIterable {
    /// From a base release to the top release.
    case up
    /// From the top release back to a base release.
    case down

    /// Names the script that begins or ends at a base release: `up from 1.0.0`, `down to 1.0.0`.
    package func script(of base: String) -> String {
        switch self {
        case .up: "up from \(base)"
        case .down: "down to \(base)"
        }
    }
}
