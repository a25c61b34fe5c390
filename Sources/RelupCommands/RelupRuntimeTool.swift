public import ArgumentParser
public import CommandLine
import RelupRuntime

public struct RelupRuntimeTool: Tool {
    public static let configuration = CommandConfiguration(
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

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        switch action {
        case .build: try RuntimeBuild.build(into: output)
        }
        return .done
    }
}
