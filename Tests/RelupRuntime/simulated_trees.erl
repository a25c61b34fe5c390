%% Supervision trees of web servers, with the modules and ids that tell them apart. A connection is {Module, Argument}
%% of start_link/1; those in the folder simulated do what one sees the real ones doing.
-module(simulated_trees).
-export([ranch1/2, ranch2/2, thousand_island/2, stop/1, connections/1]).
-export([start_worker/0]).

ranch1(Acceptors, Connections) ->
    listener([supervisor(ranch_conns_sup, ranch_conns_sup, connections(Connections)), acceptors(Acceptors)]).

ranch2(Acceptors, Connections) ->
    listener([
        supervisor(ranch_conns_sup_sup, ranch_conns_sup_sup, [
            supervisor({ranch_conns_sup, 1}, ranch_conns_sup, connections(Connections)),
            supervisor({ranch_conns_sup, 2}, ranch_conns_sup, [])
        ]),
        acceptors(Acceptors)
    ]).

listener(Children) -> start(ranch_listener_sup, Children).

acceptors(Count) ->
    supervisor(ranch_acceptors_sup, ranch_acceptors_sup, [worker({acceptor, self(), N}) || N <- lists:seq(1, Count)]).

thousand_island(Acceptors, Connections) ->
    Pool = [
        supervisor("acceptor-" ++ integer_to_list(N), 'Elixir.ThousandIsland.AcceptorSupervisor', [
            supervisor(connection_sup, 'Elixir.DynamicSupervisor', [C || N =:= 1, C <- connections(Connections)]),
            worker(acceptor)
        ])
        || N <- lists:seq(1, Acceptors)
    ],
    start('Elixir.ThousandIsland.Server', [
        worker(listener),
        supervisor(acceptor_pool_supervisor, 'Elixir.ThousandIsland.AcceptorPoolSupervisor', Pool),
        worker(shutdown_listener)
    ]).

connections(Connections) ->
    [{{connection, N}, {Module, start_link, [Argument]}, temporary, 1000, worker, [Module]}
        || {N, {Module, Argument}} <- lists:zip(lists:seq(1, length(Connections)), Connections)].

worker(Id) -> {Id, {?MODULE, start_worker, []}, permanent, 1000, worker, [?MODULE]}.

start_worker() -> {ok, spawn_link(fun() -> receive stop -> ok end end)}.

supervisor(Id, Module, Children) ->
    Start = {supervisor, start_link, [callbacks(Module), {{one_for_one, 5, 5}, Children}]},
    {Id, Start, permanent, 1000, supervisor, [Module]}.

start(Module, Children) ->
    {ok, Pid} = supervisor:start_link(callbacks(Module), {{one_for_one, 5, 5}, Children}),
    Pid.

stop(Pid) ->
    unlink(Pid),
    Monitor = monitor(process, Pid),
    exit(Pid, shutdown),
    receive {'DOWN', Monitor, process, Pid, _} -> ok end.

%% Makes a callback module of a supervisor that is given its specification.
callbacks(Module) ->
    {ok, Tokens, _} = erl_scan:string("init(Specification) -> {ok, Specification}."),
    {ok, Init} = erl_parse:parse_form(Tokens),
    {ok, Module, Code} = compile:forms([{attribute, 1, module, Module}, {attribute, 1, export, [{init, 1}]}, Init]),
    {module, Module} = code:load_binary(Module, atom_to_list(Module), Code),
    Module.
