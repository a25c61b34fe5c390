%% Supervision trees of web servers, with the modules and ids that tell them apart. A connection is {Module, Argument}
%% of start_link/1; those in the folder simulated do what one sees the real ones doing.
-module(simulated_trees).
-export([ranch1/2, ranch2/2, thousand_island/2, cowboy_endpoint/2, bandit_endpoint/2, stop/1]).
%% What trees of other servers are made of.
-export([start/2, supervisor/3, worker/1]).
-export([accepting_ranch/2, accepting_thousand_island/2]).
-export([start_worker/0]).

ranch1(Acceptors, Connections) ->
    Children = [supervisor(ranch_conns_sup, ranch_conns_sup, connections(Connections)), acceptors(Acceptors)],
    start(ranch_listener_sup, Children).

ranch2(Acceptors, Connections) -> start(ranch_listener_sup, ranch2_children(Acceptors, Connections)).

%% An endpoint of Phoenix since 1.5, with its PubSub beside it: cowboy 2 within ranch 2's embedded supervisor.
cowboy_endpoint(Acceptors, Connections) ->
    Ref = 'Elixir.Site.Endpoint.HTTP',
    endpoint(supervisor({ranch_embedded_sup, Ref}, ranch_embedded_sup, [
        worker(ranch_server_proxy),
        supervisor({ranch_listener_sup, Ref}, ranch_listener_sup, ranch2_children(Acceptors, Connections))
    ])).

%% The same with Bandit.
bandit_endpoint(Acceptors, Connections) ->
    Children = thousand_island_children(Acceptors, Connections),
    endpoint(supervisor({'Elixir.Site.Endpoint', http}, 'Elixir.ThousandIsland.Server', Children)).

endpoint(Server) ->
    start('Elixir.Site.Supervisor', [
        supervisor('Elixir.Phoenix.PubSub.Supervisor', 'Elixir.Phoenix.PubSub.Supervisor', [
            worker('Elixir.Registry'), worker('Elixir.Phoenix.PubSub.PG2')
        ]),
        endpoint_supervisor([worker(config), Server])
    ]).

%% It is called as its module.
endpoint_supervisor(Children) ->
    Module = callbacks('Elixir.Site.Endpoint'),
    Start = {supervisor, start_link, [{local, Module}, Module, {{one_for_one, 5, 5}, Children}]},
    {Module, Start, permanent, infinity, supervisor, [Module]}.

ranch2_children(Acceptors, Connections) ->
    [
        supervisor(ranch_conns_sup_sup, ranch_conns_sup_sup, [
            supervisor({ranch_conns_sup, 1}, ranch_conns_sup, connections(Connections)),
            supervisor({ranch_conns_sup, 2}, ranch_conns_sup, [])
        ]),
        acceptors(Acceptors)
    ].

acceptors(Count) -> acceptors(Count, fun worker/1).

acceptors(Count, Child) ->
    supervisor(ranch_acceptors_sup, ranch_acceptors_sup, [Child({acceptor, self(), N}) || N <- lists:seq(1, Count)]).

%% Those that accept connections of a socket in fact.
accepting_ranch(Acceptors, Socket) ->
    start(ranch_listener_sup, [
        supervisor(ranch_conns_sup_sup, ranch_conns_sup_sup, [
            {{ranch_conns_sup, 1}, {ranch_conns_sup, start_link, []}, permanent, brutal_kill, worker, [ranch_conns_sup]}
        ]),
        acceptors(Acceptors, acceptor(ranch, Socket))
    ]).

accepting_thousand_island(Acceptors, Socket) ->
    Children = thousand_island_children(Acceptors, [], acceptor(thousand_island, Socket)),
    start('Elixir.ThousandIsland.Server', Children).

acceptor(Kind, Socket) ->
    Start = {simulated_acceptor, start_link, [Kind, Socket]},
    fun(Id) -> {Id, Start, permanent, brutal_kill, worker, [simulated_acceptor]} end.

thousand_island(Acceptors, Connections) ->
    start('Elixir.ThousandIsland.Server', thousand_island_children(Acceptors, Connections)).

thousand_island_children(Acceptors, Connections) -> thousand_island_children(Acceptors, Connections, fun worker/1).

thousand_island_children(Acceptors, Connections, Child) ->
    Pool = [
        supervisor("acceptor-" ++ integer_to_list(N), 'Elixir.ThousandIsland.AcceptorSupervisor', [
            supervisor(connection_sup, 'Elixir.DynamicSupervisor', [C || N =:= 1, C <- connections(Connections)]),
            Child(acceptor)
        ])
        || N <- lists:seq(1, Acceptors)
    ],
    [
        worker(listener),
        supervisor(acceptor_pool_supervisor, 'Elixir.ThousandIsland.AcceptorPoolSupervisor', Pool),
        worker(shutdown_listener)
    ].

connections(Connections) ->
    [{{connection, N}, {Module, start_link, [Argument]}, temporary, 1000, worker, [Module]}
        || {N, {Module, Argument}} <- lists:zip(lists:seq(1, length(Connections)), Connections)].

worker(Id) -> {Id, {?MODULE, start_worker, []}, permanent, 1000, worker, [?MODULE]}.

start_worker() -> {ok, spawn_link(fun() -> receive stop -> ok end end)}.

supervisor(Id, Module, Children) ->
    Start = {supervisor, start_link, [callbacks(Module), {{one_for_one, 5, 5}, Children}]},
    {Id, Start, permanent, infinity, supervisor, [Module]}.

start(Module, Children) ->
    {ok, Pid} = supervisor:start_link(callbacks(Module), {{one_for_one, 5, 5}, Children}),
    Pid.

stop(Pid) ->
    unlink(Pid),
    Monitor = monitor(process, Pid),
    exit(Pid, shutdown),
    receive {'DOWN', Monitor, process, Pid, _} -> ok end.

%% Makes a callback module of a supervisor that is given its specification.
callbacks(ranch_conns_sup) ->
    ranch_conns_sup;
callbacks(Module) ->
    {ok, Tokens, _} = erl_scan:string("init(Specification) -> {ok, Specification}."),
    {ok, Init} = erl_parse:parse_form(Tokens),
    {ok, Module, Code} = compile:forms([{attribute, 1, module, Module}, {attribute, 1, export, [{init, 1}]}, Init]),
    {module, Module} = code:load_binary(Module, atom_to_list(Module), Code),
    Module.
