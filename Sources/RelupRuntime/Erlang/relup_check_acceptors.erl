%% Refuses the upgrade if the processes that accept connections cannot be found. Changes nothing; a node without a web
%% server passes.
-module(relup_check_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    case relup_web:listeners() of
        [] ->
            relup_message:info("No web server runs here.", []);
        Listeners ->
            Acceptors = lists:flatmap(fun relup_web:acceptors/1, Listeners),
            relup_message:info("Found ~b acceptors of ~b listeners.", [length(Acceptors), length(Listeners)])
    end.
