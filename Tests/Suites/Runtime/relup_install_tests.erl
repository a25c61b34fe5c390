%% Tests of the steps of relup-install that need no release; Tests/Suites/RelupInstall runs them all on nodes.
-module(relup_install_tests).
-include_lib("eunit/include/eunit.hrl").

%% sys.config of templates -----------------------------------------------------------------------------------------------

variables_are_replaced_test() ->
    Get = fun(Name) -> proplists:get_value(Name, [{"SET", "v\x{e4}lue"}, {"EMPTY", ""}], false) end,
    Template = <<"[{a, \"${SET}\"}, {b, ${EMPTY:-2}}, {c, ${UNSET:-x:-y}}, {d, '${EMPTY}'}, {e, ${UNSET}}, $ {f} ${"/utf8>>,
    ?assertEqual(
        {<<"[{a, \"v\x{e4}lue\"}, {b, 2}, {c, x:-y}, {d, ''}, {e, }, $ {f} ${"/utf8>>, ["UNSET"]},
        relup_install_config:substitute(Template, Get)).

%% The complete sys.config ---------------------------------------------------------------------------------------------

%% Whoever may not read it, may not for a moment; a start finds what it found before.
configuration_is_complete_during_an_installation_alone_test() ->
    Folder = filename:join(filename:dirname(code:which(?MODULE)), "complete"),
    File = filename:join([Folder, "2", "sys.config"]),
    Providers = #{providers => [{simulated_provider, port}], extra_config => [{extra, [{given, "secret"}]}]},
    Plain = io_lib:format("~0tp.~n", [[{elixir, [{config_provider_init, Providers}]}, {demo, [{port, 1}]}]]),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, Plain),
    ok = file:change_mode(File, 8#644),
    %% Mode and inode.
    Same = fun() -> {ok, Info} = file:read_file_info(File), {element(8, Info), element(12, Info)} end,
    Before = Same(),
    {ok, Text} = file:read_file(File),
    application:set_env(sasl, releases_dir, Folder),
    try
        seen = relup_install_complete:with("2", fun() ->
            {ok, [Config]} = file:consult(File),
            [{given, "secret"}] = proplists:get_value(extra, Config),
            [{port, 2}] = proplists:get_value(demo, Config),
            {ok, Info} = file:read_file_info(File),
            8#600 = element(8, Info) band 8#777,
            seen
        end),
        {Before, {ok, Text}} = {Same(), file:read_file(File)},
        {ok, ["sys.config"]} = file:list_dir(filename:dirname(File)),
        ?assertError(on_purpose, relup_install_complete:with("2", fun() -> error(on_purpose) end)),
        {ok, Text} = file:read_file(File),
        %% A run that was killed leaves it; the next one puts the plain one back.
        Killed = spawn(fun() -> relup_install_complete:with("2", fun() -> timer:sleep(infinity) end) end),
        Kept = File ++ ".start",
        await_file(Kept, 100),
        exit(Killed, kill),
        ok = relup_install_complete:restore("2"),
        {ok, Text} = file:read_file(File),
        %% Nothing is replaced where sys.config says it all, or a provider fails.
        ok = file:write_file(File, "[{demo, [{port, 1}]}]."),
        none = relup_install_complete:with("2", fun() -> {error, enoent} = file:read_file_info(Kept), none end)
    after
        application:unset_env(sasl, releases_dir)
    end.

await_file(File, Times) when Times > 0 ->
    case file:read_file_info(File) of
        {ok, _} -> ok;
        {error, enoent} -> timer:sleep(10), await_file(File, Times - 1)
    end.

%% Nobody finds a key missing while application_controller changes the environment, as it does for release_handler.
environment_changes_at_once_test_() -> {timeout, 60, fun() ->
    ok = application:load({application, at_once, [{vsn, "1"}, {env, [{a, 1}]}]}),
    Reader = spawn_link(fun() -> read(0, 0) end),
    [begin
        ok = relup_install_alone:change_environment(fun() ->
            %% Once the machine stops the node, for longer than a change may take.
            N =:= 1 andalso os:cmd("(kill -STOP " ++ os:getpid() ++ "; sleep 3.1; kill -CONT " ++ os:getpid() ++ ") &"),
            timer:sleep(2),
            application_controller:change_application_data(
                [{application, at_once, [{vsn, "1"}, {env, [{a, N}]}]}, {application, sasl, [{env, []}]}], [])
        end)
    end || N <- lists:seq(1, 50)],
    Reader ! {stop, self()},
    receive {read, Count, Missing} -> ok end,
    true = Count > 1000,
    0 = Missing,
    [{priority, normal}] = process_info(whereis(application_controller), [priority]),
    undefined = application:get_env(sasl, relup_install),
    ok = application:unload(at_once)
end}.

read(Count, Missing) ->
    receive
        {stop, From} -> From ! {read, Count, Missing}
    after 0 ->
        case application:get_env(at_once, a) of
            {ok, _} -> read(Count + 1, Missing);
            undefined -> read(Count + 1, Missing + 1)
        end
    end.

%% The journal and the lock ---------------------------------------------------------------------------------------------

%% A run is its process and the start of it, as the script reads it from stat.
a_number_that_is_used_again_is_another_run_test() ->
    Pid = os:getpid(),
    Start = string:trim(os:cmd("sed 's/.*) //' /proc/" ++ Pid ++ "/stat | cut -d ' ' -f 20")),
    ?assert(relup_install_lock:is_alive(Pid ++ "." ++ Start)),
    ?assertNot(relup_install_lock:is_alive(Pid ++ ".1")),
    ?assertNot(relup_install_lock:is_alive("999999999." ++ Start)),
    ?assertNot(relup_install_lock:is_alive("pid")).

one_run_at_a_time_test_() ->
    Folder = filename:join(filename:dirname(code:which(?MODULE)), "journal"),
    Hold = fun(Run, Step) ->
        put(relup_install, {Run, "1"}),
        try relup_install_lock:hold(Step, fun() -> held end) catch throw:{stop, Word, _} -> Word end
    end,
    Own = os:getpid() ++ "." ++ string:trim(os:cmd("sed 's/.*) //' /proc/" ++ os:getpid() ++ "/stat | cut -d ' ' -f 20")),
    Journal = fun(Run) -> relup_install_journal:write(#{state => preparing, last => none, run => Run}) end,
    {setup,
        fun() ->
            ok = filelib:ensure_dir(filename:join(Folder, "x")),
            application:set_env(sasl, releases_dir, Folder)
        end,
        fun(_) -> application:unset_env(sasl, releases_dir), erase(relup_install) end,
        [
            {"nobody is at work", fun() -> held = Hold("1.1", unpack), undefined = whereis(relup_install) end},
            {"a run that lives", fun() -> ok = Journal(Own), no = Hold("1.1", unpack), held = Hold(Own, install) end},
            {"a run that has ended", fun() -> ok = Journal("1.0"), held = Hold("1.1", rollback), failed = Hold("1.1", install) end},
            {"a step of a run that has ended", fun() ->
                {Pid, Monitor} = spawn_monitor(fun() ->
                    put(relup_install, {"1.0", "1"}),
                    relup_install_lock:hold(unpack, fun() -> receive stop -> ok end end)
                end),
                await_name(100),
                #{step := unpack, run := "1.0"} = relup_install_lock:holder(),
                busy = Hold("1.1", unpack),
                exit(Pid, kill),
                receive {'DOWN', Monitor, process, Pid, _} -> ok end,
                held = Hold("1.1", unpack)
            end},
            {"a journal that cannot be written", fun() ->
                application:set_env(sasl, releases_dir, filename:join(Folder, "none")),
                ?assertThrow({stop, failed, <<"cannot write", _/binary>>}, Journal("1.1"))
            end}
        ]}.

await_name(Times) when Times > 0 ->
    case relup_install_lock:holder() of
        none -> timer:sleep(10), await_name(Times - 1);
        _ -> ok
    end.

%% Launchers of relx -----------------------------------------------------------------------------------------------------

launcher_for_another_version_test() ->
    Launcher = <<"#!/bin/sh\nNAME=\"shop\"\nREL_VSN=\"1.0.0\"\nDIR=\"$ROOT/releases/1.0.0\"\n[ \"1.0.0\" ]\n">>,
    ?assertEqual("1.0.0", relup_install_launcher:version(Launcher, none)),
    ?assertEqual(none, relup_install_launcher:version(<<"#!/bin/sh\nRELEASE_VSN=1\n">>, none)),
    Other = relup_install_launcher:for_version(Launcher, "1.0.0", "1.1.0"),
    ?assertEqual("1.1.0", relup_install_launcher:version(Other, none)),
    ?assertEqual(
        <<"#!/bin/sh\nNAME=\"shop\"\nREL_VSN=\"1.1.0\"\nDIR=\"$ROOT/releases/1.0.0\"\n[ \"1.1.0\" ]\n">>, Other).

%% Tarballs --------------------------------------------------------------------------------------------------------------

%% release_handler_1:check_script/2 is what check_install_release asks. A module that beam_lib cannot read is one of an
%% emulator that is too new.
modules_of_a_new_emulator_test() ->
    Library = filename:join(filename:dirname(code:which(?MODULE)), "new-1"),
    File = filename:join([Library, "ebin", "new.beam"]),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, <<"FOR1", 4:32, "BEAM">>),
    Script = [{load_object_code, {new, "1", [new]}}, point_of_no_return],
    {error, Reason} = release_handler_1:check_script(Script, [{new, "1", Library}]),
    ?assert(relup_install_node:is_left_to_new_emulator(Reason, [restart_new_emulator | Script])),
    ?assertNot(relup_install_node:is_left_to_new_emulator(Reason, Script)),
    {error, Missing} = release_handler_1:check_script([{load_object_code, {old, "1", [old]}}, point_of_no_return], []),
    ?assertNot(relup_install_node:is_left_to_new_emulator(Missing, [restart_new_emulator])).

tarballs_test_() ->
    Release = fun(Name, Vsn) -> relup_install_say:text("{release, {~0tp, ~0tp}, {erts, \"13\"}, []}.", [Name, Vsn]) end,
    Relup = {"releases/2/relup", <<"{\"2\", [], []}.">>},
    Refused = fun(Entries) -> try relup_install_tarball:read(tarball(Entries)) catch throw:Stop -> Stop end end,
    {foreach, fun() -> ok end, fun(_) -> file:delete(tarball_name()) end, [
        {"its .rel says what it is", fun() ->
            File = tarball([{"releases/2/demo.rel", Release("demo", "2")}, Relup, {"lib/a-1/ebin/a.app", <<"a">>}]),
            #{name := "demo", vsn := "2", as := "2/demo", relup := <<"{\"2\", [], []}.">>} =
                Tarball = relup_install_tarball:read(File),
            ?assertEqual(
                [{"lib/a-1/ebin/a.app", <<"a">>}], relup_install_tarball:get(Tarball, ["lib/a-1/ebin/a.app", "none"]))
        end},
        {"the name that leaves NAME.rel in place is the best", fun() ->
            Names = ["releases/demo.rel", "releases/2/demo.rel", "releases/demo-2.rel"],
            File = tarball([Relup | [{Name, Release("demo", "2")} || Name <- Names]]),
            ?assertMatch(#{as := "demo-2"}, relup_install_tarball:read(File))
        end},
        {"names that lead to another folder", fun() ->
            [
                ?assertMatch(
                    {stop, no, <<"'releases/", _/binary>>},
                    Refused([{"releases/2/x.rel", Release(Name, Vsn)}, {"releases/a/relup", <<>>}, Relup]))
             || {Name, Vsn} <- [
                    {"../demo", "2"}, {"demo", "../../x"}, {"demo", ".."}, {"demo", "2/relup"}, {"", "2"}, {"demo", "2\nx"},
                    {<<"demo">>, "2"}, {"demo", 2}
                ]
            ]
        end},
        {"entries that lead out", fun() ->
            [
                ?assertMatch(
                    {stop, no, <<"the entry ", _/binary>>},
                    Refused([{"releases/2/demo.rel", Release("demo", "2")}, Relup, {Entry, <<>>}]))
             || Entry <- ["../x", "lib/../../x", "/tmp/relup-x", "releases/2/a\nb"]
            ]
        end},
        {"a .rel that is no term", fun() ->
            ?assertMatch({stop, no, <<"'releases/2/demo.rel'", _/binary>>}, Refused([{"releases/2/demo.rel", <<"{">>}, Relup]))
        end},
        {"a .rel elsewhere is not that of the tarball", fun() ->
            ?assertMatch({stop, no, _}, Refused([{"releases/1/demo.rel", Release("demo", "2")}, Relup]))
        end},
        {"a tarball without a relup is refused", fun() ->
            ?assertEqual(
                {stop, no, <<"the tarball is not an upgrade: it has no 'releases/2/relup'">>},
                Refused([{"releases/2/demo.rel", Release("demo", "2")}]))
        end},
        {"what is no tarball is refused", fun() ->
            ok = file:write_file(tarball_name(), <<"no tarball">>),
            ?assertThrow({stop, no, <<"cannot read the tarball", _/binary>>},
                relup_install_tarball:read(tarball_name()))
        end}
    ]}.

tarball_name() -> filename:join(filename:dirname(code:which(?MODULE)), "upgrade.tar.gz").

tarball(Entries) ->
    ok = erl_tar:create(tarball_name(), Entries, [compressed]),
    tarball_name().
