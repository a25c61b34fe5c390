%% Tests of what runs on the node.
-module(relup_runtime_tests).
-include_lib("eunit/include/eunit.hrl").
-export([logger_state/0]).

%% bulk_suspend and bulk_resume --------------------------------------------------------------------------------------

suspends_and_resumes_test() ->
    Pids = [server() || _ <- lists:seq(1, 50)],
    ok = relup_suspend_channels:bulk_suspend(Pids),
    [true = is_suspended(Pid) || Pid <- Pids],
    ok = relup_suspend_channels:bulk_suspend(Pids, 100),
    ok = relup_resume_channels:bulk_resume(Pids),
    [false = is_suspended(Pid) || Pid <- Pids],
    ok = relup_resume_channels:bulk_resume(Pids, infinity).

no_processes_are_no_error_test() ->
    ok = relup_suspend_channels:bulk_suspend([]),
    ok = relup_resume_channels:bulk_resume([], 1).

errors_are_in_order_of_processes_test() ->
    [Dead, Server, Hung] = Pids = [dead(), server(), hung()],
    {errors, 2, [{Dead, {noproc, {sys, suspend, [Dead, 50]}}}, {Hung, {timeout, {sys, suspend, [Hung, 50]}}}]} =
        relup_suspend_channels:bulk_suspend(Pids, 50),
    true = is_suspended(Server),
    {errors, 2, [{Hung, {timeout, _}}, {Dead, {noproc, _}}]} =
        relup_resume_channels:bulk_resume([Hung, Server, Dead], 50),
    false = is_suspended(Server).

processes_that_cannot_be_suspended_test() ->
    not_supported = relup_suspend_channels:bulk_suspend([dead(), hung()], 50),
    not_supported = relup_resume_channels:bulk_resume([hung()], 50).

%% A process that ends while it is asked is no sign of missing support.
process_that_ends_is_an_error_test() ->
    Pid = spawn(fun() -> receive {system, _, _} -> exit(broken) end end),
    {errors, 1, [{Pid, {broken, {sys, suspend, [Pid, 1000]}}}]} = relup_suspend_channels:bulk_suspend([Pid]).

all_are_suspended_at_once_test() ->
    Pids = [hung() || _ <- lists:seq(1, 200)],
    {Time, not_supported} = timer:tc(fun() -> relup_suspend_channels:bulk_suspend(Pids, 200) end),
    true = Time < 2000000.

map_has_defaults_and_order_test() ->
    [one, default, three] = relup_bulk:map(
        fun(1) -> one; (2) -> error(two); (3) -> timer:sleep(20), three end, default, [1, 2, 3]),
    [default] = relup_bulk:map(fun(_) -> exit(self(), kill), timer:sleep(1000) end, default, [1]).

%% Children ----------------------------------------------------------------------------------------------------------

starts_the_child_of_a_supervisor_once_test() ->
    Supervisor = simulated_trees:start(children_sup, [simulated_trees:worker(worker)]),
    ok = supervisor:terminate_child(Supervisor, worker),
    [{worker, undefined, worker, _}] = supervisor:which_children(Supervisor),
    ok = relup_start_child:run({Supervisor, worker}),
    [{worker, Child, worker, _}] = supervisor:which_children(Supervisor),
    ok = relup_start_child:run({Supervisor, worker}),
    [{worker, Child, worker, _}] = supervisor:which_children(Supervisor),
    simulated_trees:stop(Supervisor).

child_that_does_not_start_is_an_error_test() ->
    Supervisor = simulated_trees:start(children_sup, []),
    Answers = ets:new(answers, [public]),
    ets:insert(Answers, {answer, ignore}),
    Start = {ets, lookup_element, [Answers, answer, 2]},
    {ok, undefined} = supervisor:start_child(Supervisor, {broken, Start, permanent, 1000, worker, []}),
    ets:insert(Answers, {answer, {error, not_today}}),
    ?assertError({child_not_started, Supervisor, broken, not_today}, relup_start_child:run({Supervisor, broken})),
    ?assertError({child_not_started, Supervisor, missing, not_found}, relup_start_child:run({Supervisor, missing})),
    simulated_trees:stop(Supervisor).

%% The environment of Elixir --------------------------------------------------------------------------------------------

what_elixir_sets_when_it_starts_is_set_again_test() ->
    IsSet = list_to_integer(erlang:system_info(otp_release)) >= 26,
    [with_elixir(Key, fun() ->
        ok = relup_restore_ansi:run("1"),
        {Key, Restored} = {Key, application:get_env(elixir, ansi_enabled) =/= undefined}
    end) || {Key, Restored} <- [{ansi_enabled, IsSet}, {another_key, false}]].

what_is_configured_stays_test() ->
    with_elixir(ansi_enabled, fun() ->
        ok = application:set_env(elixir, ansi_enabled, configured),
        ok = relup_restore_ansi:run("1"),
        {ok, configured} = application:get_env(elixir, ansi_enabled)
    end).

%% Runs Test with a module elixir in the code path that names this key.
with_elixir(Key, Test) ->
    Folder = releases(),
    {ok, elixir, Code} = compile:forms([{attribute, 1, module, elixir}, {attribute, 1, export, [{key, 0}]},
        {function, 1, key, 0, [{clause, 1, [], [], [{atom, 1, Key}]}]}]),
    File = filename:join(Folder, "elixir.beam"),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, Code),
    true = code:add_patha(Folder),
    try
        Test()
    after
        application:unset_env(elixir, ansi_enabled),
        true = code:del_path(Folder)
    end.

%% Old code ----------------------------------------------------------------------------------------------------------

%% A module that nobody runs has its old code purged.
modules_with_old_code_are_refused_test() ->
    simulated_trees:stop(simulated_trees:ranch1(0, [])),
    simulated_trees:stop(simulated_trees:ranch1(0, [])), % loads its callbacks once more
    Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
    {ok, Module, Code} = compile:forms([Form(Text) || Text <- ["-module(waits_in_old_code).", "-export([wait/0]).",
        "wait() -> receive go_on -> ok end."]]),
    {module, Module} = code:load_binary(Module, "waits_in_old_code.beam", Code),
    {Pid, Monitor} = spawn_monitor(Module, wait, []),
    {module, Module} = code:load_binary(Module, "waits_in_old_code.beam", Code),
    ok = relup_check_old_code:run([lists, ?MODULE, ranch_listener_sup]),
    false = erlang:check_old_code(ranch_listener_sup),
    ?assertThrow(
        {error, {running_old_code, [Module]}},
        relup_check_old_code:run([lists, ranch_listener_sup, Module, not_there])),
    Pid ! go_on,
    receive {'DOWN', Monitor, process, Pid, normal} -> ok end,
    ok = relup_check_old_code:run([Module]).

