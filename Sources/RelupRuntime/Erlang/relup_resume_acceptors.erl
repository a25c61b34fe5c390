%% Accepts connections again, and takes requests of connections that were held.
-module(relup_resume_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    ok = relup_hold:release(relup_held_acceptors),
    ok = relup_hold:release(relup_held_connections),
    _ = process_flag(priority, normal),
    relup_web:with_listeners(fun(Listeners) ->
        lists:foreach(fun relup_web:renew_acceptors/1, Listeners),
        relup_message:info("Accepting connections again at ~b listeners.", [length(Listeners)])
    end),
    relup_guard:release(?MODULE).
