import ArgumentParser
import CommandSupport

@main
struct RelupCheck: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-check", abstract: "Tells whether an upgrade can be installed on a running node.",
        discussion: """
            Reads the upgrade document on standard input and passes it on with its findings. The verdict is hot, review \
            or restart; restart ends with status 1.
            """)

    @Flag(help: "Write the verdict and not the document.")
    var verdict = false

    @Flag(help: "End with status 1 also where the verdict is review.")
    var strict = false

    func execute(reporter: Reporter) throws -> ExitStatus {
        try CheckCommand(isStrict: strict, showsVerdict: verdict).run(reporter: reporter)
    }
}
