internal import Files
internal import Glibc
internal import SystemPackage

/// Programs of the user's, run to their end.
enum ChildProcess {
    /// Runs a program, found along `PATH`, with the given bytes as its standard input, and gives what it wrote.
    ///
    /// Its standard error is this process's. A status other than 0 is an error that calls the program `subject`.
    static func output(
        of command: [String], input: [UInt8], subject: String
    ) throws -> [UInt8] {
        // A file, not a pipe: the program may write before it has read.
        guard let file = tmpfile() else { throw FileError("create", "temporary file", Errno(rawValue: errno)) }
        defer { fclose(file) }
        let source = FileDescriptor(rawValue: fileno(file))
        try WholeFile.write(input, to: source, named: "temporary file")
        try source.seek(offset: 0, from: .start)
        let (reader, writer) = try FileDescriptor.pipe()
        defer { try? reader.close() }
        let process: pid_t
        do {
            defer { try? writer.close() }
            process = try spawn(command, [(source, 0), (writer, 1)], closing: [reader, writer])
        }
        let output = Result { () throws(FileError) in try WholeFile.read(reader, named: "the output of '\(subject)'") }
        try wait(for: process, subject)
        return try output.get()
    }

    /// Runs a program whose standard output is this process's standard error.
    static func run(_ command: [String], environment: [String: String], subject: String) throws {
        try wait(for: try spawn(command, [(.standardError, 1)], closing: [], environment: environment), subject)
    }

    private static func spawn(
        _ command: [String], _ descriptors: [(FileDescriptor, CInt)], closing: [FileDescriptor],
        environment: [String: String] = [:]
    ) throws(FileError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, number) in descriptors {
            posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, number)
        }
        for descriptor in closing { posix_spawn_file_actions_addclose(&actions, descriptor.rawValue) }

        // Commands of the toolkit ignore a closed pipe; the program should not inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        var variables = environment.map { "\($0)=\($1)" }
        var variable = environ
        while let text = variable.pointee {
            let text = String(cString: text)
            if environment[String(text.prefix { $0 != "=" })] == nil { variables.append(text) }
            variable += 1
        }
        var arguments = command.map { strdup($0) } + [nil]
        var environment = variables.map { strdup($0) } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command[0], &actions, &attributes, &arguments, &environment)
        guard failure == 0 else { throw FileError("run", command[0], Errno(rawValue: failure)) }
        return process
    }

    private static func wait(for process: pid_t, _ subject: String) throws(ModificationError) {
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        if signal != 0 { throw ModificationError(.filterFailed, "'\(subject)' was ended by signal \(signal)") }
        let code = status >> 8 & 0xFF
        if code != 0 { throw ModificationError(.filterFailed, "'\(subject)' ended with status \(code)") }
    }
}
