public import ArgumentParser
public import CommandLine
import RelupRuntime

public struct RelupRuntimeTool: Tool {
    public static let configuration = CommandConfiguration(
        tool: "relup-runtime",
        abstract: "Builds what relups run on the node.",
        discussion: """
            'build' compiles it with the host's erlc, once for all upgrades. A release that runs an older OTP than that \
            of the compiler cannot load it.
            """,
        examples: """
            relup-runtime build -o runtime
            """)

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case build
    }

    @Argument(help: "What to do: build.")
    var action: Action

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the beams go.", valueName: "folder"))
    var output: String

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        switch action {
        case .build: try RuntimeBuild.build(into: output)
        }
        return .done
    }
}
