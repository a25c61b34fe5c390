internal import ErlangTerms

/// What functions of OTP, Elixir and the usual libraries do besides returning a term.
///
/// Functions that are not listed here count as unknown. So new functions of these libraries are reported, not assumed
/// harmless.
enum KnownCalls {
    enum Kind {
        /// It may be called any number of times, and nobody else notices.
        case harmless
        /// It changes what others see. It fails, or happens twice, when it is called again.
        case effect
        case unknown
    }

    static func kind(of function: ExternalFunction) -> Kind {
        let (module, name) = (function.module, function.name)
        if let names = effects[module], names.contains(name) { return .effect }
        if let names = harmless[module], names.contains(name) { return .harmless }
        if module == "erlang", name == "apply" { return .unknown }
        if module == "erlang", name == "exit", function.arity == 2 { return .effect }
        if function == ExternalFunction("Elixir.Supervisor", "child_spec", 2) { return .harmless }
        if mostlyHarmless.contains(module) { return .harmless }
        switch name {
        case "start_link" where function.arity <= 6, "start_monitor": return .effect
        case "child_spec", "module_info", "__struct__", "exception", "__info__", "behaviour_info": return .harmless
        default: return .unknown
        }
    }

    /// Calls that make an application's environment differ from its configuration. The application and the key are the
    /// first two arguments.
    static func setsEnvironment(_ function: ExternalFunction) -> Bool {
        switch function.module {
        case "application": ["set_env", "unset_env"].contains(function.name)
        case "Elixir.Application": ["put_env", "put_all_env", "delete_env"].contains(function.name)
        default: false
        }
    }

    /// Calls that keep a term for all processes: the table or the key is the first argument, the term the second.
    static func stores(_ function: ExternalFunction) -> Bool {
        guard function.arity == 2 else { return false }
        switch function.module {
        case "ets", "dets": return ["insert", "insert_new"].contains(function.name)
        case "persistent_term": return function.name == "put"
        default: return false
        }
    }

    /// Calls that wait for something from outside for any length of time.
    static func waits(_ function: ExternalFunction) -> Bool {
        waiting[function.module]?.contains(function.name) ?? false
    }

    private static let waiting = FunctionTable(
        """
        gen_sctp: recv
        gen_tcp: accept recv
        gen_udp: recv
        socket: accept recv recvfrom recvmsg
        ssl: handshake recv transport_accept
        timer: sleep
        Elixir.IO: gets getn
        Elixir.Process: sleep
        io: get_line get_chars
        """)

    /// Calls that start a process in a function or fun that the caller chooses.
    static func startsProcess(_ function: ExternalFunction) -> Bool {
        switch function.module {
        case "erlang", "Elixir.Node", "Elixir.Process": function.name.name.hasPrefix("spawn")
        case "proc_lib": function.name.name.hasPrefix("spawn") || function.name.name.hasPrefix("start")
        case "Elixir.Task", "Elixir.Task.Supervisor": true
        default: false
        }
    }

    /// Whether a call checks if a table exists, as code does that creates a table only once.
    static func looksForTable(_ function: ExternalFunction) -> Bool {
        function.module == "ets" && ["info", "whereis"].contains(function.name)
    }

    /// Modules whose functions only make terms or read their arguments, unless `effects` names them.
    private static let mostlyHarmless = FunctionTable.names(
        """
        array base64 binary calendar dict digraph digraph_utils erl_scan erl_parse error_logger filename gb_sets
        gb_trees io io_lib lists logger maps math orddict ordsets proplists queue rand random re sets sofs string
        unicode uri_string zlib erlang Elixir.Access Elixir.Atom Elixir.Base Elixir.Bitwise Elixir.Calendar.ISO
        Elixir.Collectable Elixir.Date Elixir.DateTime Elixir.Enum Elixir.Enumerable Elixir.Exception Elixir.Float
        Elixir.Function Elixir.IO Elixir.Inspect Elixir.Inspect.Algebra Elixir.Integer Elixir.Kernel Elixir.Keyword
        Elixir.List Elixir.List.Chars Elixir.Logger Elixir.Macro Elixir.Map Elixir.MapSet Elixir.Module
        Elixir.NaiveDateTime Elixir.OptionParser Elixir.Path Elixir.Range Elixir.Regex Elixir.Stream Elixir.String
        Elixir.String.Chars Elixir.Time Elixir.Tuple Elixir.URI Elixir.Version
        """)

