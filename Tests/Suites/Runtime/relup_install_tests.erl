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
