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
        RelupPack.self, RelupVersion.self, RelupShow.self, RelupRuntimeTool.self,
    ]

    /// Runs the tool that has the name by which this process was called; `relup --tools` prints these names.
    package static func main() {
        let arguments = Swift.CommandLine.arguments
        if arguments.dropFirst() == ["--tools"] {
            try? StandardOutput.write(tools.map { "\($0._commandName)\n" }.joined())
            return
        }
        let name = FilePath(arguments[0]).lastComponent?.string ?? ""
        guard let tool = tools.first(where: { $0._commandName == name }) else {
            Reporter(command: "relup").error(
                "'\(name)' is not a tool; call this through a link that has the name of one")
            exit(ExitStatus.usage.rawValue)
        }
        tool.main()
    }
}

extension StageError: NegativeAnswer {
    package var isNegativeAnswer: Bool { code == .restart || code == .nothingToUpgrade }
}
