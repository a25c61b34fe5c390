%% Commands of the operating system that a rehearsal runs.
-module(relup_rehearse_command).
-export([run/3, start/3, stop/1, has_ended/1]).

-export_type([running/0, settings/0]).

-opaque running() :: port().
-type settings() :: #{folder := file:filename(), environment := [{string(), string()}]}.

%% Runs a program to its end; standard error goes with standard output. `timeout`: it was killed.
-spec run([string()], settings(), non_neg_integer()) -> {non_neg_integer() | timeout, Output :: binary()}.
run(Command, Settings, Timeout) ->
    Port = open(Command, Settings, [stderr_to_stdout]),
    await(Port, [], erlang:monotonic_time(millisecond) + Timeout).

await(Port, Output, End) ->
    receive
        {Port, {data, Data}} -> await(Port, [Output, Data], End);
        {Port, {exit_status, Status}} -> {Status, iolist_to_binary(Output)}
    after max(0, End - erlang:monotonic_time(millisecond)) ->
        stop(Port),
        {timeout, iolist_to_binary(Output)}
    end.

%% Starts a program that goes on, and writes what it says at the end of a file. It ends with this node.
-spec start([string()], settings(), Log :: file:filename()) -> running().
start(Command, #{environment := Environment} = Settings, Log) ->
    %% The second shell waits for the end of the pipe, which this node holds.
    Script = "exec 3<&0 >>\"$LOG\" 2>&1; \"$@\" </dev/null 3<&- & program=$!; "
        "(cat <&3; kill -KILL $program) 2>/dev/null & wait $program",
    open(["/bin/sh", "-c", Script, "sh" | Command], Settings#{environment := [{"LOG", Log} | Environment]}, []).

open([Program | Arguments], #{folder := Folder, environment := Environment}, Options) ->
    open_port({spawn_executable, Program},
        [binary, exit_status, {args, Arguments}, {cd, Folder}, {env, Environment} | Options]).

%% The status of a program that was started, if it has ended.
-spec has_ended(running()) -> {true, non_neg_integer()} | false.
has_ended(Port) ->
    receive
        {Port, {exit_status, Status}} -> {true, Status}
    after 0 -> false
    end.

%% Ends a program that was started.
-spec stop(running()) -> ok.
stop(Port) ->
    case erlang:port_info(Port, os_pid) of
        {os_pid, Pid} ->
            true = port_close(Port),
            gone(Pid, 100);
        undefined ->
            ok
    end.

gone(Pid, Tries) ->
    case filelib:is_dir("/proc/" ++ integer_to_list(Pid)) of
        true when Tries > 0 -> timer:sleep(50), gone(Pid, Tries - 1);
        _ -> ok
    end.