%% A node without a web server ---------------------------------------------------------------------------------------

node_without_web_server_test() ->
    ok = relup_check_acceptors:run(name),
    ok = relup_check_connections:run(name),
    ok = relup_suspend_acceptors:run(name),
    ok = relup_suspend_channels:run(name),
    ok = relup_finish_requests:run({name, 10000}),
    ok = relup_rerun_requests:run(name),
    ok = relup_resume_channels:run(name),
    ok = relup_resume_acceptors:run(name).

%% Whoever says to be one is an adapter.
adapters_are_found_by_their_behaviour_test() ->
    Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
    {ok, Module, Code} = compile:forms([Form(Text) || Text <- ["-module(another_server).", "-behavior(relup_web).",
        "-export([listeners/0, acceptors/1]).", "listeners() -> [self()].", "acceptors(_) -> []."]]),
    {module, Module} = code:load_binary(Module, "another_server.beam", Code),
    ?assertEqual([{Module, self()}], relup_web:listeners()),
    true = code:delete(Module),
    ?assertEqual([], relup_web:listeners()).

%% Acceptors ---------------------------------------------------------------------------------------------------------

acceptors_of_ranch1_test() -> acceptors_are_stopped_and_started(simulated_trees:ranch1(3, [])).

acceptors_of_ranch2_test() -> acceptors_are_stopped_and_started(simulated_trees:ranch2(3, [])).

acceptors_of_thousand_island_test() -> acceptors_are_stopped_and_started(simulated_trees:thousand_island(3, [])).

acceptors_of_phoenix_with_cowboy_test() ->
    acceptors_are_stopped_and_started(simulated_trees:cowboy_endpoint(3, [])).

acceptors_of_phoenix_with_bandit_test() ->
    acceptors_are_stopped_and_started(simulated_trees:bandit_endpoint(3, [])).

acceptors_are_stopped_and_started(Tree) ->
    [3, 0] = acceptors(),
    ok = relup_check_acceptors:run(name),
    ok = relup_suspend_acceptors:run(name),
    [0, 3] = acceptors(),
    ok = relup_suspend_acceptors:run(name),
    ok = relup_check_acceptors:run(name),
    ok = relup_resume_acceptors:run(name),
    await(fun() -> acceptors() =:= [3, 0] end),
    undefined = whereis(relup_resume_acceptors),
    ok = relup_resume_acceptors:run(name),
    simulated_trees:stop(Tree).

several_listeners_test() ->
    Trees = [simulated_trees:ranch1(1, []), simulated_trees:ranch2(2, []), simulated_trees:thousand_island(4, [])],
    ok = relup_suspend_acceptors:run(name),
    [0, 7] = acceptors(),
    ok = relup_resume_acceptors:run(name),
    await(fun() -> acceptors() =:= [7, 0] end),
    lists:foreach(fun simulated_trees:stop/1, Trees).

%% As ranch:suspend_listener/1 leaves it: that is not ours to resume.
listener_suspended_by_ranch_test() ->
    Tree = simulated_trees:ranch2(2, []),
    ok = supervisor:terminate_child(Tree, ranch_acceptors_sup),
    ok = relup_check_acceptors:run(name),
    ok = relup_suspend_acceptors:run(name),
    ok = relup_resume_acceptors:run(name),
    await(fun() -> acceptors() =:= [0, 0] end),
    simulated_trees:stop(Tree).

unknown_shape_is_refused_test() ->
    Tree = simulated_trees:ranch1(2, []),
    [ok = supervisor:terminate_child(Tree, Id) || Id <- [ranch_acceptors_sup, ranch_conns_sup]],
    [ok = supervisor:delete_child(Tree, Id) || Id <- [ranch_acceptors_sup, ranch_conns_sup]],
    ?assertThrow({error, {no_acceptors, Tree}}, relup_check_acceptors:run(name)),
    ?assertThrow({error, {no_connections, Tree}}, relup_check_connections:run(name)),
    simulated_trees:stop(Tree).

%% Each client has another connection as soon as one is answered, so that acceptors of ranch never wait for one.
acceptor_of_ranch_hands_its_connection_over_test() ->
    no_connection_is_lost(fun simulated_trees:accepting_ranch/2, 9).

%% It hands each connection over to a process of its own.
acceptor_of_thousand_island_hands_its_connection_over_test() ->
    no_connection_is_lost(fun simulated_trees:accepting_thousand_island/2, 9).

%% With three acceptors. Connections that are made while these are stopped wait, and are answered.
no_connection_is_lost(Start, Count) ->
    {ok, Socket} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Socket),
    Tree = Start(3, Socket),
    Clients = [spawn_monitor(fun() -> use(Port, true) end) || _ <- lists:seq(1, Count)],
    timer:sleep(20),
    {Time, ok} = timer:tc(fun() -> relup_suspend_acceptors:run(name) end),
    true = Time < 200000,
    [0, 3] = acceptors(),
    Late = spawn_monitor(fun() -> use(Port, false) end),
    timer:sleep(100),
    true = is_process_alive(element(1, Late)),
    ok = relup_resume_acceptors:run(name),
    [Pid ! stop || {Pid, _} <- Clients],
    [receive {'DOWN', Monitor, process, Pid, Reason} -> normal = Reason end || {Pid, Monitor} <- [Late | Clients]],
    simulated_trees:stop(Tree),
    ok = gen_tcp:close(Socket).

%% Ends with another reason than normal where a connection is not answered.
use(Port, Again) ->
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {active, false}]),
    case gen_tcp:recv(Socket, 0, 5000) of
        {ok, <<"answer">>} -> ok;
        Lost -> exit(Lost)
    end,
    receive
        stop -> ok
    after 0 ->
        Again andalso use(Port, Again)
    end.

listener_that_is_stopped_meanwhile_test() ->
    Tree = simulated_trees:ranch2(2, []),
    ok = relup_suspend_acceptors:run(name),
    ok = supervisor:terminate_child(Tree, ranch_conns_sup_sup),
    ok = relup_resume_acceptors:run(name),
    simulated_trees:stop(Tree).

