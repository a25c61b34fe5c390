internal import ErlangTerms

/// What a function of another module does with a fun that it receives.
enum FunUse {
    /// It calls the fun in this process, or in one that it starts for that, and forgets it.
    case atOnce
    /// The same, but its result may hold what is in terms that it receives.
    case atOnceAndPassesOn
    /// It returns a term with the fun in it.
    case inResult
    /// It may keep the fun, judging by its module and its name.
    case kept

    init(of function: ExternalFunction) {
        let (module, name) = (function.module, function.name)
        if module == "erlang" {
            if Self.keepers.contains(name) {
                self = .kept
            } else if ["error", "exit", "raise", "throw"].contains(name) {
                self = .atOnce
            } else {
                self = Self.containers.contains(name) ? .inResult : .atOnceAndPassesOn
            }
        } else if module == "Elixir.Stream" {
            self = name == "run" ? .atOnce : .inResult
        } else if let names = Self.userFunctions[module] {
            self = names.contains(name) ? .atOnce : .kept
        } else if Self.users.contains(module) {
            // Elixir's `update` functions receive a fun that does the update.
            let isUpdate = name == "update" && module.name.hasPrefix("Elixir.")
            self = Self.containers.contains(name) && !isUpdate ? .inResult : .atOnceAndPassesOn
        } else if module == "Elixir.Ecto.Multi" {
            self = .inResult
        } else {
            let keeps = Self.keepingModules.contains(module) || Self.keepingVerbs.contains { name.name.hasPrefix($0) }
            self = keeps ? .kept : .atOnce
        }
    }

    /// Functions of the module `erlang` that put a term somewhere else, or hand it to code that is not seen.
    private static let keepers: Set<Atom> = [
        "!", "send", "send_nosuspend", "send_after", "start_timer", "put", "apply", "load_nif", "nif_error", "make_fun",
    ]

    /// Functions that put their arguments into a term.
    private static let containers = FunctionTable.names(
        """
        add add_element append append_element cons duplicate enter from_keys in in_r insert insert_at insert_element
        make_tuple prepend put put_new replace replace_at set setelement snoc store update wrap
        """)

    /// Modules whose functions call a fun at once, or only look at terms.
    private static let users = FunctionTable.names(
        """
        array binary dict digraph digraph_utils error_logger filelib filename gb_sets gb_trees io io_lib lists maps
        math orddict ordsets proplists queue rand re sets sofs string unicode zlib Elixir.Access Elixir.Collectable
        Elixir.Enum Elixir.Enumerable Elixir.File Elixir.IO Elixir.Inspect Elixir.Inspect.Algebra Elixir.Kernel
        Elixir.Keyword Elixir.List Elixir.Macro Elixir.Map Elixir.MapSet Elixir.Path Elixir.Plug.Conn
        Elixir.Plug.Router Elixir.Range Elixir.Regex Elixir.String Elixir.Tuple
        """)

    /// Functions that call a fun at once, of modules that also keep terms.
    private static let userFunctions = FunctionTable(
        """
        dets: foldl foldr traverse
        ets: foldl foldr
        global: trans
        logger: alert critical debug emergency error info log macro_log notice warning
        mnesia: activity async_dirty ets foldl foldr sync_dirty sync_transaction transaction
        proc_lib: spawn spawn_link spawn_monitor spawn_opt
        timer: tc
        Elixir.Agent: cast get get_and_update start start_link update
        Elixir.Logger: __do_log__ bare_log debug error info log warning
        Elixir.Node: spawn spawn_link spawn_monitor
        Elixir.Phoenix.Component: assign_new update
        Elixir.Phoenix.LiveView: assign_async assign_new start_async update
        Elixir.Process: spawn
        Elixir.Task: async async_stream start start_link
        Elixir.Task.Supervisor: async async_nolink async_stream async_stream_nolink start_child
        """)

    /// Modules whose functions hand terms to other processes, or keep them.
    private static let keepingModules = FunctionTable.names(
        """
        application counters dets ets gen_event gen_fsm gen_server gen_statem gproc logger persistent_term pg
        supervisor telemetry timer Elixir.Agent Elixir.Application Elixir.DynamicSupervisor Elixir.GenServer
        Elixir.GenStage Elixir.Phoenix.PubSub Elixir.Process Elixir.Registry Elixir.Supervisor
        """)

    /// Beginnings of the names of functions that keep their arguments. Functions of other modules with other names
    /// count as calling a fun at once: most do.
    private static let keepingVerbs = [
        "add", "attach", "cache", "cast", "configure", "enqueue", "hook", "insert", "install", "listen", "monitor",
        "new",
        "notify", "on_", "post", "publish", "push", "put", "queue", "register", "remember", "save", "schedule", "send",
        "set", "start", "store", "subscribe", "watch",
    ]
}
