internal import ErlangTerms
internal import Relups

/// The declarations. edeliver's are in the order in which `PhoenixModification` uses them.
extension RunnableInstruction {
    package static let all: [RunnableInstruction] = [
        checkOldCode,
        RunnableInstruction(
            "CheckRanchAcceptors", runs: "relup_check_acceptors", .name, at: .beforePointOfNoReturn,
            inEdeliver: .beforePointOfNoReturn,
            purpose: "Refuses the upgrade if the acceptors of a web server cannot be found.",
            work: "finds the acceptors of all listeners; changes nothing",
            throws: "`{error,{no_acceptors,Listener}}`"),
        RunnableInstruction(
            "CheckRanchConnections", runs: "relup_check_connections", .name, at: .beforePointOfNoReturn,
            inEdeliver: .beforePointOfNoReturn,
            calls: ["CheckRanchAcceptors"],
            purpose: "Refuses the upgrade if the connections of a web server cannot be found.",
            work:
                "finds connections and websockets, and watches running requests until each has ended or lasted for 500 ms; changes nothing",
            throws: "`{error,{no_connections,Listener}}`"),
        RunnableInstruction(
            "SuspendRanchAcceptors", runs: "relup_suspend_acceptors", .name, at: .appendAfterPointOfNoReturn,
            inEdeliver: .appendAfterPointOfNoReturn,
            calls: ["CheckRanchAcceptors"], connections: .suspendsAcceptors,
            purpose: "Accepts no connections from here on.",
            work: "suspends acceptors where they are; clients wait in the backlog of the socket",
            throws: "as `CheckRanchAcceptors`"),
        // edeliver suspends channels earlier. Then suspended connections of type supervisor make each later instruction
        // that walks the supervision tree fail (`DialectTests.channelsAreSuspendedLast`).
        RunnableInstruction(
            "SuspendChannels", runs: "relup_suspend_channels", .name, at: .afterLastSuspend,
            inEdeliver: .appendAfterPointOfNoReturn, calls: ["CheckRanchAcceptors", "CheckRanchConnections"],
            connections: .suspendsChannels,
            purpose: "Holds websockets from here on.",
            work: "`bulk_suspend` of all websockets; it logs those that it cannot suspend"),
        RunnableInstruction(
            "FinishRunningRequests", runs: "relup_finish_requests", .nameAndTimeout, at: .appendAfterPointOfNoReturn,
            inEdeliver: .appendAfterPointOfNoReturn,
            calls: ["CheckRanchAcceptors", "CheckRanchConnections"],
            purpose: "Lets running requests end first.",
            work:
                "waits until the running requests have ended, no longer than that, but not for requests that had lasted as long before; holds connections that wait for a request; sends `upgrade_started` to the others"
        ),
        RunnableInstruction(
            "RerunFailedRequests", runs: "relup_rerun_requests", .name, at: .append, inEdeliver: .append,
            calls: ["CheckRanchAcceptors", "CheckRanchConnections", "FinishRunningRequests"],
            purpose: "Asks requests that failed during the upgrade to run again.",
            work:
                "has endpoints of Phoenix read their static manifest again; sends `upgrade_finished` to running requests; releases connections"
        ),
        RunnableInstruction(
            "ResumeChannels", runs: "relup_resume_channels", .name, at: .append, inEdeliver: .append,
            calls: ["CheckRanchAcceptors", "CheckRanchConnections"], connections: .resumesChannels,
            purpose: "Lets websockets go on.",
            work: "`bulk_resume` of all websockets"),
        RunnableInstruction(
            "ResumeRanchAcceptors", runs: "relup_resume_acceptors", .name, at: .append, inEdeliver: .append,
            calls: ["CheckRanchAcceptors"], connections: .resumesAcceptors,
            purpose: "Accepts connections again.",
            work: "resumes acceptors; starts those again that are stopped or run old code",
            throws: "`{error,{acceptor_not_started,Id,Reason}}`"),
        info,
        RunnableInstruction(
            "Sleep", runs: "relup_sleep", .seconds, at: .appendAfterPointOfNoReturn,
            inEdeliver: .appendAfterPointOfNoReturn,
            purpose: "Waits, to try out what an upgrade suspends.",
            work: "waits"),
        prepareConfiguration, loadConfiguration, loadProtocols, configureLogger, setVariables, startChild, restoreANSI,
    ]

