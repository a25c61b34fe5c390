internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import SystemPackage

/// Compiles what runs on the node.
package enum RuntimeBuild {
    /// Makes a folder of beams, and of `relup_runtime.term` that says what they are, with a host's `erlc`.
    ///
    /// What is there of an earlier build is replaced. The same compiler gives the same bytes. The folder's sources are
    /// taken away again.
    package static func build(into directory: String, compiler: String = "erlc") throws {
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
        // Behaviours come first: the compiler looks at them when it compiles the others.
        let isBehaviour = { (text: [UInt8]) in
            text.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "-callback ".utf8) }
        }
        let behaviours = RuntimeSources.all.filter { isBehaviour($0.text) }
        let others = RuntimeSources.all.filter { !isBehaviour($0.text) }
        let files = (behaviours + others).map { "\($0.module).erl" }
        try run(compiler, ["+deterministic", "-Werror", "-pa", "."] + files, in: work.path)

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
    ///
    /// In the folder of the sources: erlc takes a path that begins with the current folder's, as a string, for one within
    /// that. Without the user's options of the compiler, which would change what it makes.
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
