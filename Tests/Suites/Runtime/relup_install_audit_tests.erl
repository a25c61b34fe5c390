%% Tests of the audit on this node, against starts that are made up; Tests/Suites/RelupInstall audits real releases.
-module(relup_install_audit_tests).
-include_lib("eunit/include/eunit.hrl").
-export([start_server/0]).

folder() -> filename:dirname(code:which(?MODULE)).

%% A file in a folder of the test's own.
file(Name, Contents) ->
    File = filename:join([folder(), "audit", Name]),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, Contents),
    File.

differences({compared, _, Differences}) -> [{Kind, without_pids(Text)} || {Kind, Text} <- Differences].

without_pids(Text) -> re:replace(Text, " ?<[0-9.]+>", "", [global, {return, list}]).

%% What a start gives ---------------------------------------------------------------------------------------------------

boot_script_test() ->
    Lib = filename:join(folder(), "audit/lib"),
    ok = filelib:ensure_dir(filename:join(Lib, "a-1/ebin/x")),
    Load = fun(Name, Vsn) -> {apply, {application, load, [{application, Name, [{vsn, Vsn}, {env, []}]}]}} end,
    ?assertEqual(
        #{path => [Lib ++ "/a-1/ebin"], modules => [b, c, a],
            applications => #{kernel => [{vsn, "8"}], demo => [{vsn, "1"}, {env, []}]}, started => [demo]},
        relup_install_boot:script(
            [{preLoaded, [erlang]}, {primLoad, [a]}, {path, ["$ROOT/lib/kernel/ebin"]},
                {kernelProcess, application_controller, {application_controller, start, [{application, kernel, [{vsn, "8"}]}]}},
                {path, ["$LIB/a-1/ebin", "$LIB/none/ebin"]}, {primLoad, [b, c]}, Load(demo, "1"),
                {apply, {application, start_boot, [demo, permanent]}}, {progress, started}],
            fun("$LIB" ++ Path) -> Lib ++ Path; (Path) -> Path end)).

