%% Stops accepting connections: clients wait until relup_resume_acceptors.
-module(relup_suspend_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    case relup_web:listeners() of
        [] ->
            ok;
        Listeners ->
            ok = relup_guard:protect(relup_resume_acceptors, fun() -> relup_resume_acceptors:run([]) end),
            lists:foreach(fun relup_web:stop_acceptors/1, Listeners),
            relup_message:info("Stopped accepting connections at ~b listeners.", [length(Listeners)])
    end.
