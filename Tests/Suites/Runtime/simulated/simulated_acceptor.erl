%% An acceptor that takes its time until it hands a connection over: to the supervisor, as ranch, or to a process of the
%% connection, as ThousandIsland.
-module(simulated_acceptor).
-export([start_link/2]).

start_link(Kind, Listening) -> {ok, spawn_link(fun() -> loop(Kind, Listening) end)}.

loop(Kind, Listening) ->
    {ok, Socket} = gen_tcp:accept(Listening),
    timer:sleep(50),
    hand_over(Kind, Socket),
    loop(Kind, Listening).

hand_over(ranch, Socket) ->
    Supervisor = whereis(ranch_conns_sup),
    ok = gen_tcp:controlling_process(Socket, Supervisor),
    ranch_conns_sup:start_protocol(Supervisor, Socket);
hand_over(thousand_island, Socket) ->
    Connection = spawn(fun() -> receive go -> ranch_conns_sup:answer(Socket) end end),
    ok = gen_tcp:controlling_process(Socket, Connection),
    Connection ! go.