%% An acceptor that runs old code when the script has ended would keep it for ever.
acceptor_of_old_code_is_renewed_test() ->
    {ok, Socket} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Socket),
    Tree = simulated_trees:accepting_thousand_island(3, Socket),
    Before = lists:flatmap(fun relup_web:acceptors/1, relup_web:listeners()),
    ok = relup_suspend_acceptors:run(name),
    {module, _} = code:load_file(simulated_acceptor),
    ok = relup_resume_acceptors:run(name),
    true = code:soft_purge(simulated_acceptor),
    await(fun() -> acceptors() =:= [3, 0] end),
    Acceptors = lists:flatmap(fun relup_web:acceptors/1, relup_web:listeners()),
    Acceptors = Acceptors -- Before,
    {Pid, Monitor} = spawn_monitor(fun() -> use(Port, false) end),
    receive {'DOWN', Monitor, process, Pid, Reason} -> normal = Reason end,
    simulated_trees:stop(Tree),
    ok = gen_tcp:close(Socket).

%% [Running, suspended]
acceptors() ->
    Acceptors = lists:flatmap(fun relup_web:acceptors/1, relup_web:listeners()),
    {Suspended, Running} = lists:partition(fun(Pid) -> process_info(Pid, status) =:= {status, suspended} end, Acceptors),
    [length(Running), length(Suspended)].

%% What is held ------------------------------------------------------------------------------------------------------

%% A server reads by messages, in each of the ways that sockets have; what comes meanwhile waits.
sockets_are_held_test() ->
    [begin
        {Server, Client} = connected(Active),
        {ok, [{active, Was}]} = inet:getopts(element(2, Server), [active]),
        ok = relup_hold:sockets(held, [Server], []),
        ok = relup_hold:sockets(held, [Server], []),
        ok = gen_tcp:send(Client, "later"),
        none = receive {tcp, _, Early} -> Early after 50 -> none end,
        ok = relup_hold:release(held),
        receive {tcp, _, Late} -> <<"later">> = Late after 1000 -> exit({Active, no_data}) end,
        undefined = whereis(held),
        {Active, Was} = {Active, case Active of once -> once; true -> true; N -> N end},
        [gen_tcp:close(Socket) || Socket <- [element(2, Server), Client]]
    end || Active <- [once, true, 7]],
    ok = relup_hold:release(held).

%% A request whose first part came just before its socket was held gets the rest.
socket_of_process_that_receives_is_released_test() ->
    {{_, Socket} = Server, Client} = connected(once),
    ok = relup_hold:sockets(held, [Server], []),
    ok = gen_tcp:send(Client, "the rest"),
    ok = relup_hold:sockets(held, [], [self()]),
    receive {tcp, Socket, <<"the rest">>} -> ok after 1000 -> exit(no_data) end,
    ok = relup_hold:release(held),
    {ok, [{active, false}]} = inet:getopts(Socket, [active]),
    [gen_tcp:close(S) || S <- [Socket, Client]].

%% Its process asks for data of its own when it is ready.
socket_of_process_at_work_is_left_to_it_test() ->
    {{_, Socket}, Client} = connected(false),
    {ok, Port} = inet:port(Socket),
    Pid = spawn_link(fun Loop() -> receive {work, From} -> timer:sleep(50), From ! worked, Loop() end end),
    ok = gen_tcp:controlling_process(Socket, Pid),
    ok = inet:setopts(Socket, [{active, once}]),
    ok = relup_hold:sockets(held, [{Pid, Socket}], []),
    Pid ! {work, self()},
    erlang:yield(),
    Pid ! {work, self()},
    ok = relup_hold:release(held),
    {ok, [{active, false}]} = inet:getopts(Socket, [active]),
    ok = relup_hold:finish(),
    [receive worked -> ok end || _ <- [1, 2]],
    {ok, [{active, once}]} = inet:getopts(Socket, [active]),
    true = is_integer(Port),
    unlink(Pid),
    exit(Pid, kill),
    ok = gen_tcp:close(Client).

processes_are_held_test() ->
    Test = self(),
    Pid = spawn(fun() -> receive Message -> Test ! Message end end),
    ok = relup_hold:processes(held, [Pid, spawn(fun() -> ok end)]),
    Pid ! hello,
    none = receive hello -> early after 50 -> none end,
    ok = relup_hold:release(held),
    receive hello -> ok end.

%% {{Process, Socket} of a server that reads as Active says, socket of its client}
connected(Active) ->
    {ok, Listening} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Listening),
    {ok, Client} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {active, false}]),
    {ok, Server} = gen_tcp:accept(Listening),
    ok = gen_tcp:close(Listening),
    ok = inet:setopts(Server, [{active, Active}]),
    {{self(), Server}, Client}.

%% Requests ----------------------------------------------------------------------------------------------------------

requests_of_cowboy1_test() ->
    Tree = simulated_trees:ranch1(1, [{cowboy_protocol, Kind} || Kind <- [idle, busy, busy]]),
    [Idle, Busy, Busier] = connections(),
    ok = relup_check_connections:run(name),
    unfinished([Busy, Busier]),
    finished([Busier], fun() -> Busy ! finish end),
    [{messages, []}, {messages, [upgrade_started]}] = [process_info(Pid, messages) || Pid <- [Idle, Busy]],
    ok = relup_rerun_requests:run(name),
    {messages, [upgrade_started, upgrade_started, upgrade_finished]} = process_info(Busier, messages),
    finished([], fun() -> Busier ! finish end),
    simulated_trees:stop(Tree).

requests_of_cowboy2_test() ->
    Tree = simulated_trees:ranch2(1, [{cowboy_clear, Kind} || Kind <- [{http, 0}, {http, 2}, websocket]]),
    [First, Second] = [Pid || Connection <- connections(), Pid <- relup_process:linked_children(Connection)],
    unfinished([First, Second]),
    {messages, [upgrade_started]} = process_info(First, messages),
    finished([Second], fun() -> First ! finish end),
    finished([], fun() -> Second ! finish end),
    simulated_trees:stop(Tree).

