%% The listeners of ThousandIsland, and the connections that Bandit handles.
-module(relup_thousand_island).
-behaviour(relup_web).
-export([listeners/0, acceptors/1, connections/1, websockets/2, is_busy/1, doing/1, notify/2]).

-define(WEBSOCKET, 'Elixir.Bandit.WebSocket.Handler').

%% What runs before the head of a request is there.
-define(READING, [
    {'Elixir.ThousandIsland.Socket', [handshake]}, {'Elixir.Bandit.InitialHandler', [sniff_wire, handle_connection]},
    {'Elixir.Bandit.HTTPTransport.Bandit.HTTP1.Socket', [read_headers]}
]).

-spec listeners() -> [pid()].
listeners() -> relup_process:started_as(supervisor, 'Elixir.ThousandIsland.Server').

%% All children of an acceptor's supervisor except that of its connections.
-spec acceptors(pid()) -> [{pid(), [term()]}].
acceptors(Listener) ->
    [{Supervisor, [Id || {Id, _, _, _} <- supervisor:which_children(Supervisor), Id =/= connection_sup]}
        || Supervisor <- supervisors(Listener)].

-spec connections(pid()) -> [pid()].
connections(Listener) ->
    [Pid || Supervisor <- supervisors(Listener), {connection_sup, Connections, _, _} <- children(Supervisor),
        is_pid(Connections), {_, Pid, _, _} <- children(Connections), is_pid(Pid)].

supervisors(Listener) ->
    case relup_process:child(Listener, acceptor_pool_supervisor) of
        {ok, undefined} -> []; % by ThousandIsland.suspend/1 of some versions, whose caller resumes it
        {ok, Pool} -> [Supervisor || {_, Supervisor, _, _} <- children(Pool), is_pid(Supervisor)];
        none -> throw({error, {no_acceptors, Listener}})
    end.

children(Supervisor) -> supervisor:which_children(Supervisor).

%% A connection at work shows on its stack what it is; one that waits shows it in its state, {Socket, #{…}}.
-spec websockets([pid()], timeout()) -> [pid()].
websockets(Pids, Timeout) ->
    {Busy, Idle} = lists:partition(fun is_busy/1, Pids),
    Handlers = relup_bulk:map(fun(Pid) -> handler(sys:get_state(Pid, Timeout)) end, undefined, Idle),
    [Pid || Pid <- Busy, relup_process:calls(Pid, ?WEBSOCKET)]
        ++ [Pid || {Pid, ?WEBSOCKET} <- lists:zip(Idle, Handlers)].

handler({_, #{handler_module := Module}}) -> Module;
handler(_) -> undefined.

%% HTTP/1 requests run in the process of the connection, a server that otherwise waits for messages.
-spec is_busy(pid()) -> boolean().
is_busy(Pid) ->
    case process_info(Pid, current_function) of
        {current_function, {gen_server, loop, _}} -> false;
        {current_function, {erlang, hibernate, _}} -> false;
        {current_function, {gen_server, loop_hibernate, _}} -> false;
        {current_function, {sys, suspend_loop, _}} -> false;
        {current_function, _} -> true;
        undefined -> false
    end.

%% A websocket that waits is held as other connections are.
-spec doing(pid()) -> waits | reads | works | shares | other.
doing(Pid) ->
    case process_info(Pid, [status, current_function, message_queue_len]) of
        [{status, waiting}, {current_function, {gen_server, loop, _}}, {message_queue_len, 0}] ->
            case lists:all(fun relup_web:is_endless/1, relup_process:linked_children(Pid)) of
                true -> waits;
                %% Over HTTP/2 each request has a process.
                false -> shares
            end;
        [{status, Status}, _, _] ->
            case is_busy(Pid) andalso not relup_process:calls(Pid, ?WEBSOCKET) of
                true when Status =:= waiting; Status =:= suspended -> doing_itself(Pid);
                true -> works;
                false -> other
            end;
        undefined ->
            other
    end.

%% A connection reads the head of a request by itself, and before that looks what its client speaks. So it is with what a
%% browser opens in advance.
doing_itself(Pid) ->
    case relup_web:is_endless(Pid) of
        true -> reads;
        false -> relup_process:calling(Pid, [{What, reads} || What <- ?READING], works)
    end.

%% A connection is a server, which would take the message for one of its own.
-spec notify(pid(), term()) -> ok.
notify(_, _) -> ok.
