import ArgumentParser
import CommandSupport
import RelupRuntime

@main struct RelupRuntimeTool: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-runtime",
        abstract: "Builds what relups run on the node.",
        discussion: """
            'build' compiles it with the host's erlc, once for all upgrades. A release that runs an older OTP than that \
            of the compiler cannot load it.
            """)

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case build
    }

    @Argument(help: "What to do: build.")
    var action: Action

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the beams go.", valueName: "folder"))
    var output: String

    func execute(reporter: Reporter) throws -> ExitStatus {
        switch action {
        case .build: try RuntimeBuild.build(into: output)
        }
        return .done
    }
}