%% While requests run on a connection of HTTP/2, others wait, unless one that runs waits for its body.
requests_at_once_test() ->
    Tree = simulated_trees:ranch2(1, [{cowboy_clear, {http2, 0}}]),
    [Connection] = connections(),
    {{_, Server}, Client} = connected(false),
    ok = gen_tcp:controlling_process(Server, Connection),
    ok = inet:setopts(Server, [{active, true}]),
    Requests = fun() -> relup_process:linked_children(Connection) end,
    Await = fun(Working, Active, Running) ->
        await(fun() ->
            Hold = relup_web:hold_idle(hd(relup_web:listeners()), relup_held_connections, infinity, early),
            {Hold, inet:getopts(Server, [active]), length(Requests())} =:= {Working, {ok, [{active, Active}]}, Running}
        end)
    end,
    ok = gen_tcp:send(Client, "request"),
    await(fun() -> length(Requests()) =:= 1 end),
    [Request] = Requests(),
    Await(1, false, 1),
    ok = gen_tcp:send(Client, "another"),
    Await(1, false, 1),
    Request ! read,
    Await(1, true, 2),
    Request ! body,
    Await(1, false, 2),
    [Pid ! finish || Pid <- Requests()],
    Await(0, false, 0),
    ok = gen_tcp:send(Client, "one more"),
    Await(0, false, 0),
    ok = relup_rerun_requests:run(name),
    await(fun() -> length(Requests()) =:= 1 end),
    simulated_trees:stop(Tree).

requests_of_bandit_test() ->
    Tree = simulated_trees:thousand_island(2, [bandit(Kind) || Kind <- ['HTTP1', 'HTTP1', 'WebSocket']]),
    [Idle, Busy, _] = connections(),
    gen_server:cast(Busy, request),
    unfinished([Busy]),
    finished([], fun() -> Busy ! finish end),
    [undefined, undefined] = [gen_server:call(Pid, stray) || Pid <- [Idle, Busy]],
    simulated_trees:stop(Tree).

%% Server-sent events, long downloads: what has run since the check for as long as the wait would last is not waited for.
%% A request that has begun since is.
requests_that_last_test() ->
    Trees = [
        simulated_trees:ranch2(1, [{cowboy_clear, {http, 1}}]), simulated_trees:thousand_island(1, [bandit('HTTP1'), bandit('HTTP1')])
    ],
    [_, Lasting, Late] = connections(),
    Clients = [client(Pid) || Pid <- [Lasting, Late]],
    gen_server:cast(Lasting, request),
    ok = relup_check_connections:run(name),
    ok = relup_suspend_acceptors:run(name),
    {Time, ok} = timer:tc(fun() -> relup_finish_requests:run({name, 500}) end),
    true = Time < 450000,
    {status, suspended} = process_info(Lasting, status),
    gen_server:cast(Late, request),
    timer:apply_after(50, erlang, send, [Late, finish]),
    {Later, ok} = timer:tc(fun() -> relup_finish_requests:run({name, 500}) end),
    true = Later >= 50000 andalso Later < 450000,
    ok = relup_rerun_requests:run(name),
    await(fun() -> process_info(Lasting, status) =:= {status, waiting} end),
    %% The next request of the same connection is another one.
    Lasting ! finish,
    ok = gen_tcp:send(hd(Clients), "another"),
    await(fun() -> gen_server:call(Lasting, stray) =/= undefined end),
    gen_server:cast(Lasting, request),
    unfinished(requests()),
    ok = relup_resume_acceptors:run(name),
    lists:foreach(fun simulated_trees:stop/1, Trees),
    lists:foreach(fun gen_tcp:close/1, Clients).

%% Over HTTP/2 others begin while one runs, so the connection is held at once; but a request may need what its client
%% sends. When the time is up, nothing begins any more.
connections_with_many_requests_at_a_time_test() ->
    Stages = [early, later, last, early],
    [begin
        Client = client(Connection),
        [Socket] = [Port || {links, Links} <- [process_info(Connection, links)], Port <- Links, is_port(Port)],
        Active = fun() -> {ok, [{active, Is}]} = inet:getopts(Socket, [active]), Is end,
        Prepare(Connection),
        [Listener] = relup_web:listeners(),
        Held = [{relup_web:hold_idle(Listener, held, infinity, Stage), Active()} || Stage <- Stages],
        ?assertEqual([{1, Is} || Is <- Expected], Held),
        ok = relup_hold:release(held),
        ok = relup_hold:finish(),
        ?assertEqual(true, Active()),
        simulated_trees:stop(Tree),
        ok = gen_tcp:close(Client)
    end || {Start, Prepare, Expected} <- [
        {fun() -> simulated_trees:ranch2(1, [{cowboy_clear, {http2, 1}}]) end, fun(_) -> ok end, [false, true, false, false]},
        {fun() -> simulated_trees:thousand_island(1, [bandit('HTTP2')]) end,
            fun(Pid) -> gen_server:cast(Pid, stream), _ = gen_server:call(Pid, stray), ok end, [false, true, false, false]},
        {fun() -> simulated_trees:ranch2(1, [{cowboy_clear, {http, 1}}]) end, fun(_) -> ok end, [true, true, false, true]}
    ], Tree <- [Start()], [Connection] <- [connections()]].

%% The check takes time only while it sees requests that may last.
check_watches_requests_for_a_while_test() ->
    Tree = simulated_trees:ranch2(1, [{cowboy_clear, {http, Count}} || Count <- [0, 1]]),
    [Request] = [Pid || Connection <- connections(), Pid <- relup_process:linked_children(Connection)],
    Check = fun() -> element(1, timer:tc(fun() -> relup_check_connections:run(name) end)) div 1000 end,
    First = Check(),
    true = First >= 500,
    true = Check() < 450,
    Request ! finish,
    await(fun() -> not is_process_alive(Request) end),
    true = Check() < 450,
    simulated_trees:stop(Tree).

%% A connection that a browser has opened in advance, or that polls, has nothing that would end.
connections_without_requests_are_held_test() ->
    Trees = [
        simulated_trees:ranch2(1, [{cowboy_clear, Kind} || Kind <- [handshake, poll]]),
        simulated_trees:thousand_island(1, [bandit('HTTP1'), bandit('HTTP1')])
    ],
    [Handshake, _, Opened, Polling] = connections(),
    gen_server:cast(Opened, {run, 'Elixir.Bandit.InitialHandler', handle_connection}),
    gen_server:cast(Polling, {run, 'Elixir.Phoenix.Transports.LongPoll', listen}),
    {Time, ok} = timer:tc(fun() -> relup_finish_requests:run({name, 5000}) end),
    true = Time < 1000000,
    [{status, suspended} = process_info(Pid, status) || Pid <- [Handshake, Opened, Polling]],
    ok = relup_rerun_requests:run(name),
    [await(fun() -> process_info(Pid, status) =:= {status, waiting} end) || Pid <- [Handshake, Opened, Polling]],
    ok = relup_resume_acceptors:run(name),
    lists:foreach(fun simulated_trees:stop/1, Trees).

