%% Resumes websockets.
-module(relup_resume_channels).
-export([run/1, bulk_resume/1, bulk_resume/2]).

-spec run(term()) -> ok.
run(_Name) ->
    case suspended() of
        [] -> ok;
        Websockets -> tell(bulk_resume(Websockets), length(Websockets))
    end,
    relup_guard:release(?MODULE).

%% The script knows them; its guard has to look for them.
suspended() ->
    case erase(relup_suspended_channels) of
        undefined -> lists:flatmap(fun relup_web:websockets/1, relup_web:listeners());
        Websockets -> lists:filter(fun is_process_alive/1, Websockets)
    end.

tell(ok, Count) ->
    relup_message:info("Resumed ~b websockets.", [Count]);
tell(not_supported, Count) ->
    relup_message:warning("None of ~b websockets can be resumed.", [Count]);
tell({errors, Failed, _}, Count) ->
    relup_message:warning("Resumed ~b of ~b websockets, ~b failed.", [Count - Failed, Count, Failed]).

-spec bulk_resume([pid()]) -> ok | {errors, pos_integer(), [{pid(), term()}]} | not_supported.
bulk_resume(Pids) -> bulk_resume(Pids, 1000).

%% Resumes all at once, each within Timeout in milliseconds; the errors are in the order of the processes.
-spec bulk_resume([pid()], timeout()) -> ok | {errors, pos_integer(), [{pid(), term()}]} | not_supported.
bulk_resume(Pids, Timeout) -> relup_bulk:resume(Pids, Timeout).
