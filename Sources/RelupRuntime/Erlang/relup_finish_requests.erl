%% Waits for running requests to end, and holds each connection as soon as it waits for the next request: what clients send
%% stays in the sockets until relup_rerun_requests. Tells requests that do not end that the upgrade starts. Those that
%% were seen for as long before are not waited for.
-module(relup_finish_requests).
-export([run/1]).

%% How often to look at the connections, in milliseconds.
-define(INTERVAL, 2).

%% Timeout is in milliseconds.
-spec run({term(), non_neg_integer()}) -> ok.
run({_Name, Timeout}) ->
    relup_web:with_listeners(fun(Listeners) ->
        Start = erlang:monotonic_time(millisecond),
        ok = relup_guard:protect(relup_resume_acceptors, fun() -> relup_resume_acceptors:run([]) end),
        Left = await(Listeners, 2, Timeout, Start),
        Requests = lists:flatmap(fun relup_web:requests/1, Listeners),
        [relup_web:notify(Request, upgrade_started) || Request <- Requests],
        tell(Left, erlang:monotonic_time(millisecond) - Start)
    end).

%% How many connections are at work when the time is up. One that is new may come between two looks, so it takes Times
%% looks without any that is at work.
await(_, 0, _, _) ->
    0;
await(Listeners, Times, Timeout, Start) ->
    Time = erlang:monotonic_time(millisecond) - Start,
    Stage =
        if
            Time >= Timeout -> last;
            Time >= Timeout div 2 -> later;
            true -> early
        end,
    case lists:sum([relup_web:hold_idle(Listener, relup_held_connections, Timeout, Stage) || Listener <- Listeners]) of
        0 ->
            erlang:yield(),
            await(Listeners, Times - 1, Timeout, Start);
        Working when Stage =:= last ->
            Working;
        _ ->
            timer:sleep(?INTERVAL),
            await(Listeners, 2, Timeout, Start)
    end.

tell(0, Time) -> relup_message:info("No requests are running, after ~b ms.", [Time]);
tell(Left, Time) -> relup_message:warning("~b connections are still at work, after ~b ms.", [Left, Time]).
