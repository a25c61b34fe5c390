%% The web servers of the node: which processes accept connections, which connections there are, and what these do. An
%% adapter is a module with this behaviour that knows one kind of server. The node's adapters are those that are loaded.
-module(relup_web).
-export([listeners/0, keep/1, forget/0, with_listeners/1, acceptors/1, renew_acceptors/1]).
-export([connections/1, websockets/1, requests/1, notify/2, hold_idle/4, see_requests/1, is_endless/1]).

%% The processes of listeners; each is the listener's supervisor.
-callback listeners() -> [pid()].
%% The children that accept connections, as {Supervisor, [Id]}; throws if they cannot be found.
-callback acceptors(Listener :: pid()) -> [{Supervisor :: pid(), [Id :: term()]}].
%% Throws if their supervisor cannot be found.
-callback connections(Listener :: pid()) -> [pid()].
%% The processes among these that can be suspended as websockets; each may take Timeout milliseconds to answer.
-callback websockets([pid()], Timeout :: timeout()) -> [pid()].
%% Whether the process of a connection handles a request itself.
-callback is_busy(Connection :: pid()) -> boolean().
%% Whether a connection waits for a message of its socket with a request, or waits and reads from it; is at work for a
%% request and reads what it needs, or receives it in messages; or is none that has requests, such as a websocket. One
%% that still reads the head of its request, or shakes hands, waits too. One that shares receives messages with requests
%% while others run, as HTTP/2 does.
-callback doing(Connection :: pid()) -> waits | reads | works | receives | shares | other.
%% Sends a message to such a process, unless the process would take it for one of its own.
-callback notify(Connection :: pid(), Message :: term()) -> ok.

-type listener() :: {Adapter :: module(), pid()}.
%% What handles a request: a process of its own, which ends with it, or a connection of an adapter, which may continue.
-type request() :: {process | module(), pid()}.

%% How long a connection may take to answer what it is, and an acceptor to hand a connection over; in milliseconds.
-define(TIMEOUT, 1000).
-define(INTERVAL, 2).

%% For how long requests are watched before clients wait, and how often, in milliseconds.
-define(WATCH, 500).
-define(WATCH_INTERVAL, 20).

%% To find them takes a look at all processes: the script keeps those that it holds.
-spec listeners() -> [listener()].
listeners() ->
    case get(?MODULE) of
        undefined -> [{Adapter, Listener} || Adapter <- adapters(), Listener <- Adapter:listeners()];
        Kept -> [Known || {_, Listener} = Known <- Kept, is_process_alive(Listener)]
    end.

-spec keep([listener()]) -> ok.
keep(Listeners) -> _ = put(?MODULE, Listeners), ok.

-spec forget() -> ok.
forget() -> _ = erase(?MODULE), ok.

%% Runs Function with the listeners, unless there are none.
-spec with_listeners(fun(([listener()]) -> ok)) -> ok.
with_listeners(Function) ->
    case listeners() of
        [] -> ok;
        Listeners -> Function(Listeners)
    end.

%% The loaded modules that declare themselves adapters.
adapters() -> lists:sort([Module || {Module, _} <- code:all_loaded(), is_adapter(Module)]).

%% The attributes of all modules of a node take milliseconds to read.
is_adapter(Module) ->
    erlang:function_exported(Module, listeners, 0) andalso
        %% A module may be gone by now.
        try Module:module_info(attributes) of
            Attributes -> lists:any(fun is_own/1, Attributes)
        catch
            error:undef -> false
        end.

is_own({Name, Behaviours}) ->
    (Name =:= behaviour orelse Name =:= behavior) andalso lists:member(?MODULE, Behaviours).

%% The processes that accept connections, undefined for each one that is stopped.
-spec acceptors(listener()) -> [pid() | undefined].
acceptors({Adapter, Listener}) ->
    [Pid || {Supervisor, Ids} <- Adapter:acceptors(Listener), Id <- Ids,
        {ok, Pid} <- [relup_process:child(Supervisor, Id)]].

%% Acceptors that run old code of a server that was upgraded end, and others start. An acceptor that has accepted a
%% connection hands it over first. The listening socket belongs to another process and stays open.
-spec renew_acceptors(listener()) -> ok.
renew_acceptors({Adapter, Listener}) ->
    [renew(Supervisor, Id) || {Supervisor, Ids} <- Adapter:acceptors(Listener), Id <- Ids],
    ok.

