%% Suspends websockets: messages to them wait until relup_resume_channels.
-module(relup_suspend_channels).
-export([run/1, bulk_suspend/1, bulk_suspend/2]).

-spec run(term()) -> ok.
run(_Name) ->
    case lists:flatmap(fun relup_web:websockets/1, relup_web:listeners()) of
        [] ->
            relup_message:info("No websockets to suspend.", []);
        Websockets ->
            ok = relup_guard:protect(relup_resume_channels, fun() -> relup_resume_channels:run([]) end),
            %% So that nobody has to find them again while clients wait.
            _ = put(relup_suspended_channels, Websockets),
            tell(bulk_suspend(Websockets), length(Websockets))
    end.

tell(ok, Count) ->
    relup_message:info("Suspended ~b websockets.", [Count]);
tell(not_supported, Count) ->
    relup_message:warning("None of ~b websockets can be suspended.", [Count]);
tell({errors, Failed, _}, Count) ->
    relup_message:warning("Suspended ~b of ~b websockets, ~b failed.", [Count - Failed, Count, Failed]).

-spec bulk_suspend([pid()]) -> ok | {errors, pos_integer(), [{pid(), term()}]} | not_supported.
bulk_suspend(Pids) -> bulk_suspend(Pids, 1000).

%% Suspends all at once, each within Timeout in milliseconds; the errors are in the order of the processes.
-spec bulk_suspend([pid()], timeout()) -> ok | {errors, pos_integer(), [{pid(), term()}]} | not_supported.
bulk_suspend(Pids, Timeout) -> relup_bulk:suspend(Pids, Timeout).
