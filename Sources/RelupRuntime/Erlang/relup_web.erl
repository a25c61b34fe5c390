%% The web servers of the node, whichever it has: who accepts connections, which connections there are, and what they
%% are doing. An adapter is a module that knows one kind of server:
%%   listeners() -> [Listener]                     a listener is the process of its supervisor
%%   acceptors(Listener) -> [{Supervisor, [Id]}]   the children that accept; throws where they cannot be found
%%   receivers(Listener) -> [Pid]                  whom acceptors hand connections over to, and wait for
%%   has_handed_over(Pid) -> boolean()             whether an acceptor has done so and waits
%%   connections(Listener) -> [Pid]                throws where their supervisor cannot be found
%%   websockets([Pid], Timeout) -> [Pid]           which of these can be suspended as websockets
%%   is_busy(Pid) -> boolean()                     whether the process of a connection handles a request itself
-module(relup_web).
-export([listeners/0, acceptors/1, receivers/1, has_handed_over/2]).
-export([stop_acceptors/2, start_acceptors/1]).
-export([connections/1, websockets/1, requests/1, is_running/1, notify/2]).

-type listener() :: {module(), pid()}.
%% What handles a request: a process of its own, which ends with it, or a connection of an adapter, which may go on.
-type request() :: {process | module(), pid()}.

%% How long a connection may take to tell what it is, in milliseconds.
-define(TIMEOUT, 1000).

-spec listeners() -> [listener()].
listeners() ->
    [{relup_ranch, Listener} || Listener <- relup_ranch:listeners()]
        ++ [{relup_thousand_island, Listener} || Listener <- relup_thousand_island:listeners()].

%% The processes that accept connections, undefined for each that is stopped.
-spec acceptors(listener()) -> [pid() | undefined].
acceptors({Adapter, Listener}) ->
    [Pid || {Supervisor, Ids} <- Adapter:acceptors(Listener), Id <- Ids,
        {ok, Pid} <- [relup_process:child(Supervisor, Id)]].

-spec receivers(listener()) -> [pid()].
receivers({Adapter, Listener}) -> Adapter:receivers(Listener).

-spec has_handed_over(listener(), pid()) -> boolean().
has_handed_over({Adapter, _}, Acceptor) -> Adapter:has_handed_over(Acceptor).

%% Ready is called for each directly before it is stopped. The listening socket belongs to another process and stays
%% open: clients wait in its backlog.
-spec stop_acceptors(listener(), fun((pid()) -> term())) -> ok.
stop_acceptors({Adapter, Listener}, Ready) ->
    [stop(Supervisor, Id, Ready) || {Supervisor, Ids} <- Adapter:acceptors(Listener), Id <- Ids],
    ok.

stop(Supervisor, Id, Ready) ->
    [Ready(Pid) || {ok, Pid} <- [relup_process:child(Supervisor, Id)], is_pid(Pid)],
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

%% Sends a message to what handles a request, except to a server that would take it for one of its own.
-spec notify(request(), term()) -> ok.
notify({relup_thousand_island, _}, _) -> ok;
notify({_, Pid}, Message) -> Pid ! Message, ok.
