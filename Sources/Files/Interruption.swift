internal import LibC
internal import Synchronization

/// Signals that end this process: it first removes what is unfinished.
package enum Interruption {
    /// The paths of what is unfinished. Once the process is ending, no one gets access to them again.
    private static let unfinished = Mutex(Set<String>())
    /// Where the signals' handler writes which signal arrived.
    nonisolated(unsafe) private static var wake: CInt = -1
    nonisolated(unsafe) private static var isTold = false
    private static let signals = [SIGHUP, SIGINT, SIGTERM]

    /// Waits for ever if the process is ending, so that nothing more is begun or printed.
    package static func waitIfEnding() {
        while isTold { pause() }
    }

    /// Does what must not be done by halves, such as moving what is below a temporary. No temporary may begin or end in
    /// it.
    package static func whileNotEnding<Failure>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try unfinished.withLock { _ throws(Failure) in try body() }
    }

    static func whileNotEnding<Result>(_ body: (inout Set<String>) -> sending Result) -> Result {
        _ = watch
        return unfinished.withLock { body(&$0) }
    }

    static func forget(_ path: String) {
        _ = unfinished.withLock { $0.remove(path) }
    }

    /// Handles the signals that would simply end the process; does nothing if the system provides no pipe or thread.
    ///
    /// A handler may do next to nothing, so a thread waits for its message.
    private static let watch: Void = {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var thread = pthread_t()
        let input = UnsafeMutableRawPointer(bitPattern: Int(ends[0]) + 1)
        guard
            pthread_create(
                &thread, nil,
                { input in
                    endWhenTold(CInt(Int(bitPattern: input) - 1)); return nil
                }, input) == 0
        else {
            for end in ends { close(end) }
            return
        }
        pthread_detach(thread)
        wake = ends[1]
        for signal in signals {
            var action = sigaction()
            guard sigaction(signal, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil else { continue }
            action.__sigaction_handler.sa_handler = { signal in
                let number = errno
                isTold = true
                var byte = UInt8(signal)
                _ = write(wake, &byte, 1)
                errno = number
            }
            action.sa_flags = SA_RESTART
            sigaction(signal, &action, nil)
        }
    }()

    private static func endWhenTold(_ input: CInt) {
        var signal: UInt8 = 0
        while read(input, &signal, 1) != 1 {}
        unfinished.withLock { paths in
            for path in paths {
                // Another thread may be writing its last file into it.
                for _ in 0..<100 where access(path, F_OK) == 0 { Directory.remove(path) }
            }
            Glibc.signal(CInt(signal), SIG_DFL)
            kill(getpid(), CInt(signal))
            while true { pause() }
        }
    }
}
