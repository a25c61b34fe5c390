internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupRuntime
internal import Relups

/// Finds changed keys that OTP's own applications, and Elixir's Logger, read only when they start.
struct StartConfigurationCheck: UpgradeCheck {
    static let startOnly = FindingKind(
        "start-only-configuration", .warning,
        "`sys.config` has another value for a key of kernel, stdlib, sasl or Elixir's Logger that they read only when "
            + "they start. The upgrade sets it, but the node behaves as before until it restarts. relup-modify "
            + "applies the new configuration of kernel's logger, unless the release has Elixir's Logger, which "
            + "changes it when it starts.",
        advice: "restart the node at a convenient time, or set the value on the node: "
            + "net_kernel:set_net_ticktime/1, logger:set_primary_config/2, Logger.configure/1 …")
    static let kinds = [startOnly]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.compactMap { base in
            let logger = Set(base.diff.loggerKeys)
            for script in subject.scripts
            where script.diff.baseVersion == base.release.version && !script.restartsEmulator {
                let keys = base.diff.startKeys.filter { !logger.contains($0) || !script.configuresLogger }
                if keys.isEmpty { continue }
                let list = keys.map { $0.keyOfApplication }.joined(separator: ", ")
                return script.finding(Self.startOnly, "\(list): read at the start only")
            }
            return nil
        }
    }
}

extension CheckedScript {
    /// Whether the script calls `relup_configure_logger:run({From, Version})` for its two releases, and Elixir's Logger
    /// does not interfere.
    fileprivate var configuresLogger: Bool {
        if from.release.hasLoggerOfElixir || to.release.hasLoggerOfElixir { return false }
        return calls.contains {
            $0.call.calls(RunnableInstruction.configureLogger.module, "run")
                && $0.call.arguments.first == .tuple(.string(from.version), .string(to.version))
        }
    }
}

extension ErlangTerm {
    /// `{Application, Key}` as findings name it: `kernel: net_ticktime`.
    var keyOfApplication: String {
        guard let pair = tuple, pair.count == 2 else { return TermTextPrinter.line(of: self) }
        return "\(TermTextPrinter.line(of: pair[0])): \(TermTextPrinter.line(of: pair[1]))"
    }
}
