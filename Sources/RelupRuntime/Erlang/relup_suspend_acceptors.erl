%% Stops accepting connections: clients wait until relup_resume_acceptors.
%%
%% A connection is lost if its acceptor ends between accepting it and handing it over. An acceptor that waits for a
%% connection may get one while it is being stopped. But an acceptor of ranch accepts no other connection until the
%% supervisor that it hands connections over to has answered. So this suspends these supervisors, and stops acceptors
%% once they wait for them. An acceptor that gets no connection in that time, or is not ranch's, is stopped when it has
%% none.
-module(relup_suspend_acceptors).
-export([run/1]).

%% How long each acceptor may take to hand over a connection, how long to wait for acceptors that have one, how long to
%% hold supervisors at most, and how often to check; in milliseconds.
-define(HANDOVER, 200).
-define(TIMEOUT, 1000).
-define(HOLD, 3000).
-define(INTERVAL, 2).

-spec run(term()) -> ok.
run(_Name) ->
    relup_web:with_listeners(fun(Listeners) ->
        ok = relup_guard:protect(relup_resume_acceptors, fun() -> relup_resume_acceptors:run([]) end),
        Receivers = [{Listener, relup_web:receivers(Listener)} || Listener <- Listeners],
        Acceptors = [{Listener, Pid} || {Listener, [_ | _]} <- Receivers, Pid <- relup_web:acceptors(Listener)],
        holding(lists:append([Pids || {_, Pids} <- Receivers]), fun() ->
            await(fun() -> lists:all(fun has_handed_over/1, Acceptors) end, deadline(?HANDOVER)),
            stop(Listeners, deadline(?TIMEOUT))
        end),
        relup_message:info("Stopped accepting connections at ~b listeners.", [length(Listeners)])
    end).

%% Runs Function while these processes are suspended. They continue when the process that suspended them ends.
holding(Pids, Function) ->
    Script = self(),
    {Holder, Monitor} = spawn_monitor(fun() ->
        {ok, _} = timer:kill_after(?HOLD),
        lists:foreach(fun(Pid) -> try erlang:suspend_process(Pid) catch _:_ -> gone end end, Pids),
        Script ! {held, self()},
        timer:sleep(infinity)
    end),
    receive
        {held, Holder} -> ok;
        {'DOWN', Monitor, process, Holder, _} -> ok
    end,
    try
        Function()
    after
        exit(Holder, kill),
        demonitor(Monitor, [flush])
    end.

has_handed_over({_, undefined}) -> true;
has_handed_over({Listener, Pid}) -> relup_web:has_handed_over(Listener, Pid).

stop(Listeners, Deadline) ->
    Ready = fun(Pid) -> await(fun() -> not has_connection(Pid) end, Deadline) end,
    lists:foreach(fun(Listener) -> relup_web:stop_acceptors(Listener, Ready) end, Listeners).

%% It is at work, owns a socket, or asks another process: one that handles TLS, or the supervisor.
has_connection(Pid) ->
    case process_info(Pid, [status, current_function, links]) of
        [{status, waiting}, {current_function, {Module, _, _}}, {links, Links}] ->
            Module =:= gen orelse lists:any(fun is_port/1, Links);
        [_, _, _] ->
            true;
        undefined ->
            false
    end.

deadline(Time) -> erlang:monotonic_time(millisecond) + Time.

await(Condition, Deadline) ->
    case Condition() orelse erlang:monotonic_time(millisecond) >= Deadline of
        true -> ok;
        false -> timer:sleep(?INTERVAL), await(Condition, Deadline)
    end.
