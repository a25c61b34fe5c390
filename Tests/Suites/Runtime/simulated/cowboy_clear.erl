%% A connection of cowboy 2, of type supervisor: has a process for each request, or is a websocket, or
%% waits for its socket and answers nobody.
-module(cowboy_clear).
-export([start_link/1, connection_process/2]).

start_link(Kind) -> {ok, proc_lib:spawn_link(?MODULE, connection_process, [self(), Kind])}.

connection_process(Parent, {http, Requests}) ->
    [proc_lib:spawn_link(cowboy_stream_h, request_process, []) || _ <- lists:seq(1, Requests)],
    cowboy_http:loop(Parent);
connection_process(Parent, {http2, Requests}) ->
    [proc_lib:spawn_link(cowboy_stream_h, request_process, []) || _ <- lists:seq(1, Requests)],
    cowboy_http2:loop(Parent);
connection_process(Parent, poll) ->
    proc_lib:spawn_link('Elixir.Phoenix.Transports.LongPoll', listen, []),
    cowboy_http:loop(Parent);
connection_process(_, handshake) ->
    ok = ranch:handshake();
connection_process(Parent, Kind) ->
    cowboy_http:upgrade(Parent, Kind).
