%% Waits for running requests to end, and tells those that do not end that the upgrade starts.
-module(relup_finish_requests).
-export([run/1]).

%% How often to check whether requests have ended, in milliseconds.
-define(INTERVAL, 10).

%% Timeout is in milliseconds.
-spec run({term(), non_neg_integer()}) -> ok.
run({_Name, Timeout}) ->
    case lists:flatmap(fun relup_web:requests/1, relup_web:listeners()) of
        [] ->
            relup_message:info("No requests are running.", []);
        Requests ->
            relup_message:info("Waiting up to ~b ms for ~b requests to end...", [Timeout, length(Requests)]),
            tell(await(Requests, erlang:monotonic_time(millisecond) + Timeout))
    end.

%% The requests that still run when the time is up.
await(Requests, End) ->
    case lists:filter(fun relup_web:is_running/1, Requests) of
        [] ->
            [];
        Running ->
            case End - erlang:monotonic_time(millisecond) of
                Left when Left > 0 ->
                    timer:sleep(min(Left, ?INTERVAL)),
                    await(Running, End);
                _ ->
                    Running
            end
    end.

tell([]) ->
    relup_message:info("All requests have ended.", []);
tell(Running) ->
    [relup_web:notify(Request, upgrade_started) || Request <- Running],
    relup_message:warning("~b requests are still running.", [length(Running)]).