%% An endpoint tells its own tree from another server's by its name.
endpoints_read_their_manifest_again_test() ->
    Trees = [simulated_trees:cowboy_endpoint(1, []), simulated_trees:ranch1(1, [])],
    Called = fun() -> receive {endpoint, What} -> What after 0 -> nothing end end,
    true = register(visitor, self()),
    endpoint("priv/static/cache_manifest.json", "whereis(visitor) ! {endpoint, {C, R}}, ok"),
    ok = relup_rerun_requests:run(name),
    {[], []} = Called(),
    nothing = Called(),
    endpoint(nil, "whereis(visitor) ! {endpoint, {C, R}}, ok"),
    ok = relup_rerun_requests:run(name),
    nothing = Called(),
    endpoint("priv/static/cache_manifest.json", "whereis(visitor) ! {endpoint, {C, R}}, exit({C, R, gone})"),
    ok = relup_rerun_requests:run(name),
    {[], []} = Called(),
    true = unregister(visitor),
    lists:foreach(fun simulated_trees:stop/1, Trees).

%% Gives the supervisor of an endpoint the functions that Phoenix gives endpoints.
endpoint(Manifest, ConfigChange) ->
    Endpoint = 'Elixir.Site.Endpoint',
    Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
    {ok, Endpoint, Code} = compile:forms([{attribute, 1, module, Endpoint} | [Form(lists:flatten(Text)) || Text <- [
        "-export([init/1, static_path/1, config/1, config_change/2]).", "init(Specification) -> {ok, Specification}.",
        "static_path(Path) -> Path.", io_lib:format("config(cache_static_manifest) -> ~0p.", [Manifest]),
        "config_change(C, R) -> " ++ ConfigChange ++ "."
    ]]]),
    true = code:soft_purge(Endpoint),
    {module, Endpoint} = code:load_binary(Endpoint, "endpoint.beam", Code).

%% The client of a connection, which gets the socket of its server.
client(Connection) ->
    {{_, Server}, Client} = connected(true),
    ok = gen_tcp:controlling_process(Server, Connection),
    Client.

%% Waits the whole time for these requests.
unfinished(Pids) ->
    Pids = requests(),
    {Time, ok} = timer:tc(fun() -> relup_finish_requests:run({name, 50}) end),
    true = Time >= 50000,
    Pids = requests().

%% Ends what runs but for Left while one waits: waits no longer than for that.
finished(Left, End) ->
    timer:apply_after(50, erlang, apply, [End, []]),
    Timeout = case Left of [] -> 10000; _ -> 200 end,
    {Time, ok} = timer:tc(fun() -> relup_finish_requests:run({name, Timeout}) end),
    true = Time < 5000000,
    Left = requests().

requests() -> lists:sort([Pid || Listener <- relup_web:listeners(), {_, Pid} <- relup_web:requests(Listener)]).

connections() -> lists:sort(lists:flatmap(fun relup_web:connections/1, relup_web:listeners())).

bandit(Kind) -> {'Elixir.Bandit.DelegatingHandler', list_to_atom("Elixir.Bandit." ++ atom_to_list(Kind) ++ ".Handler")}.

%% The real one of OTP: a request that runs is waited for, those that come wait, and nobody loses a connection.
requests_of_inets_test() ->
    {ok, _} = application:ensure_all_started(inets),
    Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
    {ok, Page, Code} = compile:forms([Form(Text) || Text <- ["-module(page).", "-export([do/1]).",
        "do(_) -> whereis(visitor) ! self(), receive go_on -> ok end, {proceed, [{response, {200, \"page\"}}]}."]]),
    {module, Page} = code:load_binary(Page, "page.beam", Code),
    true = register(visitor, self()),
    {ok, Server} = inets:start(httpd, [{port, 0}, {server_name, "page"}, {server_root, "."}, {document_root, "."}, {modules, [Page]}]),
    [{port, Port}] = httpd:info(Server, [port]),
    Visit = fun() ->
        {ok, Socket} = gen_tcp:connect("localhost", Port, [{active, false}]),
        ok = gen_tcp:send(Socket, "GET / HTTP/1.1\r\nHost: page\r\n\r\n"),
        Socket
    end,
    Read = fun Read(Socket, Before) ->
        {ok, Text} = gen_tcp:recv(Socket, 0, 10000),
        case string:find(Before ++ Text, "\r\n\r\npage") of
            nomatch -> Read(Socket, Before ++ Text);
            _ -> "HTTP/1.1 200" ++ _ = Before ++ Text
        end
    end,
    Served = fun(Socket) ->
        receive Handler when is_pid(Handler) -> Handler ! go_on end,
        Read(Socket, "")
    end,
    Kept = Visit(),
    Served(Kept),
    Running = Visit(),
    Handler = receive Pid when is_pid(Pid) -> Pid end,
    [_] = relup_web:listeners(),
    ok = relup_suspend_acceptors:run(name),
    ok = relup_finish_requests:run({name, 50}),
    Handler ! go_on,
    Read(Running, ""),
    ok = relup_finish_requests:run({name, 10000}),
    0 = relup_web:hold_idle(hd(relup_web:listeners()), relup_held_connections, infinity, early),
    ok = gen_tcp:send(Kept, "GET / HTTP/1.1\r\nHost: page\r\n\r\n"),
    New = Visit(),
    none = receive Early when is_pid(Early) -> Early after 100 -> none end,
    ok = relup_rerun_requests:run(name),
    Served(Kept),
    ok = relup_resume_acceptors:run(name),
    Served(New),
    true = unregister(visitor),
    ok = inets:stop(httpd, Server).

%% Websockets --------------------------------------------------------------------------------------------------------

websockets_of_cowboy2_test() ->
    Kinds = [{http, 1}, websocket, hibernating, {http, 0}],
    Tree = simulated_trees:ranch2(1, [{cowboy_clear, Kind} || Kind <- Kinds]),
    [_, Websocket, Hibernating, _] = connections(),
    websockets_are_suspended_and_resumed([Websocket, Hibernating]),
    simulated_trees:stop(Tree).

%% Clients wait meanwhile.
connections_that_answer_nobody_are_not_asked_test() ->
    Tree = simulated_trees:ranch2(1, [{cowboy_clear, Kind} || Kind <- [handshake, websocket]]),
    [_, Websocket] = connections(),
    Start = erlang:monotonic_time(millisecond),
    ?assertEqual([Websocket], websockets()),
    ?assert(erlang:monotonic_time(millisecond) - Start < 1000),
    simulated_trees:stop(Tree).