renew(Supervisor, Id) ->
    case relup_process:child(Supervisor, Id) of
        {ok, Pid} when is_pid(Pid) ->
            runs_old_code(Pid) andalso begin
                await_handover(Pid, erlang:monotonic_time(millisecond) + ?TIMEOUT),
                ok = supervisor:terminate_child(Supervisor, Id),
                start(Supervisor, Id)
            end;
        _ ->
            start(Supervisor, Id)
    end.

runs_old_code(Pid) ->
    case process_info(Pid, current_stacktrace) of
        {current_stacktrace, Stack} ->
            Modules = lists:usort([Module || {Module, _, _, _} <- Stack]),
            lists:any(
                fun(M) -> erlang:check_old_code(M) andalso erlang:check_process_code(Pid, M) =:= true end, Modules);
        undefined ->
            false
    end.

await_handover(Pid, Deadline) ->
    case has_connection(Pid) andalso erlang:monotonic_time(millisecond) < Deadline of
        true -> timer:sleep(?INTERVAL), await_handover(Pid, Deadline);
        false -> ok
    end.

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

start(Supervisor, Id) ->
    case supervisor:restart_child(Supervisor, Id) of
        {ok, _} -> ok;
        {ok, _, _} -> ok;
        {error, running} -> ok;
        {error, restarting} -> ok;
        {error, Reason} -> throw({error, {acceptor_not_started, Id, Reason}})
    end.

-spec connections(listener()) -> [pid()].
connections({Adapter, Listener}) -> Adapter:connections(Listener).

-spec websockets(listener()) -> [pid()].
websockets(Listener) ->
    {Websockets, _, _} = sorted(Listener),
    Websockets.

%% What handles a request right now.
-spec requests(listener()) -> [request()].
requests({Adapter, _} = Listener) ->
    {_, Connections, Children} = sorted(Listener),
    [{process, Pid} || Pid <- Children] ++ [{Adapter, Pid} || Pid <- Connections, Adapter:is_busy(Pid)].

%% {Websockets, other connections, other processes that connections started for requests}
sorted({Adapter, _} = Listener) ->
    {Websockets, Others} = partition(Adapter, connections(Listener)),
    {More, Children} = partition(Adapter, lists:flatmap(fun relup_process:linked_children/1, Others)),
    {Websockets ++ More, Others, Children}.

partition(Adapter, Pids) ->
    Websockets = Adapter:websockets(Pids, ?TIMEOUT),
    Known = maps:from_list([{Pid, true} || Pid <- Websockets]),
    {Websockets, [Pid || Pid <- Pids, not maps:is_key(Pid, Known)]}.

%% Whether a process of a request sends messages on as they come: that has no end that anybody could wait for. One that
%% hibernates, is a websocket, or polls for Phoenix is such a process.
-spec is_endless(pid()) -> boolean().
is_endless(Pid) ->
    case process_info(Pid, [status, current_function]) of
        [{status, Status}, {current_function, {Module, _, _}}]
                when Module =:= cowboy_loop; Module =:= 'Elixir.Phoenix.Transports.LongPoll' ->
            Status =:= waiting orelse Status =:= suspended;
        [_, {current_function, {erlang, hibernate, _}}] -> true;
        [_, _] -> relup_process:calls(Pid, cowboy_websocket);
        undefined -> true
    end.

%% Watches the requests that run, until each has ended or has been seen for a while, and keeps when each was first seen:
%% those that last, such as server-sent events, are known before any client waits. A script that was checked has seen
%% them before.
-spec see_requests([listener()]) -> ok.
see_requests(Listeners) -> watch(Listeners, seen(), none).

watch(Listeners, Before, Watched) ->
    Now = erlang:monotonic_time(millisecond),
    Running = [Request || Listener <- Listeners, Connection <- connections(Listener),
        is_at_work(Listener, Connection), Request <- running(Connection)],
    Seen = maps:from_list([{Request, maps:get(Request, Before, Now)} || Request <- Running]),
    %% Those that begin now are none of those that are watched.
    Left = case Watched of none -> Seen; _ -> maps:with(maps:keys(Watched), Seen) end,
    _ = put({?MODULE, seen}, Seen),
    case lists:any(fun(Since) -> Now - Since < ?WATCH end, maps:values(Left)) of
        true -> timer:sleep(?WATCH_INTERVAL), watch(Listeners, Seen, Left);
        false -> ok
    end.

