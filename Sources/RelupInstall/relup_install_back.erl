%% The way back: to a version that ran before, and out of an attempt that failed or was ended.
-module(relup_install_back).
-export([job/3, forget_ended_runs/0, rollback/2, target/1, undo/0, set_environment/1]).

%% What was left by a run before this one: the version that it meant to go back to.
-type left() :: {back, string()} | none.

%% Begins a job of this run: first brings to an end what others left, and leaves nothing of its own where it fails.
-spec job(unpack | rollback | reapply, relup_install:request(), fun((left()) -> Answer)) -> Answer.
job(Step, Request, Function) ->
    relup_install_lock:hold(Step, fun() ->
        forget_ended_runs(),
        Left = resume(Request, relup_install_journal:read()),
        try
            Function(Left)
        catch
            throw:{stop, runs, Why} ->
                throw({stop, runs, Why});
            Class:Reason:Stack ->
                done = undo(),
                erlang:raise(Class, Reason, Stack)
        end
    end).

%% The folders of runs whose process has ended, and what they left in the logger.
-spec forget_ended_runs() -> ok.
forget_ended_runs() ->
    relup_install_watch:forget(),
    Folder = filename:dirname(relup_install_node:work("")),
    {ok, Runs} = file:list_dir(Folder),
    _ = [
        file:del_dir_r(filename:join(Folder, Run))
     || Run <- Runs, Run =/= relup_install_lock:run(), not relup_install_lock:is_alive(Run)
    ],
    ok.

%% Brings to an end what a run left: what is installed stays for this run to make it permanent or to go back, anything
%% else is undone.
-spec resume(relup_install:request(), relup_install_journal:journal()) -> left().
resume(_, #{state := settled}) ->
    none;
resume(#{mode := Mode}, #{state := State, job := Job, from := From, to := To, last := Last} = Left) ->
    #{run := Run, environment := Before, started := Started} = Left,
    relup_install_complete:restore(To),
    Now = relup_install_node:runs(),
    Run =:= relup_install_lock:run() orelse
        relup_install_say:say("a run before this one has not ended its ~s from ~ts to ~ts (~s): ~ts runs", [
            Job, From, To, State, Now]),
    Settle = fun(Done) ->
        [set_environment(Before) || Now =/= To, element(1, Started) =:= os:getpid()],
        remove_made(),
        relup_install_journal:write(#{state => settled, last => Done}),
        none
    end,
    case {Now, Job} of
        {To, check} -> Settle(Last);
        {To, _} -> Settle({Job, From, To});
        {_, rollback} -> {back, To};
        {From, _} when Mode =:= rollback -> Settle({rollback, To, From});
        _ -> Settle(Last)
    end.

%% Prepares the installation of the version before, or of the one that the user named.
-spec rollback(relup_install:request(), left()) -> go | runs.
rollback(#{back := Back} = Request, Left) ->
    From = relup_install_node:runs(),
    case before(Back, From, Left) of
        [From] ->
            relup_install_journal:claim(relup_install_journal:new(rollback, From, From)),
            runs;
        [To] ->
            lists:keymember(To, 1, relup_install_node:known()) orelse
                relup_install_say:stop(no, "the node knows no version ~ts", [To]),
            Instructions =
                case scripts(To, 2, From) ++ scripts(From, 3, To) of
                    [{_, List} | _] -> List;
                    [] -> relup_install_say:stop(no, "no relup leads from ~ts to ~ts", [From, To])
                end,
            Journal = relup_install_journal:new(rollback, From, To),
            relup_install_journal:claim(Journal#{restarts => relup_install_unpack:restarts(Instructions)}),
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

%% The versions that may be meant. Whoever repeats a rollback, as the answer to the first got lost, means the same version.
-spec before(Back :: string(), From :: string(), left()) -> [string()].
before("", _, {back, To}) ->
    [To];
before("", From, none) ->
    case relup_install_journal:read() of
        #{last := {rollback, Taken, From}} ->
            relup_install_say:say("~ts was taken back to ~ts already; name a version to go further back", [Taken, From]);
        _ ->
            ok
    end,
    target(From);
before(From, From, _) ->
    relup_install_say:say("~ts runs already", [From]),
    [From];
before(Back, _, _) ->
    [Back].

%% What a rollback without a version leads to: the version that runs, if a rollback has led to it already.
-spec target(From :: string()) -> [string()].
target(From) ->
    case {relup_install_journal:read(), file:read_file(relup_install_node:path(From, "previous"))} of
        {#{last := {rollback, _, From}}, _} ->
            [From];
        {_, {ok, Previous}} ->
            [unicode:characters_to_list(Previous)];
        {_, {error, _}} ->
            Known = relup_install_node:known(),
            [Vsn || {Vsn, _} <- scripts(From, 3, any), lists:keymember(Vsn, 1, Known)]
    end.

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
    Own = relup_install_lock:run(),
    case relup_install_journal:read() of
        #{run := Own, from := From, to := To, environment := Before, started := Started} ->
            From =/= To andalso relup_install_node:runs() =:= To andalso relup_install_say:stop(failed, "~ts runs", [To]),
            relup_install_complete:restore(To),
            relup_install_node:environment() =:= Before orelse restore(Before, Started, To),
            remove_made(),
            relup_install_journal:settle(undone);
        _ ->
            ok
    end,
    done.

-spec restore([{string(), string() | false}], term(), string()) -> ok.
restore(Before, Started, To) ->
    set_environment(Before),
    case relup_install_node:incarnation() of
        Started ->
            ok;
        _ ->
            relup_install_say:say("it may have restarted with the configuration of ~ts: restart it again", [To])
    end.

-spec set_environment([{string(), string() | false}]) -> ok.
set_environment(Variables) ->
    lists:foreach(
        fun
            ({Variable, false}) -> os:unsetenv(Variable);
            ({Variable, Value}) -> os:putenv(Variable, Value)
        end,
        Variables).

%% Removes what the journal says that a run made, unless its version runs, or a restart boots it.
-spec remove_made() -> ok.
remove_made() ->
    #{made := Made, makes := Vsn, wrote_releases := Wrote} = Journal = relup_install_journal:read(),
    case lists:member(Vsn, [relup_install_node:runs(), relup_install_node:boots()]) of
        true ->
            ok;
        false ->
            restore_tarball(Journal),
            Made =:= [] orelse remove(Made, Vsn),
            Wrote andalso forget_releases(),
            ok
    end.

%% The tarball that had the place of this one.
-spec restore_tarball(relup_install_journal:journal()) -> ok.
restore_tarball(#{tarball := Place}) ->
    _ = file:rename(Place ++ ".kept", Place),
    %% Both may be one file.
    _ = file:delete(Place ++ ".kept"),
    ok;
restore_tarball(_) ->
    ok.

-spec remove([file:filename()], string()) -> ok.
remove(Made, To) ->
    _ = release_handler:set_removed(To),
    lists:foreach(fun(File) -> file:delete(File) =:= ok orelse file:del_dir(File) end, Made),
    relup_install_say:say("removed ~ts again", [To]).

-spec forget_releases() -> ok.
forget_releases() ->
    ok = relup_install_file:forget(relup_install_node:path("RELEASES")),
    relup_install_node:restart_handler().
