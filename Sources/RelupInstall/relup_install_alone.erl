%% release_handler has application_controller remove the environment of each application and add the new one, key by key.
%% Whoever reads a key in between, finds none. So nothing else may run in that moment.
-module(relup_install_alone).
-export([change_environment/1]).

%% How long the node may run on one scheduler, in milliseconds, and how often the guard looks at least: a node that the
%% machine did not run for seconds has not begun yet.
-spec limit() -> pos_integer().
limit() -> 3000.

-spec looks() -> pos_integer().
looks() -> 500.

%% Calls a function that installs a release. Until the environment has changed, one scheduler runs all processes, and
%% application_controller before all others: it waits for nobody while it changes the environment.
-spec change_environment(fun(() -> Answer)) -> Answer.
change_environment(Function) ->
    Caller = self(),
    ok = application:set_env(sasl, relup_install, at_work),
    {Guard, Monitor} = spawn_monitor(fun() ->
        prioritize(high),
        _ = erlang:system_flag(multi_scheduling, block_normal),
        Caller ! {alone, self()},
        await_change(looks(), erlang:monotonic_time(millisecond) + limit()),
        _ = erlang:system_flag(multi_scheduling, unblock_normal),
        prioritize(normal)
    end),
    receive
        {alone, Guard} -> ok;
        {'DOWN', Monitor, process, Guard, _} -> ok
    end,
    try
        Function()
    after
        Guard ! done,
        receive
            {'DOWN', Monitor, process, Guard, _} -> ok
        end,
        %% Where the installation failed and the node is about to restart, application_controller does not answer any more.
        ok = forget()
    end.

-spec forget() -> ok.
forget() ->
    case application:get_env(sasl, relup_install) of
        undefined -> ok;
        _ -> application:unset_env(sasl, relup_install)
    end.

%% The key is one of those that are removed.
-spec await_change(Looks :: integer(), Deadline :: integer()) -> ok.
await_change(Looks, Deadline) ->
    receive
        done -> ok
    after 1 ->
        Waits =
            application:get_env(sasl, relup_install) =/= undefined andalso
                (Looks > 0 orelse erlang:monotonic_time(millisecond) < Deadline),
        case Waits of
            true -> await_change(Looks - 1, Deadline);
            false -> ok
        end
    end.

-spec prioritize(normal | high) -> ok.
prioritize(Priority) ->
    _ = sys:replace_state(application_controller, fun(State) ->
        process_flag(priority, Priority),
        State
    end),
    ok.
