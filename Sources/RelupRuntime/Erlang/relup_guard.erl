%% Undoes what a script has stopped or suspended if the script ends without undoing it. Then a later instruction failed
%% before the point of no return (after that, the node restarts), or the upgrade was only checked.
-module(relup_guard).
-export([protect/2, release/1]).

%% Runs Undo at the end of the script, unless the guard is released before. One guard for each name.
-spec protect(atom(), fun(() -> term())) -> ok.
protect(Name, Undo) ->
    release(Name),
    Script = self(),
    Guard = spawn(fun() -> await_end(Script), Undo() end),
    true = register(Name, Guard),
    ok.

-spec release(atom()) -> ok.
release(Name) ->
    case whereis(Name) of
        undefined ->
            ok;
        Guard when Guard =:= self() ->
            true = unregister(Name),
            ok;
        Guard ->
            Monitor = monitor(process, Guard),
            exit(Guard, kill),
            receive {'DOWN', Monitor, process, Guard, _} -> ok end
    end.

%% release_handler evaluates a script within one call, and answers a system message after it. Any other process acts for
%% itself: what it did stays until it ends.
await_end(Script) ->
    case whereis(release_handler) of
        Script ->
            try sys:get_state(Script, infinity) catch _:_ -> gone end;
        _ ->
            Monitor = monitor(process, Script),
            receive {'DOWN', Monitor, process, Script, _} -> ok end
    end.
