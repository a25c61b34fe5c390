package import ErlangTerms
package import Releases

// What OTP's and Elixir's own applications read only when they start.

extension ReleaseDiff {
    /// The keys of `sys.config` that differ and configure kernel's logger, such as `{kernel, logger_level}`.
    package var loggerKeys: [ErlangTerm] { differingKeys.filter { ReleaseDiff.logger.contains($0) } }

    /// The keys of kernel, stdlib and sasl, and of Elixir's Logger, that differ and are read when these applications
    /// start.
    ///
    /// The keys of `used` are left out: they are read when they are used, so a changed value counts at once.
    package var startKeys: [ErlangTerm] {
        differingKeys.filter { key in
            guard let pair = key.tuple, pair.count == 2, let application = pair[0].atom else { return false }
            return Self.used[application].map { used in pair[1].atom.map { !used.contains($0) } ?? true } ?? false
        }
    }

    /// The keys `{Application, Key}` of `sys.config` that differ.
    package var differingKeys: [ErlangTerm] {
        configuration.first { $0.file == "sys.config" }
            .map { ($0.keys.added + $0.keys.removed + $0.keys.changed).inTermOrder } ?? []
    }

    /// What `relup_configure_logger` sets.
    private static let logger: Set<ErlangTerm> = Set(
        (["logger", "logger_level", "logger_metadata", "logger_sasl_compatible", "error_logger"] as [Atom])
            .map { .tuple(.atom("kernel"), .atom($0)) }
            + (["sasl_error_logger", "errlog_type"] as [Atom]).map { .tuple(.atom("sasl"), .atom($0)) })

    /// By application: the keys that are read whenever they count (OTP 25), the keys that config_change/3 of kernel
    /// receives, and the keys that make a start wait for other nodes.
    private static let used: [Atom: Set<Atom>] = [
        "kernel": [
            "check_ip", "dist_auto_connect", "dist_nodelay", "distributed", "error_logger_format_depth",
            "global_groups",
            "inet_default_connect_options", "inet_default_listen_options", "inet_dist_connect_options",
            "net_setuptime", "net_ticker_spawn_options", "shell_docs_ansi", "shell_history", "shell_history_drop",
            "shell_history_file_bytes", "shell_history_path", "shutdown_func", "shutdown_timeout",
            "source_search_rules", "sync_nodes_mandatory", "sync_nodes_optional", "sync_nodes_timeout",
        ],
        "stdlib": [
            "restricted_shell", "shell_catch_exception", "shell_history_length", "shell_prompt_func",
            "shell_saved_results", "shell_strings", "utc_log",
        ],
        "sasl": ["utc_log"],
        "logger": [],
    ]
}

extension Release {
    /// Whether the release contains Elixir's Logger, which sets level and handlers of kernel's logger when it starts.
    package var hasLoggerOfElixir: Bool { applications.contains { $0.name == "logger" } }
}
