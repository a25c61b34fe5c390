%% Does something to many processes at once, each in a helper process of its own.
-module(relup_bulk).
-export([suspend/2, resume/2, map/3]).

-type result() :: ok | {errors, pos_integer(), [{pid(), term()}]} | not_supported.

-spec suspend([pid()], timeout()) -> result().
suspend(Pids, Timeout) -> system(suspend, Pids, Timeout).

-spec resume([pid()], timeout()) -> result().
resume(Pids, Timeout) -> system(resume, Pids, Timeout).

%% ok if all succeeded; not_supported if all failed like processes that do not handle system messages.
system(Function, Pids, Timeout) ->
    Results = all(fun(Pid) -> ok = sys:Function(Pid, Timeout) end, Pids),
    Errors = [{Pid, Reason} || {Pid, {error, Reason}} <- Results],
    Unanswered = [Pid || {Pid, {Why, {sys, _, _}}} <- Errors, Why =:= noproc orelse Why =:= timeout],
    if
        Errors =:= [] -> ok;
        length(Unanswered) =:= length(Pids) -> not_supported;
        true -> {errors, length(Errors), Errors}
    end.

%% What Function returns for each process, or Default if it fails; in the order of the processes.
-spec map(fun((pid()) -> Value), Value, [pid()]) -> [Value].
map(Function, Default, Pids) ->
    [case Result of {ok, Value} -> Value; {error, _} -> Default end || {_, Result} <- all(Function, Pids)].

all(Function, Pids) ->
    Helpers = [{Pid, spawn_opt(fun() -> exit(attempt(Function, Pid)) end, [monitor, {priority, high}])} || Pid <- Pids],
    [receive {'DOWN', Monitor, process, Helper, Result} -> {Pid, outcome(Result)} end
        || {Pid, {Helper, Monitor}} <- Helpers].

attempt(Function, Pid) ->
    try
        {relup, ok, Function(Pid)}
    catch
        _:Reason -> {relup, error, Reason}
    end.

outcome({relup, Kind, Value}) -> {Kind, Value};
outcome(Killed) -> {error, Killed}.
