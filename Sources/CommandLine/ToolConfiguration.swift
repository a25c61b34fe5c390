package import ArgumentParser

/// What all tools say about themselves.
package enum Toolkit {
    /// The version of the toolkit, which `--version` prints.
    package static let version = "0.1.0"
}

extension CommandConfiguration {
    /// The configuration of a tool.
    ///
    /// - Parameter negative: what status 1 means, if the tool gives a negative answer.
    /// - Parameter examples: commands as people write them, one per line. `Tests/Suites/Pages/run` runs them in the
    ///   order of the pipe, in a folder with two releases, `demo-1.0.0.tar.gz` and `demo-1.1.0.tar.gz`.
    package init(
        tool: String, abstract: String, usage: String? = nil, discussion: String, negative: String? = nil,
        examples: String
    ) {
        let status = "Status 0: done; \(negative.map { "1: \($0); " } ?? "")2: failed; 64: wrong usage."
        let lines = examples.split(separator: "\n").map { "  \($0)" }
        self.init(
            commandName: tool, abstract: abstract, usage: usage,
            discussion: ([discussion, "", status, "", "Examples:"] + lines).joined(separator: "\n"),
            version: "\(tool) (relup) \(Toolkit.version)")
    }
}
