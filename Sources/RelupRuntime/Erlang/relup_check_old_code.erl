%% Refuses the upgrade while one of the modules that it loads has old code, which loading would purge: processes that
%% run it would be killed, or the upgrade fail where the purge is soft. Changes nothing.
-module(relup_check_old_code).
-export([run/1]).

-spec run([module()]) -> ok.
run(Modules) ->
    case [Module || Module <- Modules, erlang:check_old_code(Module)] of
        [] ->
            relup_message:info("No module has old code.", []);
        Old ->
            relup_message:warning("These modules have old code: ~tp", [Old]),
            throw({error, {running_old_code, Old}})
    end.
