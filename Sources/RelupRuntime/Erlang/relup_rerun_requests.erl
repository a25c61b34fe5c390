%% Tells the requests that ran during the upgrade that it has ended: those that failed can run again. Then takes requests of
%% connections that were held.
-module(relup_rerun_requests).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    case lists:flatmap(fun relup_web:requests/1, relup_web:listeners()) of
        [] ->
            ok;
        Requests ->
            [relup_web:notify(Request, upgrade_finished) || Request <- Requests],
            relup_message:info("Told ~b requests that the upgrade has ended.", [length(Requests)])
    end,
    relup_hold:release(relup_held_connections).
