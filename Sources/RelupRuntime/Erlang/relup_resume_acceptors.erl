%% Accepts connections again.
-module(relup_resume_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    relup_web:with_listeners(fun(Listeners) ->
        lists:foreach(fun relup_web:start_acceptors/1, Listeners),
        ok = relup_guard:release(?MODULE),
        relup_message:info("Accepting connections again at ~b listeners.", [length(Listeners)])
    end).
