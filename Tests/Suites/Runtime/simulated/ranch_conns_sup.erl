%% The supervisor of connections: one with given connections, or one that answers each that is handed over to it.
-module(ranch_conns_sup).
-export([init/1, start_link/0, start_protocol/2, answer/1, loop/0]).

init(Specification) -> {ok, Specification}.

start_link() ->
    Pid = proc_lib:spawn_link(?MODULE, loop, []),
    true = register(?MODULE, Pid),
    {ok, Pid}.

start_protocol(Supervisor, Socket) ->
    Supervisor ! {?MODULE, start_protocol, self(), Socket},
    receive Supervisor -> ok end.

loop() ->
    receive
        {?MODULE, start_protocol, Acceptor, Socket} ->
            answer(Socket),
            Acceptor ! self(),
            loop()
    end.

answer(Socket) ->
    ok = gen_tcp:send(Socket, "answer"),
    ok = gen_tcp:close(Socket).
