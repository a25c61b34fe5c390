%% Undoes what a script has stopped or suspended if the script ends without doing so itself: a later instruction has
%% failed before the point of no return (behind it the node restarts), or only a check was made.
-module(relup_guard).
-export([protect/2, release/1]).

%% Undo is run at the end of the script, unless the guard is released before. One guard a name.
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

%% release_handler evaluates a script within one call, and answers a system message when that has ended. Any other
%% process is one's own: what it did holds as long as it lives.
await_end(Script) ->
    case whereis(release_handler) of
        Script ->
            catch sys:get_state(Script, infinity);
        _ ->
            Monitor = monitor(process, Script),
            receive {'DOWN', Monitor, process, Script, _} -> ok end
    end.
