%% Refuses the upgrade while a process runs old code of one of the modules that it loads. Loading would purge that code: a brutal
%% purge would kill the processes that run it, and with a soft purge the upgrade would fail. Old code that nobody runs is
%% purged: release_handler leaves that of the last upgrade for half a minute.
-module(relup_check_old_code).
-export([run/1]).

-spec run([module()]) -> ok.
run(Modules) ->
    case [Module || Module <- Modules, erlang:check_old_code(Module), not code:soft_purge(Module)] of
        [] ->
            relup_message:info("No process runs old code.", []);
        Old ->
            relup_message:warning("Processes run old code of these modules: ~tp", [Old]),
            throw({error, {running_old_code, Old}})
    end.
