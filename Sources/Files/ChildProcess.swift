internal import CLinux
internal import LibC
internal import SystemPackage

/// A program that was run to its end, and what it wrote.
///
/// Own code, not swift-subprocess (1.0.2): that is `async` only, and the tools and the tests wait. Waiting for its task
/// blocks the threads that would run it: eight such runs at once, as tests start them, never end on two cores. It costs
/// no start-up to speak of (0.1 of 2 ms, without Foundation), but 0.7 MB of each executable and 9 s of a release build.
package struct ChildProcess: Sendable {
    package enum End: Equatable, Sendable {
        case status(Int)
        case signal(Int)
    }

    /// Where a program's output goes.
    package enum Destination: Sendable {
        /// To this process's standard error.
        case standardError
        /// Into `output` or `errors`.
        case memory
    }

    package let end: End
    package let output: [UInt8]
    package let errors: [UInt8]

    /// Runs a program, found along `PATH` unless its name has a slash.
    ///
    /// - Parameters:
    ///   - input: its standard input; nil for this process's own.
    ///   - environment: variables to add to this process's own; nil takes one away.
    ///   - directory: where to run it; this process's own unless given.
    package static func run(
        _ command: [String], input: [UInt8]? = nil, output: Destination, errors: Destination = .standardError,
        environment: [String: String?] = [:], directory: String? = nil
    ) throws(FileError) -> ChildProcess {
        // Files, not pipes: the program may write before it has read, and to both at once.
        let source = input == nil ? nil : try UnnamedFile()
        if let input { try source?.write(input) }
        let written = output == .memory ? try UnnamedFile() : nil
        let told = errors == .memory ? try UnnamedFile() : nil
        let streams = [source?.descriptor ?? .standardInput] + [written, told].map { $0?.descriptor ?? .standardError }
        let process = try spawn(command, streams, variables(environment), directory)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return ChildProcess(
            end: signal == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(Int(signal)),
            output: try written?.read() ?? [], errors: try told?.read() ?? [])
    }

    /// Starts a program, whose standard input, output and error are the given ones.
    private static func spawn(
        _ command: [String], _ streams: [FileDescriptor], _ variables: [String], _ directory: String?
    ) throws(FileError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream.rawValue, CInt(number))
        }
        if let directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }

        // The tools ignore these signals; the program should not inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        var arguments = command.map { strdup($0) } + [nil]
        var variables = variables.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command[0], &actions, &attributes, &arguments, &variables)
        guard failure == 0 else { throw FileError("run", command[0], Errno(rawValue: failure)) }
        return process
    }

    /// This process's environment with changes, as `NAME=VALUE`.
    private static func variables(_ changes: [String: String?]) -> [String] {
        var variables = changes.compactMap { name, value in value.map { "\(name)=\($0)" } }
        var variable = environ
        while let text = variable.pointee {
            let text = String(cString: text)
            if !changes.keys.contains(String(text.prefix { $0 != "=" })) { variables.append(text) }
            variable += 1
        }
        return variables
    }
}

/// A file without a name, which is gone when it is let go.
private final class UnnamedFile {
    private static let name = "temporary file"
    private let stream: UnsafeMutablePointer<FILE>
    let descriptor: FileDescriptor

    init() throws(FileError) {
        guard let stream = tmpfile() else { throw FileError("create", Self.name, Errno(rawValue: errno)) }
        self.stream = stream
        descriptor = FileDescriptor(rawValue: fileno(stream))
        _ = fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        fclose(stream)
    }

    /// Writes the whole contents, to be read from their start.
    func write(_ bytes: [UInt8]) throws(FileError) {
        try WholeFile.write(bytes, to: descriptor, named: Self.name)
        lseek(descriptor.rawValue, 0, SEEK_SET)
    }

    /// The whole contents, whoever wrote them.
    func read() throws(FileError) -> [UInt8] {
        lseek(descriptor.rawValue, 0, SEEK_SET)
        return try WholeFile.read(descriptor, named: Self.name)
    }
}
