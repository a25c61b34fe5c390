%% Holds processes and sockets: a process that is held does not run, and a socket that is held delivers nothing, so that
%% what clients send waits. All of it goes on when it is released. Nothing that is held notices anything but the time.
-module(relup_hold).
-export([processes/2, sockets/3, release/1, finish/0]).

%% {The process that receives, its socket}
-type socket() :: {pid(), port()}.

%% How long a socket may wait for its process to be ready for it when it is released, and how often to look; in
%% milliseconds. A process that is busy for longer is at work with what it got, and asks for more by itself.
-define(TIMEOUT, 2000).
-define(INTERVAL, 2).

%% Holds processes in addition to those that are held under this name.
-spec processes(Name :: atom(), [pid()]) -> ok.
processes(Name, Pids) -> ask(Name, {processes, Pids}).

%% Holds sockets of processes that wait for data. Those that have become active again since are held once more. Data may
%% have come just before a socket was held: a process that is at work with it, or has ended its work and waits for the
%% connection to be closed, gets its messages.
-spec sockets(Name :: atom(), [socket()], Free :: [pid()]) -> ok.
sockets(Name, Sockets, Free) -> ask(Name, {sockets, Sockets, Free}).

%% Releases all that is held under a name.
-spec release(Name :: atom()) -> ok.
release(Name) ->
    case whereis(Name) of
        undefined -> ok;
        _ -> ask(Name, release)
    end.

%% Waits until all sockets that were released are what they were. The script removes this module after that.
-spec finish() -> ok.
finish() ->
    case whereis(?MODULE) of
        undefined ->
            ok;
        Pid ->
            Monitor = monitor(process, Pid),
            receive {'DOWN', Monitor, process, Pid, _} -> ok end
    end.

%% The holder is not linked to anybody; when it ends, the system resumes the processes that it suspended. It comes before
%% the requests that it lets go on.
ask(Name, Request) ->
    Holder =
        case whereis(Name) of
            undefined ->
                Pid = spawn_opt(fun() -> loop(#{}) end, [{priority, high}]),
                true = register(Name, Pid),
                Pid;
            Pid ->
                Pid
        end,
    Monitor = monitor(process, Holder),
    Holder ! {Request, self(), Monitor},
    receive
        {Monitor, ok} -> demonitor(Monitor, [flush]), ok;
        {'DOWN', Monitor, process, Holder, _} -> ok
    end.

%% Active is what the option of the socket was, by process and socket.
loop(Active) ->
    receive
        {{processes, Pids}, From, Reference} ->
            [try erlang:suspend_process(Pid, [unless_suspending]) catch error:_ -> gone end || Pid <- Pids],
            From ! {Reference, ok},
            loop(Active);
        {{sockets, Sockets, Free}, From, Reference} ->
            IsFree = maps:from_keys(Free, true),
            Still = maps:filter(fun({Pid, Port}, Was) -> not (maps:is_key(Pid, IsFree) andalso free(Port, Was)) end, Active),
            Held = lists:foldl(fun hold/2, Still, Sockets),
            From ! {Reference, ok},
            loop(Held);
        {release, From, Reference} ->
            %% The name is free at once, and processes go on when this ends.
            {registered_name, Name} = process_info(self(), registered_name),
            true = unregister(Name),
            Left = maps:filter(fun(Socket, Was) -> not is_active_again(Socket, Was) end, Active),
            _ = Left =/= #{} andalso register(?MODULE, self()),
            From ! {Reference, ok},
            finish(Left, erlang:monotonic_time(millisecond) + ?TIMEOUT)
    end.

hold({_, Port} = Socket, Active) ->
    case inet:getopts(Port, [active]) of
        {ok, [{active, Was}]} when Was =/= false ->
            _ = inet:setopts(Port, [{active, false}]),
            Active#{Socket => Was};
        _ ->
            Active
    end.

%% A socket that is active once has not delivered anything if its process still waits for data. A process that is at
%% work may have got its data already, and asks for more by itself.
is_active_again({Pid, Port}, Was) ->
    case inet:getopts(Port, [active]) of
        {ok, [{active, false}]} ->
            (Was =/= once orelse is_waiting(Pid)) andalso free(Port, Was);
        _ ->
            true
    end.

free(Port, Was) ->
    case inet:getopts(Port, [active]) of
        {ok, [{active, false}]} -> _ = inet:setopts(Port, [{active, Was}]), true;
        _ -> true
    end.

is_waiting(Pid) ->
    case process_info(Pid, [status, message_queue_len]) of
        [{status, waiting}, {message_queue_len, 0}] -> true;
        [{status, _}, _] -> false;
        undefined -> true
    end.

finish(Left, Deadline) ->
    case maps:filter(fun(Socket, Was) -> not is_active_again(Socket, Was) end, Left) of
        None when None =:= #{} -> ok;
        Some ->
            erlang:monotonic_time(millisecond) >= Deadline orelse begin
                timer:sleep(?INTERVAL),
                finish(Some, Deadline)
            end
    end.
