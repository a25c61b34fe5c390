%% Accepts connections again, and takes requests of connections that were held.
-module(relup_resume_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    ok = relup_hold:release(relup_held_acceptors),
    ok = relup_hold:release(relup_held_connections),
    ok = calm(self()),
    ok = calm(whereis(release_handler)),
    relup_web:with_listeners(fun(Listeners) ->
        lists:foreach(fun relup_web:renew_acceptors/1, Listeners),
        relup_message:info("Accepting connections again at ~b listeners.", [length(Listeners)])
    end),
    ok = relup_web:forget(),
    ok = relup_hold:finish(),
    relup_guard:release(?MODULE).

%% Gives the process of the script its priority back, from there or from the guard that undoes what it did.
-spec calm(pid() | undefined) -> ok.
calm(Pid) when Pid =:= self() ->
    _ = process_flag(priority, normal),
    ok;
calm(Pid) when is_pid(Pid) ->
    case process_info(Pid, priority) of
        {priority, high} ->
            _ = sys:replace_state(Pid, fun(State) -> process_flag(priority, normal), State end),
            ok;
        _ ->
            ok
    end;
calm(undefined) ->
    ok.
