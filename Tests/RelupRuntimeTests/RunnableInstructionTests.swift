import ErlangTerms
import Files
import TestSupport
import Testing

@testable import RelupRuntime

/// What else names the instructions that run on the node follows from their declarations.
///
/// With `RECORD_FIXTURES` set, the tests write it.
@Suite struct RunnableInstructionTests {
    private let all = RunnableInstruction.all

    @Test func namesAndModulesAreTheirOwn() {
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.module)).count == all.count)
    }

    @Test func dependenciesAreDeclared() {
        for name in all.flatMap(\.dependencies) { #expect(RunnableInstruction.named(name)?.name == name) }
    }

    @Test func eachHasItsModule() {
        for instruction in all {
            #expect(RuntimeSources.all.contains { $0.module == instruction.module.name }, "\(instruction.name)")
        }
    }

    @Test func eachIsRunByATest() throws {
        for instruction in all {
            #expect(try Self.unitTests.contains("\(instruction.module):run("), "\(instruction.name)")
        }
    }

    @Test func eachAdapterOfAWebServerIsDeclared() throws {
        let adapters = RuntimeSources.all.filter {
            String(decoding: $0.text, as: UTF8.self).contains("-behaviour(relup_web).")
        }.map(\.module)
        #expect(Set(adapters) == Set(WebServer.all.map(\.adapter.name)))
    }

    /// The tests in EUnit of what runs on nodes.
    private static var unitTests: String {
        get throws {
            let directory = Fixture.path("../Tests/Suites/Runtime")
            return try Directory.names(in: directory).filter { $0.hasSuffix("_tests.erl") }
                .map { try Fixture.text("../Tests/Suites/Runtime/\($0)") }.joined()
        }
    }

    @Test func thePageAboutTheRuntimeListsWebServers() throws {
        let rows = WebServer.all.flatMap(\.rows).map { "| \($0.joined(separator: " | ")) |" }
        try expect("Documentation/Runtime.md", "<!-- Web servers: made of their declarations. -->", rows, "")
    }

    @Test func thePageAboutTheRuntimeListsThem() throws {
        let rows = all.map { instruction in
            """
            | `\(instruction.name)` | `\(instruction.module)` | `\(instruction.argument.rawValue)` | \(instruction.work) \
            | \(instruction.failure) |
            """
        }
        try expect("Documentation/Runtime.md", "<!-- Instructions: made of their declarations. -->", rows, "")
    }

    @Test func thePageAboutModificationsListsThem() throws {
        let rows = written.map { "| `\($0.name)` | \($0.argument.ofUser) | \($0.purpose) |" }
        try expect("Documentation/Modifications.md", "<!-- Instructions: made of their declarations. -->", rows, "")
    }

    @Test func theMixPackageHasAStubOfEach() throws {
        let lines = written.filter { $0.argument.ofUser.isEmpty }.map { "  \($0.name): \"\($0.purpose)\"," }
        try expect(
            "Sources/RelupMix/lib/relup/instructions/ready.ex", "  # Made of the declarations of relup-modify.", lines,
            "  # Done by relup-modify itself.")
    }

    /// Those that people write into modifications.
    private var written: [RunnableInstruction] {
        all.filter(\.isWritten)
    }

    /// Compares the lines of a file from after the line `start` (and the two of a table's head) to the line `end`.
    private func expect(_ file: String, _ start: String, _ lines: [String], _ end: String) throws {
        let name = "../\(file)"
        let text = try Fixture.text(name)
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = try #require(parts.firstIndex(of: start)) + (lines.first?.hasPrefix("|") == true ? 3 : 1)
        let last = try #require(parts[first...].firstIndex(of: end))
        let wanted = (parts[..<first] + lines + parts[last...]).joined(separator: "\n")
        #expect(try Golden.text(in: name, actual: wanted) == wanted, "record it with RECORD_FIXTURES=1")
    }
}

extension RunnableInstruction.Argument {
    /// What a modification says for it.
    fileprivate var ofUser: String {
        switch self {
        case .text: "up text, down text, place"
        case .seconds: "seconds, by default 30"
        case .modules, .name, .nameAndTimeout, .version, .versions, .versionAndProtocols, .child: ""
        }
    }
}