websockets_of_bandit_test() ->
    Tree = simulated_trees:thousand_island(2, [bandit(Kind) || Kind <- ['HTTP1', 'WebSocket', 'HTTP1']]),
    [_, Websocket, Busy] = connections(),
    gen_server:cast(Busy, request),
    websockets_are_suspended_and_resumed([Websocket]),
    simulated_trees:stop(Tree).

websockets_of_phoenix_with_cowboy_test() ->
    Tree = simulated_trees:cowboy_endpoint(1, [{cowboy_clear, Kind} || Kind <- [{http, 1}, websocket]]),
    [_, Websocket] = connections(),
    websockets_are_suspended_and_resumed([Websocket]),
    simulated_trees:stop(Tree).

websockets_of_phoenix_with_bandit_test() ->
    Tree = simulated_trees:bandit_endpoint(1, [bandit(Kind) || Kind <- ['HTTP1', 'WebSocket']]),
    [_, Websocket] = connections(),
    websockets_are_suspended_and_resumed([Websocket]),
    simulated_trees:stop(Tree).

websockets_are_suspended_and_resumed(Pids) ->
    Pids = websockets(),
    ok = relup_suspend_channels:run(name),
    [true = is_suspended(Pid) || Pid <- Pids],
    [Pid ! {frame, self(), hello} || Pid <- Pids],
    none = receive {frame, _, _} = Frame -> Frame after 50 -> none end,
    Pids = websockets(),
    ok = relup_resume_channels:run(name),
    [receive {frame, Pid, hello} -> ok after 1000 -> exit(no_answer) end || Pid <- Pids],
    undefined = whereis(relup_resume_channels).

%% Who subscribed to the PubSub of that time is a channel; that cowboy 1 cannot be suspended is told, no more.
channels_of_cowboy1_test() ->
    Tree = simulated_trees:ranch1(1, [{cowboy_protocol, Kind} || Kind <- [idle, busy, busy]]),
    [_, Request, Channel] = connections(),
    {ok, PubSub} = 'Elixir.Phoenix.PubSub.Local':start_link([Channel, self()]),
    [Channel] = websockets(),
    [Request] = requests(),
    ok = relup_suspend_channels:run(name),
    ok = relup_resume_channels:run(name),
    simulated_trees:stop(PubSub),
    simulated_trees:stop(Tree).

websockets() -> lists:sort(lists:flatmap(fun relup_web:websockets/1, relup_web:listeners())).

%% What a script leaves behind ---------------------------------------------------------------------------------------

%% release_handler evaluates a script within one call: what it stopped is started when that has failed.
script_that_fails_leaves_nothing_stopped_test() ->
    Tree = simulated_trees:ranch2(2, [{cowboy_clear, websocket}]),
    [Websocket] = websockets(),
    script(fun() -> relup_suspend_acceptors:run(name), relup_suspend_channels:run(name) end),
    await(fun() -> acceptors() =:= [2, 0] andalso not is_suspended(Websocket) end),
    await(fun() -> whereis(relup_resume_acceptors) =:= undefined end),
    {priority, normal} = process_info(whereis(release_handler), priority),
    simulated_trees:stop(Tree).

%% No guard stays behind a script that resumes what it suspended.
script_that_succeeds_needs_no_guard_test() ->
    Tree = simulated_trees:ranch2(2, []),
    script(fun() -> relup_suspend_acceptors:run(name), relup_resume_acceptors:run(name) end),
    await(fun() -> acceptors() =:= [2, 0] end),
    undefined = whereis(relup_resume_acceptors),
    simulated_trees:stop(Tree).

%% By hand, what is stopped stays so until its process ends.
process_that_ends_leaves_nothing_stopped_test() ->
    Tree = simulated_trees:ranch1(2, []),
    Test = self(),
    Pid = spawn(fun() -> relup_suspend_acceptors:run(name), Test ! stopped, receive stop -> ok end end),
    receive stopped -> timer:sleep(50) end,
    [0, 2] = acceptors(),
    Pid ! stop,
    await(fun() -> acceptors() =:= [2, 0] end),
    simulated_trees:stop(Tree).

%% Runs a function in release_handler's process, as it runs scripts.
script(Do) -> sys:replace_state(release_handler, fun(State) -> Do(), State end).

%% Messages ----------------------------------------------------------------------------------------------------------

shell_that_waits_for_the_script_sees_messages_test() ->
    Shell = shell(),
    Test = self(),
    spawn(fun() ->
        group_leader(Shell, self()),
        script(fun() -> relup_info:run(<<"Gr", 195, 188, 195, 159, "e">>) end),
        Test ! done
    end),
    receive done -> ok end,
    <<"Gr", 195, 188, 195, 159, "e\n">> = shown(Shell).

message_is_shown_by_own_shell_test() ->
    Shell = shell(),
    group_leader(Shell, self()),
    ok = relup_sleep:run(1),
    <<"1 s...\n">> = shown(Shell).

shell_that_hangs_does_not_stop_the_script_test() ->
    group_leader(hung(), self()),
    {Time, ok} = timer:tc(fun() -> relup_info:run("text") end),
    true = Time < 3000000.

%% A group leader that keeps what is written.
shell() -> spawn_link(fun() -> keep(<<>>) end).

keep(Text) ->
    receive
        {io_request, From, Reference, {put_chars, unicode, Characters}} ->
            From ! {io_reply, Reference, ok},
            keep(<<Text/binary, (unicode:characters_to_binary(Characters))/binary>>);
        {shown, From} ->
            From ! {shown, self(), Text},
            keep(Text)
    end.

shown(Shell) ->
    Shell ! {shown, self()},
    receive {shown, Shell, Text} -> Text end.

%% Protocols and configuration ---------------------------------------------------------------------------------------

consolidated_protocols_are_loaded_test() ->
    Releases = releases(),
    [write_protocol(Releases, Version) || Version <- ["1.0.0", "1.1.0"]],
    true = code:add_patha(filename:join([Releases, "1.0.0", "consolidated"])),
    "1.0.0" = simulated_protocol:version(),
    ok = relup_load_protocols:run({"1.1.0", [simulated_protocol]}),
    "1.1.0" = simulated_protocol:version(),
    Path = filename:join([Releases, "1.1.0", "consolidated"]),
    [Path | _] = code:get_path(),
    ?assertThrow({error, {cannot_read, _, enoent}}, relup_load_protocols:run({"1.1.0", [not_there]})),
    code:del_path(Path).

