internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import Glibc
internal import SystemPackage

/// Compiles what runs on the node.
public enum RuntimeBuild {
    /// Makes a folder of beams, and of `relup_runtime.term` that says what they are, with a host's `erlc`.
    ///
    /// What is there of an earlier build is replaced. The same compiler gives the same bytes. The folder's sources are
    /// taken away again.
    public static func build(into directory: String, compiler: String = "erlc") throws {
        try Directory.create(directory)
        let code = try compiled(in: directory, compiler)
        // What says that all is there comes last.
        for (name, module) in code.modules {
            try WholeFile.write(module.code, to: "\(directory)/\(name.name).beam", overwriting: true)
        }
        try WholeFile.write(
            TermTextPrinter.consultableFile(code.term), to: "\(directory)/\(RuntimeCode.contents)", overwriting: true)
    }

    /// Compiles the sources in a folder below the given one.
    private static func compiled(in directory: String, _ compiler: String) throws -> RuntimeCode {
        let work = try Temporary(beside: "\(directory)/build", .directory)
        defer { withExtendedLifetime(work) {} }
        for (module, text) in RuntimeSources.all { try WholeFile.write(text, to: work.path(of: "\(module).erl")) }
        // In its folder: erlc takes a path that begins with the current folder's, as a string, for one within that.
        // Behaviours come first: the compiler looks at them when it compiles the others.
        let isBehaviour = { (text: [UInt8]) in
            text.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "-callback ".utf8) }
        }
        let behaviours = RuntimeSources.all.filter { isBehaviour($0.text) }
        let others = RuntimeSources.all.filter { !isBehaviour($0.text) }
        let files = (behaviours + others).map { "\($0.module).erl" }
        try run(["env", "-C", work.path, compiler, "+deterministic", "-Werror", "-pa", "."] + files, called: compiler)

        let names = Set(RuntimeSources.all.map { Atom($0.module) })
        var modules: [Atom: RuntimeCode.Module] = [:]
        var otp: Int?
        for name in names.sorted() {
            let path = work.path(of: "\(name.name).beam")
            let code = try WholeFile.read(path)
            let beam = try BeamReader.read(code, file: path)
            let calls = Set(try BeamSymbols(beam).imports().map(\.module)).intersection(names).subtracting([name])
            let attributes = try BeamAttributes(beam)
            let behaviours = Set((attributes?["behaviour"] ?? []).compactMap(\.atom)).intersection(names)
            modules[name] = RuntimeCode.Module(code: code, calls: calls.sorted(), behaviours: behaviours.sorted())
            if case .integer(let release)? = attributes?["otp_release"].first { otp = release }
        }
        guard let otp else { throw RuntimeError(.notCompiled, "'\(compiler)' does not tell its OTP release") }
        return RuntimeCode(otp: otp, modules: modules)
    }

    /// Runs the compiler, whose messages go to standard error.
    private static func run(_ command: [String], called name: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var environment = environmentWithoutOptions
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command[0], &actions, nil, &arguments, &environment)
        guard failure == 0 else { throw FileError("run", command[0], Errno(rawValue: failure)) }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        switch status >> 8 & 0xFF {
        case 0 where status == 0: return
        case 0: throw RuntimeError(.notCompiled, "'\(name)' was ended by signal \(status & 0x7F)")
        case 127: throw RuntimeError(.notCompiled, "cannot run '\(name)': is Erlang installed?")
        case let code: throw RuntimeError(.notCompiled, "'\(name)' failed (status \(code))")
        }
    }

    /// This process's environment without the user's options of the compiler, which would change what it makes.
    private static var environmentWithoutOptions: [UnsafeMutablePointer<CChar>?] {
        var strings: [UnsafeMutablePointer<CChar>?] = []
        var variable = environ
        while let string = variable.pointee {
            if strncmp(string, "ERL_COMPILER_OPTIONS=", 21) != 0 { strings.append(string) }
            variable += 1
        }
        return strings + [nil]
    }
}