    package static let checkOldCode = RunnableInstruction(
        "CheckProcessesRunningOldCode", runs: "relup_check_old_code", .modules, at: .beforePointOfNoReturn,
        inEdeliver: .beforePointOfNoReturn,
        purpose: "Refuses the upgrade if a process still runs old code of a module that it loads.",
        work: "purges old code that nobody runs",
        throws: "`{error,{running_old_code,[Module]}}` if a process runs old code of a module")

    package static let info = RunnableInstruction(
        "Info", runs: "relup_info", .text, at: .appendAfterPointOfNoReturn, inEdeliver: .appendAfterPointOfNoReturn,
        purpose: "Logs a text.",
        work: "logs the text, and shows it to the person who runs the upgrade")

    // Instructions that relup-modify inserts by itself if the releases need them.

    package static let prepareConfiguration = RunnableInstruction(
        "PrepareConfiguration", runs: "relup_prepare_configuration", .version, at: .prepend,
        purpose: "Finds out how a start of the release would configure applications, before anything has changed.",
        work:
            "runs the config providers of that version; in an installation, as opposed to a check, sets what they give at once",
        throws: "`{error,{cannot_read,File,Reason}}`; what a provider throws")

    package static let loadConfiguration = RunnableInstruction(
        "LoadConfiguration", runs: "relup_load_configuration", .version, at: .afterPointOfNoReturn,
        purpose: "Configures applications as a start of the release would.",
        work:
            "sets what `sys.config` of that version gives with the files that it includes and what its config providers give, as `PrepareConfiguration` has found out; runs them itself if that has not run",
        throws: "`{error,{cannot_read,File,Reason}}`; what a provider throws")

    package static let loadProtocols = RunnableInstruction(
        "LoadProtocols", runs: "relup_load_protocols", .versionAndProtocols, at: .afterLastLoad,
        purpose: "Loads the protocols that the release consolidates differently.",
        work:
            "loads these from `releases/VERSION/consolidated`, and puts that folder in the place of the other in the code path",
        throws: "`{error,{cannot_read,File,Reason}}`")

    package static let configureLogger = RunnableInstruction(
        "ConfigureLogger", runs: "relup_configure_logger", .versions, at: .append,
        purpose: "Brings the logger to what the release configures.",
        work:
            "sets level, metadata, filters and levels of modules, and adds, changes and removes handlers, as far as the two versions configure them differently",
        throws: "`{error,{cannot_read,File,Reason}}`; `{error,{handler_not_added,Id,Reason}}`")

    package static let startChild = RunnableInstruction(
        "StartChild", runs: "relup_start_child", .child, at: .append,
        purpose: "Starts a new child of a supervisor.",
        work: "`supervisor:restart_child/2`, whose answer release_handler takes no notice of",
        throws: "`{child_not_started,Supervisor,Id,Reason}`")

    package static let restoreANSI = RunnableInstruction(
        "RestoreANSI", runs: "relup_restore_ansi", .version, at: .append,
        purpose: "Keeps Elixir's setting for colours on a terminal.",
        work: "sets the key `ansi_enabled` of `elixir` as a start does, if no configuration has it")

    package static let setVariables = RunnableInstruction(
        "SetVariables", runs: "relup_set_variables", .version, at: .append,
        purpose: "Sets the variables that a restart within the emulator reads.",
        work:
            "sets `RELEASE_VSN`, `RELEASE_SYS_CONFIG`, `RELEASE_VM_ARGS` and `RELEASE_REMOTE_VM_ARGS` if the node has them"
    )
}
