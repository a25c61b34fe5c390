import BeamFiles
import ErlangTerms
import Files
import RelupModifications
import Relups
import TestSupport
import Testing

/// Runs the examples of `Documentation/Modifications.md`.
struct ModificationsGuideTests {
    static let blocks = (try? Guide.blocks()) ?? []

    /// Each modification file is followed by the difference that it makes.
    static let modifications = zip(blocks, blocks.dropFirst()).compactMap { block, next in
        block.kind == "erlang modification" ? (block.text, next) : nil
    }

    @Test func guideHoldsExamples() {
        #expect(Self.modifications.count == 3)
    }

    @Test(arguments: modifications)
    func modificationsMakeTheirDifference(file: String, difference: Guide.Block) throws {
        #expect(difference.kind == "diff")
        let folder = try Guide.folder(modification: file)
        defer { withExtendedLifetime(folder) {} }
        let run = try BuiltTool.shell(
            "relup-modify --name shop --modification release.modification --dry-run relup", directory: folder.path)
        #expect(run.text == difference.text, "\(run.errorText)")
    }

    @Test func commandsWork() throws {
        let commands = Self.blocks.filter { $0.kind == "sh" }.flatMap { $0.text.split(separator: "\n") }
        #expect(commands.count == 5)
        for command in commands {
            let folder = try Guide.folder(modification: Self.modifications[0].0)
            defer { withExtendedLifetime(folder) {} }
            let run = try BuiltTool.shell(String(command), directory: folder.path)
            #expect(run.status == 0, "\(command): \(run.errorText)")
        }
    }

    /// The attribute of a compiled module is read as its declaration.
    @Test(
        .enabled(if: CommandRun.find("erlc") != nil && CommandRun.find("elixirc") != nil, "needs Erlang and Elixir"),
        arguments: [
            ("erlang module", "erlc", "shop_ping.erl", "shop_ping"),
            ("elixir module", "elixirc", "shop_ping.ex", "Elixir.Shop.Ping"),
        ])
    func modulesDeclareThemselves(kind: String, compiler: String, file: String, module: String) throws {
        let source = try #require(Self.blocks.first { $0.kind == kind })
        let folder = TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        try WholeFile.write(Array(source.text.utf8), to: folder.path(file))
        let compilation = try CommandRun.run([compiler, file], directory: folder.path)
        try #require(compilation.status == 0, "\(compilation.errorText)")
        let beam = try BeamReader.read(path: folder.path("\(module).beam"))
        let attribute = ErlangTerm.list(try #require(try BeamAttributes(beam))["relup_instruction"])
        let step = try ModificationFile.modification(in: Array("{run, '\(module)'}.".utf8), file: "step")
        let relup = try Guide.relup()
        let result = try step.apply(
            to: relup, configuration: .init(name: "shop", declarations: [Atom(module): attribute])
        ).relup
        let call = try TermTextReader.term(fromText: "{apply, {'\(module)', run, [[shop]]}}", name: "call")
        #expect(result.up[0].instructions == [relup.up[0].instructions[0], call] + relup.up[0].instructions[1...])
    }
}

/// The guide's blocks of code.
enum Guide {
    struct Block: Equatable, Sendable {
        /// The language and what the block is, as in `erlang modification`.
        let kind: String
        let text: String
    }

    static func blocks() throws -> [Block] {
        let text = try WholeFile.read("\(Fixture.package)/Documentation/Modifications.md")
        var blocks: [Block] = []
        var open: (kind: String, lines: [Substring])?
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if let block = open, line == "```" {
                blocks.append(Block(kind: block.kind, text: block.lines.map { "\($0)\n" }.joined()))
                open = nil
            } else if open != nil {
                open?.lines.append(line)
            } else if line.hasPrefix("```") {
                open = (String(line.dropFirst(3)), [])
            }
        }
        return blocks
    }

    static func relup() throws -> Relup {
        let block = try #require(try blocks().first { $0.kind == "erlang relup" })
        return try RelupReader.relup(in: Array(block.text.utf8), file: "relup")
    }

    /// A folder with the guide's `relup` and a file `release.modification`.
    static func folder(modification: String) throws -> TemporaryDirectory {
        let folder = TemporaryDirectory()
        try WholeFile.write(TermTextPrinter.consultableFile(relup().term), to: folder.path("relup"))
        try WholeFile.write(Array(modification.utf8), to: folder.path("release.modification"))
        return folder
    }
}
