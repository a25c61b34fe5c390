%% Starts a child that the supervisor knows, and fails if it does not start.
%%
%% release_handler ignores what supervisor:restart_child/2 returns.
-module(relup_start_child).
-export([run/1]).

-spec run({Supervisor :: supervisor:sup_ref(), Id :: term()}) -> ok.
run({Supervisor, Id}) ->
    case supervisor:restart_child(Supervisor, Id) of
        {ok, _Child} -> ok;
        {ok, _Child, _Info} -> ok;
        {error, running} -> ok;
        {error, restarting} -> ok;
        {error, Reason} -> error({child_not_started, Supervisor, Id, Reason})
    end.
