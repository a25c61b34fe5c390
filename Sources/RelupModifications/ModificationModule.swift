package import ErlangTerms
internal import Files
internal import LibC
internal import Releases
package import Relups
internal import SystemPackage

/// Runs a module with edeliver's behaviour `Edeliver.Relup.Modification` in an Erlang VM. Only here does the toolkit
/// start one, and only when asked.
package struct ModificationModule: Sendable {
    package let module: Atom
    /// The folder of the unpacked top release, which contains the module and edeliver.
    package let release: String

    package init(module: Atom, release: String) {
        self.module = module
        self.release = release
    }

    /// The relup from the module's `modify_relup/2`, base by base.
    ///
    /// The function receives edeliver's struct and a map of the release's `name` (an atom) and `version` (a binary).
    package func apply(to relup: Relup, name: Atom) throws -> Relup {
        guard Directory.exists(release) else { throw FileError("open", release, .noSuchFileOrDirectory) }
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let folder = try Temporary(beside: "\(parent)/modify", .directory)
        defer { withExtendedLifetime(folder) {} }
        let bases =
            relup.up.map(\.version)
            + relup.down.map(\.version).filter { version in
                !relup.up.contains { $0.version == version }
            }
        let pairs = bases.map { version -> ErlangTerm in
            let up = relup.up.first { $0.version == version } ?? Relup.Script(version: version, instructions: [])
            let down = relup.down.first { $0.version == version }?.instructions ?? []
            return .tuple(
                .binary(Array(version.utf8)), .list(up.instructions), .list(down),
                .atoms(RelupModification.changedModules(up, name, relup.version)))
        }
        let request = ErlangTerm.tuple(
            .atom(module), .atom(name), .binary(Array(relup.version.utf8)), .list(pairs))
        try WholeFile.write(TermTextPrinter.consultableFile(request), to: folder.path(of: "request"))
        try run(ErlangMachine(release: release, version: relup.version), in: folder)
        let answer = try TermTextReader.soleTerm(
            in: WholeFile.read(folder.path(of: "answer")), file: "answer of \(module)")
        let result = try assemble(answer, bases, relup)
        try RelupFilter.check(result, against: relup, subject: module.name)
        return result
    }

    private func run(_ machine: ErlangMachine, in folder: Temporary) throws {
        let status = folder.path(of: "status")
        let environment = machine.environment.merging(
            [
                "RELUP_REQUEST": folder.path(of: "request"), "RELUP_ANSWER": folder.path(of: "answer"),
                "RELUP_STATUS": status,
                "ERL_CRASH_DUMP_BYTES": "0",
            ]) { $1 }
        do {
            let run = try ChildProcess.run(
                machine.command + ["-noshell", "-noinput", "-eval", Self.program], output: .standardError,
                environment: environment)
            try RelupFilter.expectSuccess(of: module.name, run.end)
        } catch let error as FileError {
            throw failure("no Erlang VM can be started (\(error))")
        } catch {
            guard let reason = try? WholeFile.read(status) else { throw failure("\(error)") }
            throw failure(String(decoding: reason, as: UTF8.self))
        }
    }

    private func failure(_ reason: String) -> ModificationError {
        ModificationError(
            .filterFailed,
            "cannot run '\(module).modify_relup/2': \(reason); a modification file needs no VM: --modification FILE")
    }

    /// The relup from an answer `[{Up, Down}]`, one pair for each base.
    private func assemble(_ answer: ErlangTerm, _ bases: [String], _ relup: Relup) throws(ModificationError) -> Relup {
        var result = relup
        guard let pairs = answer.list, pairs.count == bases.count else { throw failure("it gave no instructions") }
        for (version, pair) in zip(bases, pairs) {
            guard case .tuple(let lists) = pair, lists.count == 2, let up = lists[0].list, let down = lists[1].list
            else { throw failure("its instructions are not lists") }
            for index in result.up.indices where result.up[index].version == version {
                result.up[index].instructions = up
            }
            for index in result.down.indices where result.down[index].version == version {
                result.down[index].instructions = down
            }
        }
        return result
    }

    /// The program for the VM. It reads `{Module, Name, UpVersion, [{DownVersion, Up, Down, ChangedModules}]}` and
    /// writes `[{Up, Down}]`, or why it cannot.
    private static let program = """
        Get = fun(Name) -> {ok, [Term]} = file:consult(os:getenv(Name)), Term end,
        Put = fun(Name, Format, Arguments) ->
            Text = unicode:characters_to_binary(io_lib:format(Format, Arguments)),
            ok = file:write_file(os:getenv(Name), Text)
        end,
        Fail = fun(Format, Arguments) -> Put("RELUP_STATUS", Format, Arguments), halt(1) end,
        {Module, Name, Version, Bases} = Get("RELUP_REQUEST"),
        [application:ensure_all_started(Application) || Application <- [elixir, logger]],
        Struct = 'Elixir.Edeliver.Relup.Instructions',
        case {code:ensure_loaded(Module), code:ensure_loaded(Struct)} of
            {{module, _}, {module, _}} -> ok;
            {{module, _}, _} -> Fail("the release does not hold edeliver", []);
            _ -> Fail("the release does not hold that module", [])
        end,
        Default = case code:ensure_loaded('Elixir.Edeliver.Relup.Config') of
            {module, Config} ->
                case erlang:function_exported(Config, '__struct__', 0) of
                    true -> Config:'__struct__'();
                    false -> #{}
                end;
            _ -> #{}
        end,
        Settings = maps:merge(Default, #{name => Name, version => Version}),
        Modify = fun({Base, Up, Down, Changed}) ->
            Given = maps:merge(Struct:'__struct__'(), #{
                up_instructions => Up, down_instructions => Down, up_version => Version, down_version => Base,
                changed_modules => Changed}),
            #{up_instructions := NewUp, down_instructions := NewDown} = Module:modify_relup(Given, Settings),
            {NewUp, NewDown}
        end,
        try lists:map(Modify, Bases) of
            Answer -> Put("RELUP_ANSWER", "%% coding: utf-8~n~tw.~n", [Answer]), halt(0)
        catch
            Class:Reason:Stack ->
                [{Where, Function, Arity, _} | _] = Stack,
                Count = if is_list(Arity) -> length(Arity); true -> Arity end,
                Fail("~tw:~tw/~w failed with ~tw: ~0tp", [Where, Function, Count, Class, Reason])
        end.
        """
}

