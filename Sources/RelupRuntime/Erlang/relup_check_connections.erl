%% Refuses the upgrade if the supervisors of connections cannot be found, and sees which requests last. Changes nothing.
-module(relup_check_connections).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    relup_web:with_listeners(fun(Listeners) ->
        Connections = lists:flatmap(fun relup_web:connections/1, Listeners),
        Websockets = lists:flatmap(fun relup_web:websockets/1, Listeners),
        relup_message:info("Found ~b connections, ~b of them websockets.", [length(Connections), length(Websockets)]),
        relup_web:see_requests(Listeners)
    end).
