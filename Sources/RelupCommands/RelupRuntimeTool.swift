package import ArgumentParser
package import CommandLine
import RelupRuntime

package struct RelupRuntimeTool: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-runtime",
        abstract: "Builds the modules that relups carry to the node.",
        discussion: """
            'build' compiles them with the host's erlc, once for all upgrades. A release whose OTP is older than the \
            compiler's cannot load them.
            """,
        examples: """
            relup-runtime build -o runtime
            """)

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case build
    }

    @Argument(help: "What to do: build.")
    var action: Action

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write the beams to.", valueName: "folder"))
    var output: String

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        switch action {
        case .build: try RuntimeBuild.build(into: output)
        }
        return .done
    }
}
