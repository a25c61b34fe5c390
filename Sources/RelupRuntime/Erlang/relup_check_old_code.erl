%% Refuses the upgrade while one of the modules that it loads has old code. Loading would purge that code: a brutal
%% purge would kill the processes that run it, and with a soft purge the upgrade would fail. Changes nothing.
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