    private static let harmless = FunctionTable(
        """
        application: get_env get_key get_all_env get_all_key get_application which_applications loaded_applications
            get_supervisor
        code: priv_dir lib_dir which is_loaded ensure_loaded root_dir get_object_code get_path
        crypto: strong_rand_bytes hash mac rand_uniform supports
        ets: info whereis lookup lookup_element member first last next prev tab2list select match match_object
            select_count all foldl foldr
        file: read_file read_file_info consult list_dir get_cwd path_consult format_error
        filelib: wildcard is_file is_dir is_regular file_size last_modified
        global: whereis_name registered_names
        gproc: where whereis_name lookup_pid lookup_pids lookup_value lookup_values
        inet: gethostname getaddr getifaddrs ntoa parse_address getaddrs
        init: get_argument get_arguments get_plain_arguments get_status script_id
        net_adm: localhost
        net_kernel: get_state longnames
        os: getenv type timestamp system_time version getpid find_executable
        persistent_term: get info
        pg: get_members get_local_members which_groups
        ranch: get_addr get_port info
        supervisor: which_children count_children get_childspec check_childspecs
        timer: seconds minutes hours hms now_diff sleep
        Elixir.Application: get_env fetch_env fetch_env! get_all_env compile_env compile_env! app_dir spec
            get_application loaded_applications started_applications
        Elixir.Code: ensure_loaded ensure_loaded? ensure_compiled ensure_loaded!
        Elixir.DynamicSupervisor: init
        Elixir.File: read read! exists? dir? regular? ls ls! cwd cwd! stat
        Elixir.Node: self list alive?
        Elixir.Process: whereis get info alive? put flag
        Elixir.Registry: lookup keys whereis_name count
        Elixir.Supervisor: init which_children count_children
        Elixir.System: get_env fetch_env fetch_env! schedulers schedulers_online otp_release version monotonic_time
            system_time os_time unique_integer build_info argv tmp_dir tmp_dir! pid find_executable cwd user_home
            convert_time_unit
        """)

    private static let effects = FunctionTable(
        """
        application: set_env unset_env start start_boot ensure_started ensure_all_started stop load unload
        code: add_path add_patha add_pathz add_paths add_pathsa add_pathsz load_file load_binary
        cowboy: start_clear start_tls start_http start_https stop_listener
        erlang: ! register unregister send send_after send_nosuspend start_timer spawn spawn_link spawn_monitor
            spawn_opt spawn_request open_port halt load_nif set_cookie system_flag purge_module delete_module
            load_module link monitor monitor_node group_leader set_module_md5 trace trace_pattern
        ets: new
        file: write_file delete open rename make_dir copy set_cwd make_symlink
        gen: start
        gen_event: start start_link add_handler add_sup_handler swap_handler notify sync_notify
        gen_fsm: start start_link send_event
        gen_server: start start_link cast abcast
        gen_statem: start start_link cast
        gen_tcp: listen connect
        gen_udp: open
        global: register_name re_register_name unregister_name send
        gproc: reg reg_or_locate reg_other reg_shared add_local_name add_local_property add_local_counter
            add_global_name mreg send register_name
        logger: add_handler add_handlers add_handler_filter add_primary_filter remove_handler set_handler_config
            set_module_level set_primary_config set_application_level update_handler_config update_primary_config
            set_process_metadata update_process_metadata
        mnesia: start create_schema create_table subscribe add_table_copy change_config
        net_kernel: start monitor_nodes connect_node stop
        os: putenv unsetenv set_signal
        persistent_term: put erase
        pg: start start_link join leave monitor monitor_scope
        pg2: create join start start_link
        proc_lib: start start_link start_monitor spawn spawn_link spawn_opt
        ranch: start_listener stop_listener
        ssl: listen connect start
        supervisor: start_link start_child restart_child terminate_child delete_child
        syn: register join add_node_to_scopes start
        telemetry: attach attach_many detach
        timer: start send_after send_interval apply_after apply_interval exit_after kill_after
        Elixir.Agent: start start_link update cast
        Elixir.Application: put_env put_all_env delete_env start ensure_started ensure_all_started load
        Elixir.DynamicSupervisor: start_link start_child
        Elixir.File: write write! mkdir mkdir_p mkdir_p! rm rm_rf open
        Elixir.GenServer: start start_link cast
        Elixir.Logger: add_backend configure configure_backend add_handlers put_module_level
        Elixir.Node: start connect monitor spawn spawn_link
        Elixir.Phoenix.PubSub: subscribe broadcast local_broadcast
        Elixir.Process: register unregister send send_after spawn monitor link
        Elixir.Registry: register start_link dispatch
        Elixir.Supervisor: start_link start_child restart_child terminate_child delete_child
        Elixir.System: put_env delete_env stop halt at_exit
        Elixir.Task: start start_link async
        Elixir.Task.Supervisor: start_link start_child async async_nolink
        """)
}
