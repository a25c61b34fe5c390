internal import ArgumentParser
package import CommandLine
internal import Files
internal import LibC
internal import SystemPackage
internal import UpgradeStages

extension Toolkit {
    /// The tools, in the order of the pipe.
    private static let tools: [any Tool.Type] = [
        RelupUnpack.self, RelupDiff.self, RelupAppup.self, RelupMake.self, RelupModify.self, RelupCheck.self,
        RelupPack.self, RelupVersion.self, RelupShow.self, RelupDoctor.self, RelupRuntimeTool.self,
    ]

    /// Runs the tool that has the name by which this process was called. Otherwise this is `relup`, whose first argument
    /// is the name of a tool or script without `relup-`; `relup --tools` prints the names of the tools.
    package static func main() {
        let arguments = Swift.CommandLine.arguments
        let called = FilePath(arguments[0])
        if let tool = tool(called.lastComponent?.string ?? "") { return tool.main(Array(arguments.dropFirst())) }
        switch arguments.dropFirst().first {
        case nil, "--help", "-h", "help": say(overview)
        case "--version": say(BuildFacts.text)
        case "--tools": say(tools.map { "\($0._commandName)\n" }.joined())
        case let command?:
            let rest = Array(arguments.dropFirst(2))
            if let tool = tool("relup-\(command)") { return tool.main(rest) }
            runScript("relup-\(command)", rest, beside: called)
        }
    }

    private static func tool(_ name: String) -> (any Tool.Type)? { tools.first { $0._commandName == name } }

    private static func say(_ text: String) { try? StandardOutput.write(text) }

    /// Goes on as a script of the same folder, or of the path.
    private static func runScript(_ name: String, _ arguments: [String], beside called: FilePath) {
        if called.components.count > 1 || called.isAbsolute {
            let path = getenv("PATH").map { String(cString: $0) } ?? ""
            setenv("PATH", "\(called.removingLastComponent()):\(path)", 1)
        }
        if !name.utf8.contains(UInt8(ascii: "/")) {
            var words = ([name] + arguments).map { strdup($0) } + [nil]
            execvp(name, &words)
        }
        Reporter(command: "relup").error("there is no '\(name)'; relup --help says what there is")
        exit(ExitStatus.usage.rawValue)
    }

    private static let overview = """
        usage: relup COMMAND [arguments]

        Makes hot upgrades for Erlang and Elixir releases, from their tarballs alone.

          relup doctor OLD... NEW           whether and how NEW upgrades nodes that run OLD, and what to do next
          relup prepare NEW -o OUT          makes a plain first release upgradable
          relup upgrade OLD... NEW -o OUT   makes the upgrade tarball
          relup show OUT                    shows what it does; --html makes a page for your team
          relup rehearse OLD OUT            tries it on a node of its own
          relup install DIR OUT             installs it on a running node; --rollback takes it back
          relup edit OUT                    opens its relup in your editor

        'relup upgrade' is a pipe: unpack, diff, appup, make, modify, check, pack; each is a command, too.
        'relup COMMAND --help' tells more. Each is also 'relup-COMMAND'.

        """
}

extension StageError: NegativeAnswer {
    package var isNegativeAnswer: Bool { code == .restart || code == .nothingToUpgrade }
}
