import ErlangTerms
import Relups
import Testing

@testable import RelupModifications

struct ModificationFileTests {
    private static let up = "code web a b | PONR | load a | suspend b | load b | resume b | restart"
    private static let down = "code web a b | PONR | suspend b | load b | resume b | load a"

    /// What the steps of a file make of two scripts.
    private func modified(
        _ steps: String, up: String = up, down: String = down, declarations: [Atom: ErlangTerm] = [:],
        calledModules: CalledModules = .edeliver
    ) throws -> (up: [ErlangTerm], down: [ErlangTerm], warnings: [String]) {
        let modification = try ModificationFile.modification(in: Array(steps.utf8), file: "test.modification")
        let outcome = try modification.apply(
            to: Shorthand.relup(up: up, down: down),
            configuration: .init(name: "web", calledModules: calledModules, declarations: declarations))
        return (outcome.relup.up[0].instructions, outcome.relup.down[0].instructions, outcome.warnings)
    }

    private func shown(_ steps: String) throws -> (up: String, down: String) {
        let result = try modified(steps)
        return (Shorthand.text(result.up), Shorthand.text(result.down))
    }

    @Test func readyModificationsAndInstructionsByName() throws {
        let phoenix = try RelupModification.phoenix.apply(
            to: Shorthand.relup(up: Self.up, down: Self.down), configuration: .init(name: "web")
        ).relup
        #expect(try modified("phoenix.").up == phoenix.up[0].instructions)
        #expect(try modified("'PhoenixModification'.").up == phoenix.up[0].instructions)
        #expect(try modified("default.").up[2].tuple?[1].tuple?[1] == .atom("soft_purge"))
        #expect(
            try shown("'Elixir.Edeliver.Relup.Instructions.CheckRanchAcceptors'. {'Sleep', 1}.").up
                == """
                code web a b | run CheckRanchAcceptors | PONR | run Sleep | load a | suspend b | load b | resume b | \
                restart
                """)
    }

    @Test func insertionsAreMirroredForDown() throws {
        let result = try shown("{insert, {before, {suspend, [b]}}, [{purge, [x]}, {purge, [y]}]}.")
        #expect(
            result.up
                == "code web a b | PONR | load a | purge x | purge y | suspend b | load b | resume b | restart")
        #expect(
            result.down == "code web a b | PONR | suspend b | purge x | purge y | load b | resume b | load a")
    }

    @Test func directionsAreTakenLiterally() throws {
        let result = try shown(
            "{up, {insert, append, {purge, [x]}}}. {down, {insert, {'after', {suspend, [b]}}, {purge, [y]}}}.")
        #expect(
            result.up == "code web a b | PONR | load a | suspend b | load b | resume b | purge x | restart")
        #expect(result.down == "code web a b | PONR | suspend b | purge y | load b | resume b | load a")
    }

    @Test(arguments: [
        ("insert_before_point_of_no_return", 1), ("before_point_of_no_return", 1),
        ("insert_after_point_of_no_return", 2), ("insert_after_load_object_code", 1),
        ("append_after_point_of_no_return", 2), ("insert_after_last_suspend", 4), ("append", 6), ("prepend", 0),
    ])
    func placesByName(name: String, index: Int) throws {
        let up = try modified("{insert, \(name), {purge, [x]}}.").up
        #expect(up.firstIndex(of: .tuple(.atom("purge"), .list([.atom("x")]))) == index)
    }

    @Test func removeReplaceAndMoveTakePatterns() throws {
        #expect(
            try shown("{remove, {load, {'_', '_', '_'}}}.").up
                == "code web a b | PONR | suspend b | resume b | restart")
        #expect(
            try shown("{replace, {suspend, [b]}, [{stop, [b]}, {purge, [b]}]}.").up
                == "code web a b | PONR | load a | stop b | purge b | load b | resume b | restart")
        #expect(
            try shown("{move, {load, '_'}, {before, restart_emulator}}.").up
                == "code web a b | PONR | suspend b | resume b | load a | load b | restart")
    }

    @Test func stepsWithoutEffectAreTold() throws {
        let warnings = try modified("default.\n {remove, {load, {x, '_', '_'}}}.").warnings
        #expect(warnings == ["'test.modification': 2:2: remove changes nothing"])
        #expect(try modified("{down, {remove, {resume, [b]}}}.").warnings == [])
    }

    @Test func placeholdersAreFilled() throws {
        let up = "code web a b | PONR"
        let relup = Relup(
            version: "1", up: [.init(version: "0", instructions: Shorthand.script(up))], down: [])
        let file = """
            {insert, append, {apply, {m, f, ['$name', {'$up_version', #{k => '$down_version'}}, '$changed_modules']}}}.
            {'Info', ["from ", '$down_version', " to ", '$up_version', " of ", '$name'], "", append}.
            {'Info', {'$text', ["from ", '$down_version']}, "", append}.
            {insert, append, {apply, {m, f, [{'$text', ['$name', <<"é-"/utf8>>, '$down_version']}]}}}.
            """
        let result = try ModificationFile.modification(in: Array(file.utf8), file: "x")
            .apply(to: relup, configuration: .init(name: "web")).relup.up[0].instructions
        let expected = try TermTextReader.term(
            fromText: """
                [{apply, {m, f, [web, {<<"1">>, #{k => <<"0">>}}, [a, b]]}},
                 {apply, {'Elixir.Edeliver.Relup.Instructions.Info', run, [<<"from 0 to 1 of web">>]}},
                 {apply, {'Elixir.Edeliver.Relup.Instructions.Info', run, [<<"from 0">>]}},
                 {apply, {m, f, [<<"webé-0"/utf8>>]}}]
                """, name: "expected")
        #expect(.list(Array(result.suffix(4))) == expected)
    }

    @Test(arguments: [
        (
            "load_before, a, {resume, [b]}", "PONR | run b | resume b | run b | load a | load b",
            "PONR | run b | load a | resume b | run b | load b"
        ),
        (
            "load_before_first, a, {apply, {b, run, [name]}}", "PONR | run b | resume b | run b | load a | load b",
            "PONR | load a | run b | resume b | run b | load b"
        ),
        (
            "unload_after, a, {resume, [b]}", "PONR | load a | remove b | run b | resume b | run b",
            "PONR | remove b | run b | resume b | load a | run b"
        ),
        (
            "unload_after_last, b, {apply, {b, run, [name]}}", "PONR | load a | remove b | run b | resume b | run b",
            "PONR | load a | run b | resume b | run b | remove b"
        ),
    ])
    func loadsAreShifted(step: String, script: String, expected: String) throws {
        #expect(Shorthand.text(try modified("{up, {\(step)}}.", up: script).up) == expected)
        #expect(Shorthand.text(try modified("{down, {\(step)}}.", down: script).down) == expected)
    }

    @Test func ownInstructionsAreCalledWhereTheyDeclare() throws {
        let steps = """
            {run, 'Elixir.Acme.Ping',
                  [{arguments, {ping, '$up_version'}}, {where, append_after_point_of_no_return}, {dependencies, [b]}]}.
            """
        let result = try modified(
            steps, up: "code web ping b | PONR | load a | load b", down: "PONR | load a | remove b")
        let call = try TermTextReader.term(
            fromText: "{apply, {'Elixir.Acme.Ping', run, [{ping, <<\"2\">>}]}}", name: "call")
        #expect(result.up[3] == call)
        #expect(Shorthand.text(result.up) == "code web ping b | PONR | load b | run Ping | load a")
        #expect(Shorthand.text(result.down) == "PONR | run Ping | load a | remove b")
    }

    @Test func instructionsThatTheRelupCarriesNeedNothingLoadedBefore() throws {
        let result = try modified(
            "'CheckProcessesRunningOldCode'. {run, ping, [{where, append_after_point_of_no_return}]}.",
            up: "code web ping b | PONR | load b | load ping", calledModules: .own)
        #expect(
            Shorthand.text(result.up)
                == "code web ping b | run relup_check_old_code | PONR | load ping | run ping | load b")
    }

    @Test func whatDependenciesDeclareToCallIsLoadedToo() throws {
        let declares = { (module: Atom) in
            ErlangTerm.list([.tuple(.atom("dependencies"), .list([.atom(module)]))])
        }
        let result = try modified(
            "{run, ping, [{where, after_point_of_no_return}, {dependencies, [b]}]}.",
            up: "code web ping b c | PONR | load a | load c | load b", down: "remove c | PONR | load a",
            declarations: ["b": declares("c"), "c": declares("b")])
        #expect(Shorthand.text(result.up) == "code web ping b c | PONR | load c | load b | run ping | load a")
        #expect(Shorthand.text(result.down) == "PONR | run ping | remove c | load a")
    }

    @Test func modulesBringTheirOwnDeclaration() throws {
        let attribute = try TermTextReader.term(
            fromText: "[{where, insert_before_point_of_no_return}, {arguments, '$name'}]", name: "attribute")
        // In Erlang the attribute's value is the list; in Elixir it may be a list of lists.
        for declaration in [attribute, .list([attribute])] {
            let result = try modified("{run, ping}.", declarations: ["ping": declaration])
            #expect(result.up[1] == LowLevelInstruction.run("ping", .atom("web")).term)
        }
        #expect(try modified("{run, ping}.").down.last == LowLevelInstruction.run("ping", .emptyList).term)
        let error = #expect(throws: ModificationError.self) {
            try modified("\n{run, ping}.", declarations: ["ping": .list([.atom("x")])])
        }
        #expect(
            error?.description == """
                'test.modification': 2:1: the attribute 'relup_instruction' of 'ping': an option is a key and a value
                """)
    }

    @Test(arguments: [
        ("foo.", "1:1: unknown instruction 'foo'"),
        ("default.\n  {'Sloep', 3}.", "2:3: unknown instruction 'Sloep'"),
        ("3.", "1:1: a step is an atom or a tuple that begins with one"),
        ("{default, 1}.", "1:1: 'default' takes nothing"),
        ("{'Sleep', soon}.", "1:1: 'Sleep' takes an integer here"),
        ("{'Sleep', 1, 2}.", "1:1: 'Sleep' has 1 argument too many"),
        ("'StartSection'.", "1:1: 'StartSection' takes a section: check, suspend, upgrade, resume, finished"),
        ("{'Info', {a}}.", "1:1: 'Info' takes a text here"),
        (
            "{insert, here, {purge, [a]}}.",
            """
            1:1: unknown place: one of insert_before_point_of_no_return, insert_after_point_of_no_return, \
            insert_after_load_object_code, append_after_point_of_no_return, insert_after_last_suspend, insert_after_last_load, \
            append, prepend, {before, Instruction}, {'after', Instruction} expected
            """
        ),
        ("{insert, append, {load_module, a}}.", "1:1: {load_module,a} is no instruction of a relup"),
        ("{insert, append}.", "1:1: 'insert' takes a place and instructions"),
        ("{replace, a, {load, a}}.", "1:1: {load,a} is no instruction of a relup"),
        ("{up, {down, default}}.", "1:1: unknown instruction 'down'"),
        ("{run, \"m\"}.", "1:1: 'run' takes a module and options"),
        (
            "{run, m, [{why, x}]}.",
            "1:1: 'run': unknown option 'why': one of arguments, where, dependencies expected"
        ),
        ("{run, m, [{where, there}]}.", ""),
        ("{run, m, [{dependencies, x}]}.", "1:1: 'run': 'dependencies' is a list of modules"),
        ("{remove, a", ""),
    ])
    func badStepsAreErrorsWithTheirPlace(file: String, message: String) {
        let error = #expect(throws: ModificationError.self) { try modified(file) }
        #expect(error?.place != nil && error?.file == "test.modification")
        #expect(error?.description.hasPrefix("'test.modification': \(message)") == true, "\(error?.description ?? "")")
    }
}