/// The Erlang VM that runs a release's modules: the release's own if it has one, otherwise the host's.
private struct ErlangMachine {
    var command: [String]
    var environment: [String: String] = [:]

    init(release path: String, version: String) {
        // Erlang needs a root directory that does not depend on the current one.
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        let release = resolved.map { String(cString: $0) } ?? path
        let folders = { (name: String) in (try? Directory.names(in: "\(release)/\(name)")) ?? [] }
        let runtime = folders("").first { $0.hasPrefix("erts-") && access("\(release)/\($0)/bin/erlexec", X_OK) == 0 }
        let boot = ([try? Version(version)].compactMap { $0?.text } + folders("releases")).map {
            "\(release)/releases/\($0)/start_clean"
        }
        .first { access("\($0).boot", R_OK) == 0 }
        if let runtime, let boot {
            let binaries = "\(release)/\(runtime)/bin"
            command = ["\(binaries)/erlexec", "-boot", boot, "-boot_var", "RELEASE_LIB", "\(release)/lib"]
            environment = ["ROOTDIR": release, "BINDIR": binaries, "EMU": "beam", "PROGNAME": "erl"]
        } else {
            command = ["erl"]
        }
        command += folders("lib").map { "\(release)/lib/\($0)/ebin" }.filter(Directory.exists).flatMap { ["-pa", $0] }
    }
}
