internal import LibC

/// What the environment asks of tests.
package enum TestSettings {
    /// The number that a variable holds; nil if it holds none.
    package static func number(_ variable: String) -> Int? {
        getenv(variable).flatMap { Int(String(cString: $0)) }
    }
}