seen() ->
    case get({?MODULE, seen}) of
        undefined -> #{};
        Seen -> Seen
    end.

is_at_work({Adapter, _}, Connection) -> lists:member(Adapter:doing(Connection), [works, receives, shares]).

%% What tells the requests of a connection from later ones: their processes, or how much the connection has received.
running(Connection) ->
    case relup_process:linked_children(Connection) of
        [] -> [{Connection, Octets} || {ok, Octets} <- [inet:getstat(Port, [recv_oct]) || Port <- sockets(Connection)]];
        Children -> Children
    end.

%% Holds the connections that wait for a request, under a name of relup_hold; gives how many are at work.
%%
%% A connection whose requests were seen so long ago, in milliseconds, is not at work: it takes no others meanwhile.
%% Early, those that share are held as well: requests that run end, and none begin. But some need what their clients
%% still send, so these are not held later. At last all are held that receive messages: their requests go on a moment
%% later.
-spec hold_idle(listener(), Name :: atom(), Long :: timeout(), early | later | last) -> non_neg_integer().
hold_idle({Adapter, _} = Listener, Name, Long, Stage) ->
    Doing = [{Pid, lasting(Pid, Adapter:doing(Pid), Long)} || Pid <- connections(Listener)],
    Receiving = [Pid || {Pid, receives} <- Doing],
    Sharing = [Pid || {Pid, shares} <- Doing],
    %% One that has answered its last request in the meantime waits for its client to close the connection.
    Others = [Pid || {Pid, other} <- Doing],
    {Held, Free} =
        case Stage of
            early -> {Sharing, Receiving};
            later -> {[], Sharing ++ Receiving};
            last -> {Sharing ++ Receiving, []}
        end,
    Waiting = [{Pid, Socket} || Pid <- [Pid || {Pid, waits} <- Doing] ++ Held, Socket <- sockets(Pid)],
    ok = relup_hold:sockets(Name, Waiting, Free ++ Others),
    ok = relup_hold:processes(Name, [Pid || {Pid, reads} <- Doing]),
    length(Receiving) + length(Sharing) + length([Pid || {Pid, works} <- Doing]).

%% A connection that runs a long request itself is held where it waits; another one is at work for itself.
lasting(Pid, Doing, Long) when Doing =:= works; Doing =:= receives; Doing =:= shares ->
    case running(Pid) of
        [_ | _] = Running ->
            Seen = seen(),
            Now = erlang:monotonic_time(millisecond),
            IsLong = fun(Request) -> is_map_key(Request, Seen) andalso Now - maps:get(Request, Seen) >= Long end,
            case lists:all(IsLong, Running) of
                true -> lasting(Pid, Doing);
                false -> Doing
            end;
        [] ->
            Doing
    end;
lasting(_, Doing, _) ->
    Doing.

lasting(Pid, works) ->
    case process_info(Pid, status) of
        {status, Status} when Status =:= waiting; Status =:= suspended -> reads;
        _ -> other
    end;
lasting(_, _) ->
    waits.

%% The sockets that deliver messages to a process, or to the process that decrypts for it.
sockets(Pid) ->
    case process_info(Pid, [links, monitored_by]) of
        [{links, Links}, {monitored_by, Watchers}] ->
            Own = lists:filter(fun is_port/1, Links),
            Own ++ [Port || Own =:= [], Watcher <- Watchers, is_of_tls(Watcher), Port <- links(Watcher), is_port(Port)];
        undefined ->
            []
    end.

links(Pid) ->
    case process_info(Pid, links) of
        {links, Links} -> Links;
        undefined -> []
    end.

is_of_tls(Pid) -> is_pid(Pid) andalso lists:member(relup_process:module(Pid), [tls_connection, ssl_gen_statem]).

%% Sends a message to what handles a request.
-spec notify(request(), term()) -> ok.
notify({process, Pid}, Message) -> Pid ! Message, ok;
notify({Adapter, Pid}, Message) -> Adapter:notify(Pid, Message).
