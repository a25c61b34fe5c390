import Foundation
import PackagePlugin

/// Makes a Swift source of all Erlang sources of a target, so that none can be forgotten.
@main
struct EmbedErlang: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let sources = target.sourceFiles(withSuffix: "erl").map(\.url).sorted { $0.path < $1.path }
        let script = context.package.directoryURL.appending(path: "Plugins/EmbedErlang/embed")
        let made = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSources.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(sources.count) Erlang sources", executable: script,
                arguments: [made.path] + sources.map(\.path), inputFiles: sources + [script], outputFiles: [made])
        ]
    }
}
