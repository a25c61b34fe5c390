%% Stops accepting connections: clients wait until relup_resume_acceptors.
%%
%% An acceptor that ends between accepting a connection and handing it over takes the connection with it. So acceptors are
%% suspended where they are: one that has just accepted a connection hands it over when it goes on.
-module(relup_suspend_acceptors).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    %% What a script has left that failed.
    ok = relup_web:forget(),
    relup_web:with_listeners(fun(Listeners) ->
        ok = relup_guard:protect(relup_resume_acceptors, fun() -> relup_resume_acceptors:run([]) end),
        %% The script comes before all that runs on the node, as long as clients wait.
        _ = process_flag(priority, high),
        Acceptors = [Pid || Listener <- Listeners, Pid <- relup_web:acceptors(Listener), is_pid(Pid)],
        ok = relup_hold:processes(relup_held_acceptors, Acceptors),
        ok = relup_web:keep(Listeners),
        relup_message:info("Stopped accepting connections at ~b listeners.", [length(Listeners)])
    end).
