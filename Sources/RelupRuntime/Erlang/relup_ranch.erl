%% The listeners of ranch 1 and 2, and connections of cowboy 1 and 2.
-module(relup_ranch).
-behaviour(relup_web).
-export([listeners/0, acceptors/1, connections/1, websockets/2, is_busy/1, doing/1, notify/2]).

-spec listeners() -> [pid()].
listeners() -> relup_process:started_as(supervisor, ranch_listener_sup).

-spec acceptors(pid()) -> [{pid(), [term()]}].
acceptors(Listener) ->
    case relup_process:child(Listener, ranch_acceptors_sup) of
        {ok, undefined} -> []; % by ranch:suspend_listener/1, whose caller resumes it
        {ok, Supervisor} -> [{Supervisor, [Id || {{acceptor, _, _} = Id, _, _, _} <- children(Supervisor)]}];
        none -> throw({error, {no_acceptors, Listener}})
    end.

-spec connections(pid()) -> [pid()].
connections(Listener) ->
    Supervisors = supervisors(Listener),
    Supervisors =/= [] orelse throw({error, {no_connections, Listener}}),
    [Pid || Supervisor <- Supervisors, {_, Pid, _, _} <- children(Supervisor), is_pid(Pid)].

%% ranch 1 has one supervisor of connections, ranch 2 several; a listener that is being stopped has none.
supervisors(Listener) ->
    case [Supervisor || {Id, Supervisor, _, _} <- children(Listener), Id =:= ranch_conns_sup_sup] of
        [Many] when is_pid(Many) ->
            [Supervisor || {{ranch_conns_sup, _}, Supervisor, _, _} <- children(Many), is_pid(Supervisor)];
        [_] -> [];
        [] -> [Supervisor || {ranch_conns_sup, Supervisor, _, _} <- children(Listener), is_pid(Supervisor)]
    end.

children(Supervisor) -> supervisor:which_children(Supervisor).

-spec websockets([pid()], timeout()) -> [pid()].
websockets([], _) ->
    [];
websockets(Pids, Timeout) ->
    Channels = channels(),
    {Known, Others} = lists:partition(fun(Pid) -> maps:is_key(Pid, Channels) orelse is_websocket(Pid) end, Pids),
    Quiet = [Pid || Pid <- Others, tells_nothing(Pid)],
    Told = relup_bulk:map(fun(Pid) -> module_of_status(sys:get_status(Pid, Timeout)) end, undefined, Quiet),
    Known ++ [Pid || {Pid, cowboy_websocket} <- lists:zip(Quiet, Told)].

%% Cowboy 1 does not answer system messages, and nobody can see from outside what its connections do for Phoenix. But a
%% process that subscribed to the PubSub of that time is one of Phoenix's channels.
channels() ->
    Locals = relup_process:started_as('Elixir.Phoenix.PubSub.Local', 'Elixir.Phoenix.PubSub.Local'),
    maps:from_list([{Pid, true} || Local <- Locals, {monitors, Monitors} <- [process_info(Local, monitors)],
        {process, Pid} <- Monitors]).

%% A websocket over HTTP/2 answers system messages; another request does not, so its stack must show what it is.
is_websocket(Pid) ->
    case relup_process:module(Pid) of
        cowboy_protocol -> false;
        cowboy_stream_h -> calls(Pid, cowboy_websocket) orelse calls(Pid, {sys, [suspend_loop]});
        _ -> calls(Pid, cowboy_websocket)
    end.

%% A connection of cowboy 2 that hibernates or is suspended does not show what it is, but it answers. One that is at work
%% elsewhere, or still shakes hands, may not answer for long: nobody waits for it.
tells_nothing(Pid) ->
    lists:member(relup_process:module(Pid), [cowboy_clear, cowboy_tls]) andalso
        case process_info(Pid, current_function) of
            {current_function, {erlang, hibernate, _}} -> true;
            {current_function, {sys, _, _}} -> true;
            _ -> false
        end.

module_of_status({status, _, {module, Module}, _}) -> Module.

%% Cowboy 1 handles requests in the process of the connection; cowboy 2 has a process for each request.
-spec is_busy(pid()) -> boolean().
is_busy(Pid) ->
    is_process_alive(Pid) andalso relup_process:module(Pid) =:= cowboy_protocol
        andalso not calls(Pid, {cowboy_protocol, [wait_request]}).

%% Cowboy 2 waits in cowboy_http or cowboy_http2, and has a process for each request. One that hibernates may be a websocket,
%% which does not mind. One that has answered its last request waits elsewhere, for its client to close the connection;
%% until then it answers nobody.
-spec doing(pid()) -> waits | reads | works | receives | shares | other.
doing(Pid) ->
    case process_info(Pid, [status, current_function, message_queue_len]) of
        [{status, waiting}, {current_function, {Module, Function, _}}, {message_queue_len, 0}]
                when Function =:= loop, (Module =:= cowboy_http orelse Module =:= cowboy_http2); Function =:= hibernate ->
            at_work(Module, [Child || Child <- relup_process:linked_children(Pid), not relup_web:is_endless(Child)]);
        [_, _, _] ->
            doing_something(Pid, relup_process:module(Pid));
        undefined ->
            other
    end.

at_work(_, []) ->
    waits;
at_work(cowboy_http2, Requests) ->
    case lists:any(fun(Request) -> calls(Request, {cowboy_req, [read_body, stream_body]}) end, Requests) of
        true -> receives;
        false -> shares
    end;
at_work(_, _) ->
    receives.

doing_something(Pid, cowboy_protocol) ->
    case is_busy(Pid) of
        true -> works;
        false -> reads
    end;
doing_something(Pid, _) ->
    Linger = [terminate_linger_loop],
    Kinds = [
        {cowboy_websocket, other}, {sys, other}, {{cowboy_http, Linger}, other}, {{cowboy_http2, Linger}, other},
        %% A client that does not go on shaking hands has not asked for anything.
        {{ranch, [handshake]}, reads}, {cowboy_http2, shares}
    ],
    relup_process:calling(Pid, Kinds, receives).

calls(Pid, What) -> relup_process:calls(Pid, What).

%% A process of a request accepts any message; the connection of cowboy 1 leaves it in its mailbox.
-spec notify(pid(), term()) -> ok.
notify(Pid, Message) -> Pid ! Message, ok.
