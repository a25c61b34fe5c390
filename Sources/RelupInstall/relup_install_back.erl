%% The way back: to a version that ran before, and out of an attempt that failed.
-module(relup_install_back).
-export([rollback/1, undo/0]).

%% Prepares the installation of the version before, or of the one that the user named.
-spec rollback(relup_install:request()) -> go | runs.
rollback(#{back := Back} = Request) ->
    From = relup_install_node:runs(),
    case before(Back, From) of
        [From] ->
            relup_install_plan:write(relup_install_plan:new(From, From, true)),
            runs;
        [To] ->
            lists:keymember(To, 1, relup_install_node:known()) orelse
                relup_install_say:stop(no, "the node knows no version ~ts", [To]),
            Instructions =
                case scripts(To, 2, From) ++ scripts(From, 3, To) of
                    [{_, List} | _] -> List;
                    [] -> relup_install_say:stop(no, "no relup leads from ~ts to ~ts", [From, To])
                end,
            Plan = relup_install_plan:new(From, To, true),
            relup_install_plan:write(Plan#{restarts => relup_install_unpack:restarts(Instructions)}),
            relup_install_complete:restore(To),
            relup_install_unpack:restarts(Instructions) orelse relup_install_complete:check(To),
            relup_install_node:write_stub(To),
            relup_install_node:check(From, To, Instructions),
            relup_install_unpack:examine(Request, Instructions),
            go;
        [] ->
            relup_install_say:stop(no, "there is no version before ~ts to go back to", [From]);
        Several ->
            relup_install_say:stop(no, "which version, ~ts?", [lists:join(" or ", Several)])
    end.

%% The versions that may be meant.
-spec before(Back :: string(), From :: string()) -> [string()].
before("", From) ->
    case file:read_file(relup_install_node:path(From, "previous")) of
        {ok, Previous} ->
            [unicode:characters_to_list(Previous)];
        {error, _} ->
            Known = relup_install_node:known(),
            [Vsn || {Vsn, _} <- scripts(From, 3, any), lists:keymember(Vsn, 1, Known)]
    end;
before(From, From) ->
    relup_install_say:say("~ts runs already", [From]),
    [From];
before(Back, _) ->
    [Back].

%% {Version, Instructions} of the scripts in a version's relup; element 2 of it leads up to the version, 3 down from it.
-spec scripts(Vsn :: string(), 2 | 3, Other :: string() | any) -> [{string(), [term()]}].
scripts(Vsn, Way, Other) ->
    case file:consult(relup_install_node:path(Vsn, "relup")) of
        {ok, [Relup]} -> [{V, Is} || {V, _, Is} <- element(Way, Relup), Other =:= any orelse V =:= Other];
        {error, _} -> []
    end.

%% Leaves nothing of what this run made; the relup may have changed the environment, which names files of the version.
-spec undo() -> done.
undo() ->
    #{to := To, made := Made, wrote_releases := Wrote, environment := Before, started := Started} =
        relup_install_plan:read(),
    relup_install_node:runs() =:= To andalso relup_install_say:stop(failed, "~ts runs", [To]),
    relup_install_complete:restore(To),
    relup_install_node:environment() =:= Before orelse restore(Before, Started, To),
    Made =:= [] orelse remove(Made, To),
    Wrote andalso forget_releases(),
    done.

-spec restore([{string(), string() | false}], term(), string()) -> ok.
restore(Before, Started, To) ->
    lists:foreach(
        fun
            ({Variable, false}) -> os:unsetenv(Variable);
            ({Variable, Value}) -> os:putenv(Variable, Value)
        end,
        Before),
    case relup_install_node:incarnation() of
        Started ->
            ok;
        _ ->
            relup_install_say:say("it may have restarted with the configuration of ~ts: restart it again", [To])
    end.

-spec remove([file:filename()], string()) -> ok.
remove(Made, To) ->
    _ = release_handler:set_removed(To),
    lists:foreach(fun(File) -> file:delete(File) =:= ok orelse file:del_dir(File) end, Made),
    relup_install_say:say("removed ~ts again", [To]).

-spec forget_releases() -> ok.
forget_releases() ->
    ok = file:delete(relup_install_node:path("RELEASES")),
    relup_install_node:restart_handler().
