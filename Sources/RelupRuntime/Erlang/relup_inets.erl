%% The listeners of httpd, the web server of OTP's inets.
-module(relup_inets).
-behaviour(relup_web).
-export([listeners/0, acceptors/1, connections/1, websockets/2, is_busy/1, doing/1, notify/2]).

-spec listeners() -> [pid()].
listeners() -> relup_process:started_as(supervisor, httpd_instance_sup).

-spec acceptors(pid()) -> [{pid(), [term()]}].
acceptors(Listener) ->
    [{Supervisor, [Id || {Id, _, _, _} <- supervisor:which_children(Supervisor)]}
        || Supervisor <- supervisors(Listener, httpd_acceptor_sup, no_acceptors)].

-spec connections(pid()) -> [pid()].
connections(Listener) ->
    [Pid || Supervisor <- supervisors(Listener, httpd_connection_sup, no_connections),
        {_, Pid, _, _} <- supervisor:which_children(Supervisor), is_pid(Pid)].

%% The child of a listener that has a module; its name begins with that of the module.
supervisors(Listener, Module, Missing) ->
    case [Pid || {Id, Pid, _, _} <- supervisor:which_children(Listener), is_tuple(Id), element(1, Id) =:= Module] of
        [] -> throw({error, {Missing, Listener}});
        Pids -> lists:filter(fun is_pid/1, Pids)
    end.

-spec websockets([pid()], timeout()) -> [].
websockets(_, _) -> [].

%% A request runs in the process of the connection, a server that otherwise waits for messages.
-spec is_busy(pid()) -> boolean().
is_busy(Pid) -> doing(Pid) =:= works.

%% While it waits for the rest of a request, nothing of the request has run yet.
-spec doing(pid()) -> waits | works | other.
doing(Pid) ->
    case process_info(Pid, [status, current_function, message_queue_len]) of
        [{status, waiting}, {current_function, {gen_server, loop, _}}, {message_queue_len, 0}] -> waits;
        [_, {current_function, {sys, suspend_loop, _}}, _] -> other;
        [_, _, _] -> works;
        undefined -> other
    end.

%% A connection is a server, which would take the message for one of its own.
-spec notify(pid(), term()) -> ok.
notify(_, _) -> ok.