write_protocol(Releases, Version) ->
    File = filename:join([Releases, Version, "consolidated", "simulated_protocol.beam"]),
    ok = filelib:ensure_dir(File),
    {ok, Tokens, _} = erl_scan:string("version() -> \"" ++ Version ++ "\"."),
    {ok, Form} = erl_parse:parse_form(Tokens),
    Forms = [{attribute, 1, module, simulated_protocol}, {attribute, 1, export, [{version, 0}]}, Form],
    {ok, simulated_protocol, Code} = compile:forms(Forms),
    ok = file:write_file(File, Code).

configuration_is_what_providers_give_test() ->
    Releases = releases(),
    Providers = #{providers => [{simulated_provider, port}], extra_config => [{extra, [{given, true}]}]},
    write_configuration(Releases, "2.0.0", [
        {elixir, [{config_provider_init, Providers}, {config_provider_booted, true}, {ansi, true}]},
        {demo, [{port, 1}, {host, "example"}]}, {kernel, [{no_such_key, 1}]}
    ]),
    os:putenv("RELEASE_VSN", "1.0.0"),
    ok = relup_load_configuration:run("2.0.0"),
    [{ok, 2}, {ok, "example"}, {ok, true}, {ok, true}, undefined, undefined] =
        [application:get_env(Application, Key) || {Application, Key} <- [{demo, port}, {demo, host}, {extra, given},
            {elixir, ansi}, {kernel, no_such_key}, {elixir, config_provider_init}]],
    "1.0.0" = os:getenv("RELEASE_VSN"),
    os:unsetenv("RELEASE_VSN").

