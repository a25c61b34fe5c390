import BeamFiles
import ErlangTerms
import Files
import TestSupport
import Testing

@Suite struct ModuleFactsTests {
    static let modules = (try? Directory.names(in: Fixture.path("modules/full")).filter { $0.hasSuffix(".beam") }) ?? []

    static func facts(_ path: String) throws -> ModuleFacts {
        try ModuleFacts(BeamReader.read(path: Fixture.path("modules/\(path)")))
    }

    @Test(arguments: modules) func readsFacts(module: String) throws {
        let facts = try Self.facts("full/\(module)")
        let text = TermTextPrinter.text(of: facts.term, style: .prettyUnicode) + "\n"
        #expect(try text == Golden.text(in: "modules/full/\(module).facts", actual: text))
    }

    @Test(arguments: modules) func readsTheSameFromWhatMixStripped(module: String) throws {
        var full = try Self.facts("full/\(module)")
        let stripped = try Self.facts("mix/\(module)")
        full.md5 = stripped.md5
        #expect(stripped == full)
    }

    @Test(
        arguments: [
            ("Elixir.Demo.Application", ["application"]), ("Elixir.Demo.Counter", ["gen_server"]),
            ("Elixir.Demo.Supervisor", ["Elixir.Supervisor"]), ("demo_lamp", ["gen_statem"]), ("demo_nif", []),
            ("demo_server", ["gen_server"]), ("demo_sup", ["supervisor"]), ("demo_effects_sup", ["supervisor"]),
            ("demo_door", ["gen_statem"]), ("demo_app", ["application"]), ("demo_special", []),
            ("Elixir.Demo.Clients", ["Elixir.DynamicSupervisor"]),
        ] as [(String, [Atom])]) func tellsBehavioursFromExportsWhereAttributesAreGone(
            module: String, behaviours: [Atom]
        ) throws
    {
        var full = try Self.facts("full/\(module).beam")
        full.hasAttributes = false
        full.version = nil
        full.behaviours = behaviours
        #expect(try Self.facts("stripped/\(module).beam") == full)
    }

    @Test(arguments: modules) func survivesTheDocument(module: String) throws {
        let facts = try Self.facts("full/\(module)")
        #expect(try ModuleFacts(term: facts.term, at: "x") == facts)
    }

    /// No compiled module tells a value that it sets in an environment.
    @Test(arguments: modules) func keepsValuesOfTheEnvironment(module: String) throws {
        #expect(
            try !TermTextPrinter.text(of: Self.facts("full/\(module)").term, style: .prettyUnicode).contains("hush"))
    }

    @Test func tellsWhatTheInitOfASupervisorDoes() throws {
        let effects = try #require(try Self.facts("mix/demo_effects_sup.beam").initEffects?.value)
        #expect(effects.effects.compactMap(\.namedTable) == ["demo_table"])
        #expect(
            effects.effects.filter(\.setsEnvironment).map(\.arguments) == [[.atom("demo"), .atom("size"), .atom("_")]])
        #expect(effects.unknownCalls == [ExternalFunction("demo_hooks", "add", 1), ExternalFunction("ets", "new", 2)])
        #expect(try Self.facts("mix/demo_sup.beam").initEffects?.value?.isPure == true)
        #expect(try Self.facts("mix/demo_server.beam").initEffects == nil)
    }

    @Test func knowsTheCodeChangeOfUseGenServer() throws {
        #expect(try Self.facts("full/Elixir.Demo.Counter.beam").hasDefaultCodeChange)
        #expect(try !Self.facts("full/demo_server.beam").hasDefaultCodeChange)
        #expect(try !Self.facts("full/demo_lamp.beam").hasDefaultCodeChange)
    }

    @Test func namesWhatIsWrongInAFactsTerm() throws {
        guard case .map(let map) = try Self.facts("full/demo_lamp.beam").term else { return }
        func with(_ key: Atom, _ value: ErlangTerm) -> ErlangTerm {
            .map(ErlangMap(map.entries.map { ($0.key, $0.value) } + [(.atom(key), value)]))
        }
        #expect(throws: TermShapeError("m.md5", expected: "32 hexadecimal digits")) {
            try ModuleFacts(term: with("md5", .string("zz")), at: "m")
        }
        #expect(throws: TermShapeError("m.exports", expected: "a list of functions")) {
            try ModuleFacts(term: with("exports", .list([.tuple(.atom("f"), .integer(-1))])), at: "m")
        }
    }
}
