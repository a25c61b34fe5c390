%% The web servers of the node: which processes accept connections, which connections there are, and what these do. An
%% adapter is a module with this behaviour that knows one kind of server. The node's adapters are those that are loaded.
-module(relup_web).
-export([listeners/0, with_listeners/1, acceptors/1, receivers/1, has_handed_over/2]).
-export([stop_acceptors/2, start_acceptors/1]).
-export([connections/1, websockets/1, requests/1, is_running/1, notify/2]).

%% The processes of listeners; each is the listener's supervisor.
-callback listeners() -> [pid()].
%% The children that accept connections, as {Supervisor, [Id]}; throws if they cannot be found.
-callback acceptors(Listener :: pid()) -> [{Supervisor :: pid(), [Id :: term()]}].
%% The processes that acceptors hand connections over to, and wait for.
-callback receivers(Listener :: pid()) -> [pid()].
%% Whether an acceptor has handed a connection over and waits.
-callback has_handed_over(Acceptor :: pid()) -> boolean().
%% Throws if their supervisor cannot be found.
-callback connections(Listener :: pid()) -> [pid()].
%% The processes among these that can be suspended as websockets; each may take Timeout milliseconds to answer.
-callback websockets([pid()], Timeout :: timeout()) -> [pid()].
%% Whether the process of a connection handles a request itself.
-callback is_busy(Connection :: pid()) -> boolean().
%% Sends a message to such a process, unless the process would take it for one of its own.
-callback notify(Connection :: pid(), Message :: term()) -> ok.

-type listener() :: {Adapter :: module(), pid()}.
%% What handles a request: a process of its own, which ends with it, or a connection of an adapter, which may continue.
-type request() :: {process | module(), pid()}.

%% How long a connection may take to answer what it is, in milliseconds.
-define(TIMEOUT, 1000).

-spec listeners() -> [listener()].
listeners() -> [{Adapter, Listener} || Adapter <- adapters(), Listener <- Adapter:listeners()].

%% Runs Function with the listeners, unless there are none.
-spec with_listeners(fun(([listener()]) -> ok)) -> ok.
with_listeners(Function) ->
    case listeners() of
        [] -> ok;
        Listeners -> Function(Listeners)
    end.

%% The loaded modules that declare themselves adapters.
adapters() -> lists:sort([Module || {Module, _} <- code:all_loaded(), is_adapter(Module)]).

is_adapter(Module) ->
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

-spec receivers(listener()) -> [pid()].
receivers({Adapter, Listener}) -> Adapter:receivers(Listener).

-spec has_handed_over(listener(), pid()) -> boolean().
has_handed_over({Adapter, _}, Acceptor) -> Adapter:has_handed_over(Acceptor).

%% Calls Ready for each acceptor directly before stopping it. The listening socket belongs to another process and stays
%% open: clients wait in its backlog.
-spec stop_acceptors(listener(), fun((pid()) -> term())) -> ok.
stop_acceptors({Adapter, Listener}, Ready) ->
    [stop(Supervisor, Id, Ready) || {Supervisor, Ids} <- Adapter:acceptors(Listener), Id <- Ids],
    ok.

stop(Supervisor, Id, Ready) ->
    case relup_process:child(Supervisor, Id) of
        {ok, Pid} when is_pid(Pid) -> Ready(Pid);
        _ -> none
    end,
    ok = supervisor:terminate_child(Supervisor, Id).

-spec start_acceptors(listener()) -> ok.
start_acceptors({Adapter, Listener}) ->
    [start(Supervisor, Id) || {Supervisor, Ids} <- Adapter:acceptors(Listener), Id <- Ids],
    ok.

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

-spec is_running(request()) -> boolean().
is_running({process, Pid}) -> is_process_alive(Pid);
is_running({Adapter, Pid}) -> Adapter:is_busy(Pid).

%% Sends a message to what handles a request.
-spec notify(request(), term()) -> ok.
notify({process, Pid}, Message) -> Pid ! Message, ok;
notify({Adapter, Pid}, Message) -> Adapter:notify(Pid, Message).
