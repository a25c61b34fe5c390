internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import Releases
internal import SystemPackage

/// Compiles the carried modules.
package enum RuntimeBuild {
    /// Makes a folder of beams, and of `relup_runtime.term`, which describes them, with a host's `erlc`.
    ///
    /// Replaces an earlier build. The same compiler makes the same bytes. The sources do not stay in the folder.
    package static func build(into directory: String, compiler: String = "erlc") throws {
        try Directory.create(directory)
        let code = try compiled(in: directory, compiler)
        // The file that says that everything is there comes last.
        for (name, module) in code.modules {
            let file = CompiledModules.file(of: try ModuleName(name), in: directory)
            try WholeFile.write(module.code, to: file, overwriting: true)
        }
        try WholeFile.write(
            TermTextPrinter.consultableFile(code.term), to: "\(directory)/\(CompiledModules.contents)",
            overwriting: true)
    }

    /// Compiles the sources in a folder inside the given one.
    private static func compiled(in directory: String, _ compiler: String) throws -> CompiledModules {
        let work = try Temporary(beside: "\(directory)/build", .directory)
        defer { withExtendedLifetime(work) {} }
        for (module, text) in RuntimeSources.all { try WholeFile.write(text, to: work.path(of: "\(module).erl")) }
        // Behaviours come first, because the compiler needs them for the others. OTP 27 does not find them in ".".
        let isBehaviour = { (text: [UInt8]) in
            text.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "-callback ".utf8) }
        }
        let behaviours = RuntimeSources.all.filter { isBehaviour($0.text) }
        let others = RuntimeSources.all.filter { !isBehaviour($0.text) }
        let files = (behaviours + others).map { "\($0.module).erl" }
        let folder = work.path.split(separator: "/").last ?? "."
        try run(compiler, ["+deterministic", "-Werror", "-pa", "../\(folder)"] + files, in: work.path)

        let names = Set(RuntimeSources.all.map { Atom($0.module) })
        var modules: [Atom: CompiledModules.Module] = [:]
        var otp: Int?
        for name in names.sorted() {
            let path = CompiledModules.file(of: try ModuleName(name), in: work.path)
            let code = try WholeFile.read(path)
            let beam = try BeamReader.read(code, file: path)
            let calls = Set(try BeamSymbols(beam).imports().map(\.module)).intersection(names).subtracting([name])
            let attributes = try BeamAttributes(beam)
            let behaviours = Set((attributes?["behaviour"] ?? []).compactMap(\.atom)).intersection(names)
            modules[name] = CompiledModules.Module(code: code, calls: calls.sorted(), behaviours: behaviours.sorted())
            if case .integer(let release)? = attributes?["otp_release"].first { otp = release }
        }
        guard let otp else { throw RuntimeError(.notCompiled, "'\(compiler)' does not tell its OTP release") }
        return CompiledModules(otp: otp, modules: modules)
    }

    /// Runs the compiler, whose messages go to standard error.
    ///
    /// It runs in the folder of the sources, because erlc takes any path that begins with the same characters as the
    /// current folder for a path inside it. It runs without the user's compiler options, which would change its output.
    private static func run(_ compiler: String, _ arguments: [String], in directory: String) throws {
        let run = Result { () throws(FileError) in
            try ChildProcess.run(
                [compiler] + arguments, output: .standardError, environment: ["ERL_COMPILER_OPTIONS": nil],
                directory: directory)
        }
        if case .failure(let error) = run, error.errno == .noSuchFileOrDirectory {
            throw RuntimeError(.notCompiled, "cannot run '\(compiler)': is Erlang installed?")
        }
        switch try run.get().end {
        case .status(0): return
        case .status(let status): throw RuntimeError(.notCompiled, "'\(compiler)' failed (status \(status))")
        case .signal(let signal): throw RuntimeError(.notCompiled, "'\(compiler)' was ended by signal \(signal)")
        }
    }
}