%% What is only checked changes nothing, and what fails does so there.
configuration_is_prepared_without_a_change_test() ->
    Releases = releases(),
    Providers = #{providers => [{simulated_provider, port}, {no_such_provider, 1}], extra_config => []},
    write_configuration(Releases, "2.1.0", [
        {elixir, [{config_provider_init, Providers}]}, {prepared, [{port, 1}]}, {demo, [{port, 1}]}]),
    ok = relup_prepare_configuration:run("2.1.0"),
    undefined = application:get_env(prepared, port),
    undefined = get({relup_configuration, "2.1.0"}),
    #{configuration := Configuration, missing := [no_such_provider]} = relup_providers:configuration("2.1.0"),
    2 = relup_configuration:value(demo, port, Configuration, none),
    write_configuration(Releases, "2.2.0", [
        {elixir, [{config_provider_init, Providers}]}, {demo, [{port, not_a_number}]}]),
    ?assertError(badarith, relup_prepare_configuration:run("2.2.0")),
    %% What an installation has prepared is set without running providers again.
    put({relup_configuration, "2.2.0"},
        #{configuration => [{prepared, [{port, 7}]}], included => [], providers => [a], missing => []}),
    ok = relup_load_configuration:run("2.2.0"),
    {ok, 7} = application:get_env(prepared, port),
    ?assertError(badarith, relup_load_configuration:run("2.2.0")).

variables_are_those_of_the_version_test() ->
    Releases = releases(),
    os:putenv("RELEASE_VSN", "1.0.0"),
    os:putenv("RELEASE_SYS_CONFIG", filename:join([Releases, "1.0.0", "sys"])),
    ok = relup_set_variables:run("2.0.0"),
    "2.0.0" = os:getenv("RELEASE_VSN"),
    Expected = filename:join([Releases, "2.0.0", "sys"]),
    Expected = os:getenv("RELEASE_SYS_CONFIG"),
    false = os:getenv("RELEASE_VM_ARGS"),
    os:unsetenv("RELEASE_VSN"),
    os:unsetenv("RELEASE_SYS_CONFIG").

release_without_providers_is_left_alone_test() ->
    Releases = releases(),
    write_configuration(Releases, "3.0.0", [{plain, [{port, 1}]}]),
    ok = relup_load_configuration:run("3.0.0"),
    ok = relup_load_configuration:run("no version"),
    undefined = application:get_env(plain, port).

%% Files stand beside sys.config, with or without the ending, or in the working directory; of a key that is set twice the
%% later value wins, and that of the command line wins over all.
included_files_are_read_as_a_start_reads_them_test() ->
    Releases = releases(),
    {ok, Working} = file:get_cwd(),
    ok = file:set_cwd(filename:dirname(Releases)),
    write_configuration(Releases, "4.0.0", [
        {harbour, [{depth, 9}, {berths, 1}, {name, "old"}]}, "piers", {harbour, [{name, "new"}]}, "working_piers.config",
        {kernel, [{logger_level, info}]}
    ]),
    write_configuration(Releases, "4.0.0", "piers.config", [{harbour, [{berths, 6}, {name, "pier"}]}]),
    write_configuration(filename:dirname(Releases), "", "piers.config", [{harbour, [{berths, 7}]}]),
    write_configuration(filename:dirname(Releases), "", "working_piers.config", [{pier, [{length, 80}]}]),
    try
        ok = relup_load_configuration:run("4.0.0"),
        [{ok, 9}, {ok, 6}, {ok, "new"}, {ok, 80}, {ok, none}] =
            [application:get_env(Application, Key) || {Application, Key} <- [{harbour, depth}, {harbour, berths},
                {harbour, name}, {pier, length}, {kernel, logger_level}]],
        write_configuration(Releases, "4.0.1", ["no_piers"]),
        ?assertThrow({error, {cannot_read, "./no_piers.config", enoent}}, relup_load_configuration:run("4.0.1"))
    after
        ok = file:set_cwd(Working)
    end.

%% The logger -----------------------------------------------------------------------------------------------------------

logger_is_configured_and_taken_back_test() ->
    Releases = releases(),
    Before = logger_state(),
    write_configuration(Releases, "5.0.0", []),
    write_configuration(Releases, "5.1.0", [{kernel, [
        {logger_metadata, #{site => north}},
        {logger, [
            {handler, quiet, logger_std_h, #{level => critical, config => #{type => standard_error}}},
            {filters, stop, [{own, {fun logger_filters:progress/2, stop}}]},
            {module_level, debug, [first_module, second_module]},
            {proxy, #{sync_mode_qlen => 7}}
        ]}
    ]}]),
    write_configuration(Releases, "5.2.0", [{kernel, [
        {logger, [
            {handler, quiet, logger_std_h, #{level => alert, config => #{type => standard_io}}},
            {module_level, error, [second_module]}
        ]}
    ]}]),
    ok = logger:add_handler(of_application, simulated_handler, #{level => none}),
    ok = relup_configure_logger:run({"5.0.0", "5.1.0"}),
    #{level := critical, config := #{type := standard_error}} = handler(quiet),
    #{metadata := #{site := north}, filter_default := stop, filters := [{own, _}]} = logger:get_primary_config(),
    #{sync_mode_qlen := 7} = logger:get_proxy_config(),
    [{first_module, debug}, {second_module, debug}] = lists:sort(logger:get_module_level()),
    ok = relup_configure_logger:run({"5.1.0", "5.2.0"}),
    #{level := alert, config := #{type := standard_io}} = handler(quiet),
    #{metadata := Metadata, filter_default := log, filters := []} = logger:get_primary_config(),
    0 = map_size(Metadata),
    [{second_module, error}] = logger:get_module_level(),
    #{level := none} = handler(of_application),
    ok = relup_configure_logger:run({"5.2.0", "5.0.0"}),
    ok = logger:remove_handler(of_application),
    Before = logger_state().

%% Nodes that start with the configuration show what is right.
logger_is_that_of_a_start_test_() ->
    {timeout, 300, fun() ->
        Releases = releases(),
        write_configuration(Releases, "plain", []),
        Configurations = [{integer_to_list(N), C} || {N, C} <- lists:zip(lists:seq(1, 9), logger_configurations())],
        [write_configuration(Releases, Version, Configuration) || {Version, Configuration} <- Configurations],
        Versions = [Version || {Version, _} <- Configurations],
        Started = [{Version, said(Releases, Version, ["[", state("now"), "]"])} || Version <- Versions],
        Steps = lists:join(", ", [state("plain") | lists:append([
            [state_after("plain", Version, Version), state_after(Version, "plain", "plain")] || Version <- Versions])]),
        [{_, Plain} | Said] = said(Releases, "plain", ["[", Steps, "]"]),
        [?assertEqual({Version, State}, lists:keyfind(Version, 1, Said)) || {Version, [{_, State}]} <- Started],
        [?assertEqual(Plain, State) || {"plain", State} <- Said]
    end}.

logger_configurations() ->
    Kernel = fun(Environment) -> [{kernel, Environment}] end,
    [
        Kernel([{logger_level, error}]),
        Kernel([{logger_sasl_compatible, true}]),
        Kernel([{logger_sasl_compatible, true}, {logger_level, error}]) ++ [{sasl, [{errlog_type, error}]}],
        Kernel([{logger_sasl_compatible, true}]) ++ [{sasl, [{sasl_error_logger, false}]}],
        Kernel([{error_logger, {file, "started.log"}}]),
        Kernel([{error_logger, silent}]),
        Kernel([{logger, [{handler, default, undefined}]}]),
        Kernel([{logger, [{handler, default, logger_disk_log_h, #{config => #{file => "disk.log"}}}]}]),
        Kernel([{logger, [{handler, default, logger_std_h, #{level => alert, filters => [],
            formatter => {logger_formatter, #{single_line => true}}}}]}])
    ].

state(Name) -> io_lib:format("{~tp, relup_runtime_tests:logger_state()}", [Name]).

%% As install_release: the environment first, then the instruction.
state_after(From, To, Name) ->
    io_lib:format("begin [application:unset_env(kernel, Key) || Key <- [logger, error_logger, logger_sasl_compatible]], "
        "application:set_env([{kernel, [{logger_level, notice}]}]), "
        "application:set_env(element(1, relup_configuration:of_version(~tp))), relup_configure_logger:run({~tp, ~tp}), ~ts end",
        [To, From, To, state(Name)]).

%% What an expression gives on a node of a version.
said(Releases, Version, Expression) ->
    Said = filename:join([Releases, Version, "said"]),
    Eval = io_lib:format("application:set_env(sasl, releases_dir, ~tp), Said = ~ts, "
        "file:write_file(~tp, io_lib:format(\"~~0tp.\", [Said])), halt().", [Releases, Expression, Said]),
    Command = io_lib:format("cd '~ts' && erl -noinput -boot start_sasl -pa '~ts' -config '~ts' -eval '~ts' 2>&1",
        [Releases, filename:dirname(code:which(?MODULE)), filename:join([Releases, Version, "sys"]), Eval]),
    Output = os:cmd(unicode:characters_to_list(Command)),
    case file:consult(Said) of
        {ok, [Term]} -> Term;
        {error, _} -> error({node_failed, Output})
    end.

logger_state() ->
    Handlers = [maps:with([id, level, module, filters, filter_default, formatter, config], Handler)
        || Handler <- logger:get_handler_config()],
    printed({maps:remove(handlers, logger:get_primary_config()), lists:sort(Handlers), lists:sort(logger:get_module_level()),
        logger:get_proxy_config()}).

%% Without what differs from node to node.
printed(Term) ->
    re:replace(io_lib:format("~0tp", [ordered(Term)]), "#Ref<[^>]*>|<[0-9.]+>", "_", [global, {return, list}]).

%% With maps as lists: since OTP 26 the keys of a map have no order that two nodes share.
ordered(Map) when is_map(Map) -> {map, lists:sort([{Key, ordered(Value)} || {Key, Value} <- maps:to_list(Map)])};
ordered(Tuple) when is_tuple(Tuple) -> list_to_tuple(ordered(tuple_to_list(Tuple)));
ordered([Head | Tail]) -> [ordered(Head) | ordered(Tail)];
ordered(Term) -> Term.

handler(Id) ->
    {ok, Handler} = logger:get_handler_config(Id),
    Handler.

write_configuration(Releases, Version, Configuration) ->
    write_configuration(Releases, Version, "sys.config", Configuration).

write_configuration(Releases, Version, Name, Configuration) ->
    File = filename:join([Releases, Version, Name]),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, io_lib:format("~p.~n", [Configuration])).

%% The folder of the releases, a new one for each test.
releases() ->
    Unique = integer_to_list(erlang:unique_integer([positive])),
    Directory = filename:join(filename:dirname(code:which(?MODULE)), Unique),
    application:set_env(sasl, releases_dir, Directory),
    Directory.

%% Helpers -----------------------------------------------------------------------------------------------------------

server() ->
    {ok, Pid} = 'Elixir.Phoenix.PubSub.Local':start_link([]),
    Pid.

hung() -> spawn_link(fun() -> receive never -> ok end end).

dead() ->
    {Pid, Monitor} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', Monitor, process, Pid, _} -> Pid end.

is_suspended(Pid) -> relup_process:calls(Pid, {sys, [suspend_loop]}) orelse status(Pid) =:= suspended.

status(Pid) ->
    {status, _, _, [_, Status | _]} = sys:get_status(Pid),
    Status.

await(Condition) -> Condition() orelse begin timer:sleep(10), await(Condition) end.
