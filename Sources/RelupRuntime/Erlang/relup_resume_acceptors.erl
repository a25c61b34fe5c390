%% Accepts connections again.
-module(relup_resume_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    case relup_web:listeners() of
        [] ->
            ok;
        Listeners ->
            lists:foreach(fun relup_web:start_acceptors/1, Listeners),
            ok = relup_guard:release(?MODULE),
            relup_message:info("Accepting connections again at ~b listeners.", [length(Listeners)])
    end.
