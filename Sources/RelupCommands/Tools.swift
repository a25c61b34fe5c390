internal import ArgumentParser
public import CommandSupport
internal import Glibc
internal import SystemPackage

extension Toolkit {
    /// The tools, in the order of the pipe.
    private static let tools: [any Tool.Type] = [
        RelupUnpack.self, RelupDiff.self, RelupAppup.self, RelupMake.self, RelupModify.self, RelupCheck.self,
        RelupPack.self, RelupShow.self, RelupRuntimeTool.self,
    ]

    /// Runs the tool that has the name by which this process was called.
    public static func main() {
        let name = FilePath(CommandLine.arguments[0]).lastComponent?.string ?? ""
        guard let tool = tools.first(where: { $0._commandName == name }) else {
            Reporter(command: "relup").error("'\(name)' is not a tool; call this program through a link that has the name of one")
            exit(ExitStatus.usage.rawValue)
        }
        tool.main()
    }
}