configuration_includes_files_test() ->
    _ = file("other.config", "[{demo, [{port, 2}, {host, \"b\"}]}]."),
    _ = file("more.config", "[{demo, [{name, more}]}, \"loop\"]."),
    _ = file("loop.config", "[\"loop.config\"]."),
    Config = file("sys.config", "[{demo, [{port, 1}, {path, \"/a\"}]}, \"other\", \"more.config\", {tel, []}]."),
    Arguments = [{root, ["/r"]}, {demo, ["port", "3", "mode", "{a,1}"]}, {progname, ["erl"]}, {kernel, ["a", "no term("]}],
    {#{demo := Demo, tel := []}, 0} = relup_install_boot:configuration(Config, Arguments),
    ?assertEqual([{host, "b"}, {mode, {a, 1}}, {name, more}, {path, "/a"}, {port, 3}], lists:sort(Demo)),
    ?assertEqual({#{}, 0}, relup_install_boot:configuration(filename:join(folder(), "audit/none.config"), [])).

config_providers_are_counted_test() ->
    Config = file("providers.config", "[{elixir, [{config_provider_init, #{providers => [{a, []}, {b, []}]}}]}]."),
    ?assertMatch({_, 2}, relup_install_boot:configuration(Config, [])).

%% Code -----------------------------------------------------------------------------------------------------------------

%% A module that is loaded, whose beam is another by now.
code_that_is_not_that_of_the_release_test() ->
    Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
    Compiled = fun(Module, Value) ->
        {ok, Module, Code} = compile:forms([{attribute, 1, module, Module}, Form("-export([value/0])."),
            Form("value() -> " ++ Value ++ ".")]),
        Code
    end,
    [{module, Module} = code:load_binary(Module, "", Compiled(Module, "1")) || Module <- [tel_same, tel_other]],
    _ = file("ebin/tel_same.beam", Compiled(tel_same, "1")),
    Other = file("ebin/tel_other.beam", Compiled(tel_other, "2")),
    _ = file("ebin/tel_new.beam", Compiled(tel_new, "2")),
    Part = relup_install_audit_code:modules(#{path => [filename:dirname(Other)], modules => [], vsn => "1"}),
    ?assertEqual("2 modules", lists:flatten(element(2, Part))),
    ?assertEqual(
        [{differs, "code: module tel_other is not that of " ++ Other}],
        [Difference || {_, "code: module tel_" ++ _} = Difference <- differences(Part)]).

%% This node runs from lib of OTP.
code_paths_test() ->
    Now = code:get_path(),
    New = filename:join(folder(), "audit/new/ebin"),
    ok = filelib:ensure_dir(filename:join(New, "x")),
    ?assertEqual([], differences(relup_install_audit_code:paths(#{path => Now, vsn => "1"}))),
    Kernel = code:lib_dir(kernel) ++ "/ebin",
    ?assertEqual(
        [{differs, "code path: " ++ New ++ " is missing"}, {differs, "code path: " ++ Kernel ++ " is not part of 1"}],
        differences(relup_install_audit_code:paths(#{path => [New | Now -- [Kernel]], vsn => "1"}))).

%% Applications and environment -------------------------------------------------------------------------------------------

applications_test() ->
    Expected = maps:from_list([{Name, [{vsn, Vsn}]} || {Name, _, Vsn} <- application:loaded_applications()]),
    Running = [Name || {Name, _, _} <- application:which_applications()],
    Audit = fun(Applications, Started) ->
        differences(relup_install_audit_applications:applications(#{applications => Applications, started => Started}))
    end,
    ?assertEqual([], Audit(Expected, Running)),
    Sasl = proplists:get_value(vsn, maps:get(sasl, Expected)),
    ?assertEqual(
        [{differs, "application sasl is " ++ Sasl ++ ", not 0"}, {differs, "application tel is not loaded"},
            {differs, "application tel does not run"}, {note, "application sasl runs, which the boot script does not start"}],
        Audit(Expected#{sasl := [{vsn, "0"}], tel => [{vsn, "1"}]}, [tel | Running -- [sasl]])).

%% Values may be secrets: none is said.
environment_test() ->
    ok = application:load({application, tel, [{vsn, "1"}, {env, [{same, 1}, {changed, 1}, {removed, 1}]}]}),
    ok = application:set_env(tel, configured, "secret"),
    ok = application:set_env(tel, changed, "secret"),
    ok = application:set_env(tel, added, "secret"),
    ok = application:unset_env(tel, removed),
    Audit = fun(Configured, Providers) ->
        Start = #{applications => #{tel => [{env, [{same, 1}, {changed, 1}, {removed, 1}]}]},
            configuration => #{tel => [{configured, Configured}]}, providers => Providers},
        differences(relup_install_audit_environment:environment(Start))
    end,
    Added = {note, "environment: added of tel: no configuration has it"},
    ?assertEqual(
        [{differs, "environment: changed of tel has another value than a start would give"},
            {differs, "environment: removed of tel is missing"}, Added],
        Audit("secret", 0)),
    ?assertEqual(
        [{note, "environment: added, changed, configured, removed of tel: not compared, as config providers may give it"}],
        Audit("other", 1)),
    ok = application:unload(tel).

%% Processes --------------------------------------------------------------------------------------------------------------

children_without_a_process_test() ->
    Start = {?MODULE, start_server, []},
    {ok, Supervisor} = supervisor:start_link({local, tel_sup}, supervisor_module(), {#{strategy => one_for_one}, [
        #{id => stopped, start => Start}, #{id => ended, start => Start, restart => transient},
        #{id => ignored, start => {supervisor, start_link, [supervisor_module(), ignore]}, type => supervisor}
    ]}),
    [ok = supervisor:terminate_child(Supervisor, Id) || Id <- [stopped, ended]],
    Missing = [{Supervisor, Id, undefined} || {Id, undefined, _, _} <- supervisor:which_children(Supervisor)],
    Part = relup_install_audit_processes:children(#{missing => Missing, supervisors => 1, findings => []}),
    ?assertEqual(
        [{differs, "children: stopped of tel_sup has no process"}, {note, "children: ended of tel_sup has ended (transient)"},
            {note, "children: ignored of tel_sup has no process; its start may say ignore"}],
        lists:sort(differences(Part))),
    true = unlink(Supervisor),
    exit(Supervisor, shutdown).

start_server() -> {ok, spawn_link(fun() -> receive stop -> ok end end)}.

supervisor_module() ->
    Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
    {ok, tel_audit_sup, Code} = compile:forms([{attribute, 1, module, tel_audit_sup}, Form("-export([init/1])."),
        Form("init(ignore) -> ignore; init(Specification) -> {ok, Specification}.")]),
    {module, tel_audit_sup} = code:load_binary(tel_audit_sup, "", Code),
    tel_audit_sup.

%% The logger -------------------------------------------------------------------------------------------------------------

%% The suite sets the level to none, and its handler default is that of OTP.
logger_test() ->
    Audit = fun(Kernel, Elixir, Started) ->
        Start = #{applications => #{logger => [{env, Elixir}]}, configuration => #{kernel => Kernel}, started => Started},
        differences(relup_install_audit_logger:logger(Start))
    end,
    #{level := Level, module := Module} = element(2, logger:get_handler_config(default)),
    ?assertEqual([], Audit([{logger_level, none}], [], [])),
    ?assertEqual([], Audit([{logger_level, none}, {logger, [{handler, default, Module, #{level => Level}}]}], [], [])),
    ?assertEqual([], Audit([], [{level, none}], [logger])),
    ?assertEqual([{differs, "logger: the primary level is none, not warning"}], Audit([], [{level, warn}], [logger])),
    ?assertEqual([], Audit([{logger_level, none}], [], [logger])),
    ?assertEqual([{differs, "logger: the primary level is none, not debug"}], Audit([], [], [logger])),
    ?assertEqual(
        [{differs, "logger: the primary level is none, not notice"}, {differs, "logger: handler file is missing"},
            {differs, "logger: handler default is of module " ++ atom_to_list(Module) ++ ", not other"}],
        Audit([{logger, [{handler, file, logger_std_h, #{}}, {handler, default, other, #{}}]}], [], [])),
    ?assertEqual([], Audit([{logger_level, none}, {logger, [{handler, default, undefined}]}], [], [])).
