%% The installation itself, and what makes it last.
-module(relup_install_switch).
-export([install/1, restart/0, make_permanent/1, prepare_way_back/2]).

%% Installs the version that was unpacked, or the one to go back to.
-spec install(relup_install:request()) -> runs | restarts.
install(#{watch := Watches}) ->
    #{from := From, to := To, restarts := Restarts, job := Job} = relup_install_journal:read(),
    Job =:= rollback orelse prepare_way_back(From, To),
    Watches andalso relup_install_watch:begin_to(),
    relup_install_journal:enter(installing),
    Install = fun() ->
        timed(fun() -> relup_install_alone:change_environment(fun() -> release_handler:install_release(To) end) end)
    end,
    {Answer, Time} =
        case Restarts of
            %% It starts with the file.
            true -> Install();
            false -> relup_install_complete:with(To, Install)
        end,
    case Answer of
        {Ok, _, _} when Restarts; Ok =/= ok ->
            relup_install_say:say("the emulator restarts into ~ts", [To]),
            restarts;
        {ok, _, _} ->
            relup_install_say:say("installed ~ts on ~ts in ~w ms", [To, From, Time]),
            Now = relup_install_node:runs(),
            Now =:= To orelse relup_install_say:stop(failed, "install_release succeeded, but ~ts runs", [Now]),
            move_protocols(To),
            relup_install_journal:enter(installed),
            runs;
        {error, Reason} ->
            relup_install_say:stop(failed, "install_release of ~ts says ~0tP", [To, Reason, 60])
    end.

%% What a function gives, and the milliseconds that it took.
-spec timed(fun(() -> Answer)) -> {Answer, non_neg_integer()}.
timed(Function) ->
    Start = erlang:monotonic_time(millisecond),
    Answer = Function(),
    {Answer, erlang:monotonic_time(millisecond) - Start}.

-spec prepare_way_back(From :: string(), To :: string()) -> ok.
prepare_way_back(From, To) ->
    relup_install_node:write_stub(From),
    relup_install_file:replace(relup_install_node:path(To, "previous"), unicode:characters_to_binary(From)).

%% The protocols that Elixir consolidates lie among the releases, where release_handler moves no code path. A relup moves
%% it if they differ; but those of the other version may be removed in any case.
-spec move_protocols(To :: string()) -> ok.
move_protocols(To) ->
    New = relup_install_node:path(To, "consolidated"),
    Others = [
        Folder
     || Folder <- code:get_path(), filename:basename(Folder) =:= "consolidated",
        relup_install_boot:same(Folder) =/= relup_install_boot:same(New)
    ],
    case filelib:is_dir(New) andalso Others =/= [] of
        true ->
            lists:foreach(fun(Folder) -> code:del_path(Folder) end, Others),
            true = code:add_patha(New),
            relup_install_say:say("moved the code path of protocols to that of ~ts", [To]);
        false ->
            ok
    end.

%% Has the node boot the version that is permanent.
-spec restart() -> done.
restart() ->
    #{environment := Before} = relup_install_journal:read(),
    relup_install_back:set_environment(Before),
    ok = init:restart(),
    done.

%% Has a restart boot the version that was installed.
-spec make_permanent(relup_install:request()) -> done.
make_permanent(#{how := How}) ->
    #{name := Name, from := From, to := To, job := Job} = relup_install_journal:read(),
    Now = relup_install_node:runs(),
    Now =:= To orelse relup_install_say:stop(failed, "~ts does not run, but ~ts", [To, Now]),
    relup_install_journal:enter(finishing),
    case lists:member({To, permanent}, relup_install_node:known()) andalso relup_install_node:boots() =:= To of
        true ->
            relup_install_say:say("~ts is permanent already", [To]);
        false ->
            relup_install_permanent:make(To),
            relup_install_say:say("made ~ts permanent", [To])
    end,
    relup_install_launcher:adapt(Name, To),
    case relup_install_node:boots() of
        To -> relup_install_say:say("~ts runs, and a restart boots it", [To]);
        Boots -> relup_install_say:stop(failed, "a restart would boot ~ts: start_erl.data says so", [Boots])
    end,
    relup_install_watch:forget(),
    relup_install_journal:settle(done),
    Job =:= rollback andalso From =/= To andalso
        relup_install_say:say("~ts stays unpacked; to remove it: ~ts", [From, io_lib:format(How, [From])]),
    done.
