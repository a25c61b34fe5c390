%% Seeded mutations of a release: a small application whose parts are drawn, and a new release in which some of them
%% differ. Each pair goes through the tools and to a node. None that fails there may be hot; of those that work, a share
%% has to be hot.
%% Arguments: a folder to work in, how many, the first seed. The same seed makes the same pair again.
-module(promise_mutations).
-export([main/1]).

-define(LEAST_HOT, 70).

main(Arguments) ->
    {_, Monitor} = spawn_monitor(fun() -> run(Arguments) end),
    receive {'DOWN', Monitor, process, _, Reason} ->
        io:format("the mutations crashed: ~tp~n", [Reason]),
        halt(1, [{flush, true}])
    end.

run([Work, Many, First]) ->
    logger:set_primary_config(level, none),
    {Count, Seed} = {list_to_integer(Many), list_to_integer(First)},
    io:format("~b mutations, the first seed is ~b~n", [Count, Seed]),
    Base = promise_release:base(filename:join(Work, "base"), []),
    Outcomes = promise_work:all(fun(Each) -> outcome(Each, Work, Base) end, lists:seq(Seed, Seed + Count - 1), 2),
    Fine = [Verdict || {_, _, Verdict, [], _} <- Outcomes],
    Failing = [Verdict || {_, _, Verdict, [_ | _], _} <- Outcomes],
    Lies = [Outcome || {_, _, "hot", [_ | _], _} = Outcome <- Outcomes],
    Alarms = [lists:flatten([What, ": ", lists:join(", ", codes(Table))])
        || {_, What, Verdict, [], Table} <- Outcomes, Verdict =/= "hot"],
    Hot = length([hot || "hot" <- Fine]),
    Share = case Fine of [] -> 0; _ -> 100 * Hot div length(Fine) end,
    [io:format("hot, and it goes wrong: seed ~b: ~ts~n~ts", [Each, What, [["    > ", string:slice(Line, 0, 300), "\n"]
        || Line <- lists:sublist(Truth, 4)]]) || {Each, What, _, Truth, _} <- Lies],
    [io:format("works, and is not hot: ~b times: ~ts~n", [Times, What]) || {What, Times} <- counted(Alarms)],
    io:format("~b worked on a node, ~b of them hot: ~b %; ~b went wrong, ~b of them hot~n",
        [length(Fine), Hot, Share, length(Failing), length(Lies)]),
    Right = Lies =:= [] andalso Share >= ?LEAST_HOT,
    halt(if Right -> 0; true -> 1 end, [{flush, true}]).

%% The codes of the errors and warnings in a table of relup-check.
codes(Table) ->
    lists:usort([Code
        || Finding <- string:split(unicode:characters_to_list(Table), "\n\n", all),
            lists:any(fun(Severity) -> lists:prefix(Severity, Finding) end, ["error", "warning"]),
            {match, [Code]} <- [re:run(Finding, "\\[([a-z-]+)\\]\\s*$", [unicode, {capture, [1], list}])]]).

counted(All) ->
    lists:reverse(lists:keysort(2, maps:to_list(lists:foldl(fun(What, Map) ->
        maps:update_with(What, fun(N) -> N + 1 end, 1, Map)
    end, #{}, All)))).

outcome(Seed, Work, Base) ->
    #{what := What, old := Old, new := New} = Pair = pair(Seed),
    Directory = filename:join(Work, integer_to_list(Seed)),
    [From, To] = [
        begin
            Sources = filename:join([Directory, "sources", Vsn]),
            [begin
                ok = filelib:ensure_dir(filename:join(Sources, Name)),
                ok = file:write_file(filename:join(Sources, Name), Text)
            end || {Name, Text} <- Files],
            promise_release:build("promise", Vsn, [Sources], filename:join(Directory, Vsn), #{base => Base})
        end
     || {Vsn, Files} <- [{"1.0.0", Old}, {"1.1.0", New}]
    ],
    {Verdict, Table} = promise_trial:tools(From, To, Directory, #{}),
    Truth = promise_trial:truth(From, To, Directory, maps:with([setup, probes], Pair)),
    os:getenv("KEEP") =:= false andalso file:del_dir_r(Directory),
    {Seed, What, Verdict, Truth, Table}.

%% A pair of releases ---------------------------------------------------------------------------------------------------

%% The pair of a seed: what: what was changed; old, new: {File, Text}; setup, probes: expressions.
pair(Seed) ->
    rand:seed(exsss, Seed),
    %% One part that differs, seldom two or three, and two that stay the same. Some would go wrong in any upgrade.
    All = shuffled([{Part, Variant} || Part <- parts(), Variant <- variants(Part)]),
    Drawn = distinct(lists:sublist(All, one_of([1, 1, 1, 1, 2, 2, 3]))),
    Chosen = [Part || {Part, _} <- Drawn],
    Still = [{Part, same} || Part <- lists:sublist(shuffled(parts() -- [set_env, include, register, lone | Chosen]), 2)],
    [Old, New] = [release(Drawn ++ Still, Which) || Which <- [old, new]],
    #{
        what => lists:flatten(lists:join("; ", [io_lib:format("~tp ~tp", [Part, Variant]) || {Part, Variant} <- Drawn])),
        old => Old,
        new => New,
        setup => lists:append([setup(Part) || {Part, _} <- Drawn ++ Still]),
        probes => lists:append([probes(Part) || {Part, _} <- Drawn ++ Still])
    }.

%% One variant of each part.
distinct([]) -> [];
distinct([{Part, Variant} | Rest]) -> [{Part, Variant} | distinct([Other || {P, _} = Other <- Rest, P =/= Part])].

one_of(List) -> lists:nth(rand:uniform(length(List)), List).

shuffled(List) -> [Element || {_, Element} <- lists:sort([{rand:uniform(), Element} || Element <- List])].

%% The files of one release: those of its parts, the supervisor that has their children, and configuration.
release(Parts, Which) ->
    All = [part(Part, Variant, Which) || {Part, Variant} <- Parts],
    Get = fun(Key) -> lists:append([maps:get(Key, Part, []) || Part <- All]) end,
    Supervisor = lists:foldl(fun(Part, Map) -> maps:merge(Map, maps:get(supervisor, Part, #{})) end,
        #{intensity => 3, strategy => one_for_one, before => "", order => plain}, All),
    Children = case Supervisor of
        #{order := reversed} -> lists:reverse(Get(children));
        _ -> Get(children)
    end,
    Start = lists:append([["    ", Line, ",\n"] || Line <- Get(start)]),
    Change = Get(config_change),
    [
        {"works/works_app.erl", io_lib:format(
            "-module(works_app).~n-behaviour(application).~n-export([start/2, stop/1~ts]).~n~n"
            "start(_, _) ->~n~ts    works_sup:start_link().~n~nstop(_) -> ok.~n~ts",
            [case Change of [] -> ""; _ -> ", config_change/3" end, Start, Change])},
        {"works/works_sup.erl", io_lib:format(
            "-module(works_sup).~n-behaviour(supervisor).~n-export([start_link/0, init/1]).~n~n"
            "start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).~n~n"
            "init([]) ->~n~ts    {ok, {#{strategy => ~tp, intensity => ~b, period => 5}, [~n        ~ts~n    ]}}.~n",
            [maps:get(before, Supervisor), maps:get(strategy, Supervisor), maps:get(intensity, Supervisor),
                lists:join(",\n        ", Children)])},
        {"works/app", "[].\n"},
        {"sys.config", io_lib:format("~tp.~n", [config(Get(config), Get(include))])}
    ] ++ Get(files).

config(Keys, Include) ->
    Applications = lists:usort([Application || {Application, _, _} <- Keys]),
    [{Name, [{Key, Value} || {Application, Key, Value} <- Keys, Application =:= Name]} || Name <- Applications] ++ Include.

%% The parts ------------------------------------------------------------------------------------------------------------

parts() ->
    [server, short_server, wrapped, statem, pool, events, table, register, env, call_env, told_env, logger, include,
        set_env, library, record, rows, function, loop, child, order, strategy, intensity, gadgets, data, moved,
        persistent, lone].

%% What can be new in a part. `same` is what does not change.
variants(server) -> [code, state_converted, state_kept, state_lost, code_change_gone, optional_callbacks];
variants(short_server) -> [code, state_converted, state_lost, restart_type, shutdown, tuple];
variants(wrapped) -> [code, state_converted, named];
variants(statem) -> [code, mode, mode_converted, data_converted, becomes_server];
variants(pool) -> [code, typed_code, worker_code, worker_child, typed_child];
variants(events) -> [code, dynamic_state, named_state];
variants(table) -> [sup_code, sup_child];
variants(register) -> [sup_intensity, untouched];
variants(env) -> [changed, untouched];
variants(call_env) -> [changed, added, removed];
variants(told_env) -> [changed];
variants(logger) -> [level, handler, other_key];
variants(include) -> [changed, begins];
variants(set_env) -> [untouched, changed];
variants(library) -> [code, added, removed, new_function];
variants(record) -> [grows, code, local_only];
variants(rows) -> [grow, code];
variants(function) -> [local, exported];
variants(loop) -> [code, full_name];
variants(child) -> [added, removed, renamed, fails, ignored, two, other_arguments];
variants(order) -> [reversed];
variants(strategy) -> [rest_for_one, one_for_all];
variants(intensity) -> [changed];
variants(gadgets) -> [new_with_modules, new_without_modules, new_started, gone, version];
variants(data) -> [priv, priv_and_code];
variants(moved) -> [module];
variants(persistent) -> [grows, code];
variants(lone) -> [untouched, code, state].

setup(server) -> ["works_server:add(2)"];
setup(short_server) -> ["works_short:add(3)"];
setup(wrapped) -> ["works_wrapped:add(4)"];
setup(statem) -> ["works_statem:push()"];
setup(pool) -> ["works_job:add(5)"];
setup(events) -> ["works_events:tell(1)"];
setup(record) -> ["works_holder:keep(6)"];
setup(rows) -> ["works_rows:put(7)"];
setup(_) -> [].

probes(server) -> ["works_server:get()"];
probes(short_server) -> ["works_short:get()"];
probes(wrapped) -> ["works_wrapped:get()"];
probes(statem) -> ["works_statem:pushed()"];
probes(pool) -> ["works_job:get()"];
probes(events) -> ["works_events:told()"];
probes(env) -> ["works_env:get()"];
probes(call_env) -> ["works_call_env:get()"];
probes(told_env) -> ["works_told_env:get()"];
probes(set_env) -> ["application:get_env(works, computed)"];
probes(library) -> ["works_library:text()"];
probes(record) -> ["works_holder:number()"];
probes(rows) -> ["works_rows:get()"];
probes(function) -> ["works_kept:call()"];
probes(loop) -> ["works_loop:lives()"];
probes(moved) -> ["works_moved:text()"];
probes(data) -> ["file:read_file(filename:join(code:priv_dir(data), \"text\"))"];
probes(persistent) -> ["works_persistent:get()"];
probes(lone) -> ["lone:get()"];
probes(_) -> [].

child(Id, Module) -> io_lib:format("#{id => ~tp, start => {~tp, start_link, []}}", [Id, Module]).

full(Id, Module, Type) ->
    io_lib:format("#{id => ~tp, start => {~tp, start_link, []}, restart => permanent, shutdown => 5000, type => ~tp, "
        "modules => [~tp]}", [Id, Module, Type, Module]).

is(Variant, Variants, new) -> lists:member(Variant, Variants);
is(_, _, old) -> false.

%% part(Part, Variant, old | new): files, children, config and so on.
part(server, Variant, Which) ->
    Shape = case is(Variant, [state_converted, state_lost, code_change_gone], Which) of true -> new; false -> old end,
    Change = case {Variant, Which} of
        {state_converted, _} -> converts;
        {code_change_gone, new} -> none;
        {state_lost, _} -> keeps;
        _ -> keeps
    end,
    More = case is(Variant, [optional_callbacks], Which) of
        true -> "handle_info(_, State) -> {noreply, State}.\nformat_status(Status) -> Status.\n";
        false -> ""
    end,
    Version = version(Variant =/= same, Which),
    #{files => [server(works_server, Shape, Change, Version, More)], children => [full(server, works_server, worker)]};
part(short_server, Variant, Which) ->
    Shape = case is(Variant, [state_converted, state_lost], Which) of true -> new; false -> old end,
    Change = case Variant of state_converted -> converts; _ -> none end,
    Child = case {Variant, Which} of
        {restart_type, new} -> "#{id => short, start => {works_short, start_link, []}, restart => transient}";
        {shutdown, new} -> "#{id => short, start => {works_short, start_link, []}, shutdown => 200}";
        {tuple, new} -> "{short, {works_short, start_link, []}, permanent, 5000, worker, [works_short]}";
        _ -> child(short, works_short)
    end,
    Version = version(lists:member(Variant, [code, state_converted, state_lost]), Which),
    #{files => [server(works_short, Shape, Change, Version, "")], children => [Child]};
part(wrapped, Variant, Which) ->
    Shape = case is(Variant, [state_converted, named], Which) of true -> new; false -> old end,
    Change = case lists:member(Variant, [state_converted, named]) of true -> converts; false -> keeps end,
    Modules = case Variant of named -> ", modules => [works_wrapped]"; _ -> "" end,
    #{
        files => [
            server(works_wrapped, Shape, Change, version(Variant =/= same, Which), ""),
            {"works/works_wrapper.erl", "-module(works_wrapper).\n-export([start/1]).\n\n"
                "start(Module) -> gen_server:start_link({local, Module}, Module, [], []).\n"}
        ],
        children => [["#{id => wrapped, start => {works_wrapper, start, [works_wrapped]}", Modules, "}"]]
    };
part(statem, Variant, Which) ->
    #{files => [statem(Variant, Which)], children => [full(statem, works_statem, worker)]};
part(pool, Variant, Which) ->
    Shape = case is(Variant, [typed_code, worker_code], Which) of true -> new; false -> old end,
    Change = case lists:member(Variant, [typed_code, worker_code]) of true -> converts; false -> keeps end,
    Type = case lists:member(Variant, [worker_code, worker_child]) of true -> ""; false -> ", type => supervisor" end,
    Second = case is(Variant, [worker_child, typed_child], Which) of
        true -> [", ", "#{id => second, start => {works_second, start_link, []}}"];
        false -> ""
    end,
    #{
        files => [
            server(works_job, Shape, Change, version(lists:member(Variant, [code, typed_code, worker_code]), Which), ""),
            server(works_second, old, keeps, 1, ""),
            {"works/works_pool.erl", io_lib:format(
                "-module(works_pool).~n-behaviour(supervisor).~n-export([start_link/0, init/1]).~n~n"
                "start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).~n~n"
                "init([]) -> {ok, {#{}, [#{id => job, start => {works_job, start_link, []}}~ts]}}.~n", [Second])}
        ],
        children => [["#{id => pool, start => {works_pool, start_link, []}, shutdown => infinity", Type, "}"]]
    };
part(events, Variant, Which) ->
    Shape = case is(Variant, [dynamic_state, named_state], Which) of true -> new; false -> old end,
    Version = version(Variant =/= same, Which),
    Modules = case Variant of named_state -> "[works_events]"; _ -> "dynamic" end,
    {First, Next, Count} = case Shape of
        old -> {"0", "N + 1", "N"};
        new -> {"{told, 0}", "{told, element(2, N) + 1}", "element(2, N)"}
    end,
    Convert = case Variant of
        _ when Shape =:= old -> "code_change(_, N, _) -> {ok, N}.\n";
        _ -> "code_change({down, _}, {told, N}, _) -> {ok, N};\ncode_change(_, N, _) -> {ok, {told, N}}.\n"
    end,
    #{
        files => [
            {"works/works_events.erl", "-module(works_events).\n-export([start_link/0, tell/1, told/0]).\n\n"
                "start_link() ->\n    {ok, Pid} = gen_event:start_link({local, ?MODULE}),\n"
                "    ok = gen_event:add_handler(Pid, works_handler, []),\n    {ok, Pid}.\n\n"
                "tell(N) -> gen_event:sync_notify(?MODULE, N).\n"
                "told() -> gen_event:call(?MODULE, works_handler, told).\n"},
            {"works/works_handler.erl", io_lib:format("-module(works_handler).~n-behaviour(gen_event).~n"
                "-export([init/1, handle_event/2, handle_call/2, code_change/3, version/0]).~n~ninit([]) -> {ok, ~ts}.~n"
                "handle_event(_, N) -> {ok, ~ts}.~nhandle_call(told, N) -> {ok, ~ts, N}.~n~tsversion() -> ~b.~n",
                [First, Next, Count, Convert, Version])}
        ],
        children => [["#{id => events, start => {works_events, start_link, []}, modules => ", Modules, "}"]]
    };
part(table, Variant, Which) ->
    New = case is(Variant, [sup_child], Which) of true -> [child(table_reader, works_reader)]; false -> [] end,
    Log = case is(Variant, [sup_code], Which) of true -> "    _ = works_tables:names(),\n"; false -> "" end,
    #{
        files => [
            server(works_reader, old, keeps, 1, ""),
            {"works/works_tables.erl", "-module(works_tables).\n-export([make/1, names/0]).\n\n"
                "make(Name) -> ets:new(Name, [named_table, public]).\nnames() -> [works_table].\n"}
        ],
        supervisor => #{before => ["    works_table = works_tables:make(works_table),\n", Log]},
        children => New
    };
part(register, Variant, Which) ->
    #{
        files => [{"works/works_waiter.erl", "-module(works_waiter).\n-export([wait/0]).\n\n"
            "wait() -> receive stop -> ok end.\n"}],
        supervisor => maps:merge(
            #{before => "    true = register(works_waiter, spawn_link(works_waiter, wait, [])),\n"},
            case is(Variant, [sup_intensity], Which) of true -> #{intensity => 9}; false -> #{} end)
    };
part(env, Variant, Which) ->
    Value = case is(Variant, [changed], Which) of true -> 20; false -> 10 end,
    #{
        config => [{works, read_once, Value}],
        files => [env(works_env, "application:get_env(works, read_once, none)", "State")],
        children => [child(env, works_env)]
    };
part(call_env, Variant, Which) ->
    Value = case is(Variant, [changed], Which) of true -> 20; false -> 10 end,
    Added = [{works, added, true} || is(Variant, [added], Which)],
    Kept = [{works, read_often, Value} || not is(Variant, [removed], Which)],
    #{
        config => Kept ++ Added,
        files => [env(works_call_env, "none", "application:get_env(works, read_often, none)")],
        children => [child(call_env, works_call_env)]
    };
part(told_env, Variant, Which) ->
    Value = case is(Variant, [changed], Which) of true -> 20; false -> 10 end,
    #{
        config => [{works, told, Value}],
        files => [env(works_told_env, "application:get_env(works, told, none)", "State")],
        children => [child(told_env, works_told_env)],
        config_change => ["\nconfig_change(Changed, _, _) ->\n"
            "    [works_told_env:set(Value) || {told, Value} <- Changed],\n    ok.\n"]
    };
part(logger, Variant, Which) ->
    #{config => case {Variant, Which} of
        {level, new} -> [{kernel, logger_level, warning}];
        {handler, new} ->
            Extra = #{level => emergency, config => #{type => standard_error}},
            [{kernel, logger, [{handler, extra, logger_std_h, Extra}]}];
        {other_key, new} -> [{stdlib, shell_slogan, "works"}];
        _ -> []
    end};
part(include, Variant, Which) ->
    Value = case Which of new -> 2; old -> 1 end,
    File = {"more.config", io_lib:format("[{included, [{value, ~b}]}].~n", [Value])},
    Included = [{"included/included.erl", "-module(included).\n-export([value/0]).\n\n"
        "value() -> application:get_env(included, value, none).\n"}],
    case {Variant, Which} of
        {changed, _} -> #{include => ["more.config"], files => [File | Included]};
        {begins, new} -> #{include => ["more.config"], files => [File | Included]};
        _ -> #{config => [{included, value, 1}], files => Included}
    end;
part(set_env, Variant, Which) ->
    Value = case is(Variant, [changed], Which) of true -> 8; false -> 4 end,
    #{start => [io_lib:format("ok = application:set_env(works, computed, ~b)", [Value])]};
part(library, Variant, Which) ->
    Text = io_lib:format("-module(works_library).~n-export([text/0~ts]).~n~ntext() -> ~tp.~n~ts", [
        case is(Variant, [new_function], Which) of true -> ", more/0"; false -> "" end,
        case is(Variant, [code], Which) of true -> "new"; false -> "old" end,
        case is(Variant, [new_function], Which) of true -> "more() -> more.\n"; false -> "" end]),
    Extra = {"works/works_extra.erl", "-module(works_extra).\n-export([text/0]).\n\ntext() -> extra.\n"},
    HasExtra = lists:member({Variant, Which}, [{added, new}, {removed, old}]),
    #{files => [{"works/works_library.erl", Text} | [Extra || HasExtra]]};
part(record, Variant, Which) ->
    Field = case is(Variant, [grows], Which) of true -> ", more = 0"; false -> "" end,
    Local = case is(Variant, [local_only], Which) of true -> ", far"; false -> "" end,
    Version = version(Variant =/= same, Which),
    #{
        files => [
            {"works/works_records.erl", io_lib:format("-module(works_records).~n-export([new/1, number/1, twice/1, version/0]).~n"
                "-record(item, {number~ts}).~n-record(pair, {near~ts}).~n~nnew(N) -> #item{number = N}.~nnumber(#item{number = N}) -> N.~n"
                "twice(N) -> sum(#pair{near = N}).~nsum(#pair{near = N}) -> N + N.~nversion() -> ~b.~n", [Field, Local, Version])},
            {"works/works_holder.erl", "-module(works_holder).\n-behaviour(gen_server).\n"
                "-export([start_link/0, keep/1, number/0, init/1, handle_call/3, handle_cast/2]).\n\n"
                "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).\n"
                "keep(N) -> gen_server:call(?MODULE, {keep, N}).\nnumber() -> gen_server:call(?MODULE, number).\n\n"
                "init([]) -> {ok, none}.\nhandle_call({keep, N}, _, _) -> {reply, ok, works_records:new(N)};\n"
                "handle_call(number, _, Item) -> {reply, works_records:number(Item), Item}.\n"
                "handle_cast(_, Item) -> {noreply, Item}.\n"}
        ],
        children => [child(holder, works_holder)]
    };
part(rows, Variant, Which) ->
    {Row, Match} = case is(Variant, [grow], Which) of
        true -> {"{key, N, new}", "{key, N, _}"};
        false -> {"{key, N}", "{key, N}"}
    end,
    #{
        files => [
            {"works/works_rows.erl", io_lib:format("-module(works_rows).~n-export([put/1, get/0, version/0]).~n~n"
                "put(N) -> ets:insert(works_store, ~ts).~nget() ->~n    [~ts] = ets:lookup(works_store, key),~n    N.~nversion() -> ~b.~n",
                [Row, Match, version(Variant =/= same, Which)])},
            {"works/works_store.erl", "-module(works_store).\n-behaviour(gen_server).\n"
                "-export([start_link/0, init/1, handle_call/3, handle_cast/2]).\n\n"
                "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).\n\n"
                "init([]) -> {ok, ets:new(works_store, [named_table, public])}.\n"
                "handle_call(_, _, Table) -> {reply, ok, Table}.\nhandle_cast(_, Table) -> {noreply, Table}.\n"}
        ],
        children => [child(store, works_store)]
    };
part(function, Variant, Which) ->
    Version = version(Variant =/= same, Which),
    Give = case Variant of exported -> "fun works_functions:value/0"; _ -> "works_functions:give()" end,
    #{
        files => [
            {"works/works_functions.erl", io_lib:format("-module(works_functions).~n-export([give/0, value/0]).~n~n"
                "give() -> fun() -> {kept, ~b} end.~nvalue() -> {kept, ~b}.~n", [Version, Version])},
            {"works/works_kept.erl", io_lib:format("-module(works_kept).~n-behaviour(gen_server).~n"
                "-export([start_link/0, call/0, init/1, handle_call/3, handle_cast/2]).~n~n"
                "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).~n"
                "call() -> gen_server:call(?MODULE, call).~n~ninit([]) -> {ok, ~ts}.~n"
                "handle_call(call, _, Fun) -> {reply, Fun(), Fun}.~nhandle_cast(_, Fun) -> {noreply, Fun}.~n", [Give])}
        ],
        children => [child(kept, works_kept)]
    };
part(loop, Variant, Which) ->
    Loop = case Variant of full_name -> "?MODULE:loop()"; _ -> "loop()" end,
    #{
        files => [{"works/works_loop.erl", io_lib:format("-module(works_loop).~n-export([start_link/0, loop/0, lives/0, version/0]).~n~n"
            "start_link() ->~n    Pid = spawn_link(?MODULE, loop, []),~n    true = register(?MODULE, Pid),~n    {ok, Pid}.~n~n"
            "lives() -> is_process_alive(whereis(?MODULE)).~n~nloop() ->~n    receive stop -> ok~n    after 5 -> ~ts~n    end.~n~n"
            "version() -> ~b.~n", [Loop, version(Variant =/= same, Which)])}],
        children => ["#{id => loop, start => {works_loop, start_link, []}, shutdown => brutal_kill}"]
    };
part(child, Variant, Which) ->
    Arguments = fun(Id, Name, How) ->
        io_lib:format("#{id => ~tp, start => {works_child, start_link, [~tp, ~tp]}}", [Id, Name, How])
    end,
    Children = case {Variant, Which} of
        {added, new} -> [Arguments(a, works_a, ok), Arguments(b, works_b, ok)];
        {removed, old} -> [Arguments(a, works_a, ok), Arguments(b, works_b, ok)];
        {renamed, new} -> [Arguments(c, works_a, ok)];
        {fails, old} -> [Arguments(a, works_a, ok)];
        {fails, new} -> [Arguments(a, works_a, ok), Arguments(b, works_b, needs)];
        {ignored, new} -> [Arguments(a, works_a, ok), Arguments(b, works_b, ignore)];
        {two, new} -> [Arguments(a, works_a, ok), Arguments(b, works_b, ok), Arguments(c, works_c, works_b)];
        {other_arguments, new} -> [Arguments(a, works_a, other)];
        _ -> [Arguments(a, works_a, ok)]
    end,
    #{
        files => [{"works/works_child.erl", "-module(works_child).\n-behaviour(gen_server).\n"
            "-export([start_link/2, init/1, handle_call/3, handle_cast/2]).\n\n"
            "start_link(Name, How) -> gen_server:start_link({local, Name}, ?MODULE, How, []).\n\n"
            "init(ignore) -> ignore;\ninit(needs) ->\n    case persistent_term:get(works_needed, false) of\n"
            "        true -> {ok, needs};\n        false -> {stop, needed}\n    end;\n"
            "init(How) when How =:= ok; How =:= other -> {ok, How};\ninit(Other) -> {ok, gen_server:call(Other, how)}.\n"
            "handle_call(how, _, How) -> {reply, How, How}.\nhandle_cast(_, How) -> {noreply, How}.\n"}],
        children => Children,
        start => ["persistent_term:put(works_needed, true)" || {Variant, Which} =:= {fails, new}]
    };
part(order, Variant, Which) ->
    #{
        files => [server(works_before, old, keeps, 1, ""), server(works_after, old, keeps, 1, "")],
        children => [child(before, works_before), child('after', works_after)],
        supervisor => case is(Variant, [reversed], Which) of true -> #{order => reversed}; false -> #{} end
    };
part(strategy, Variant, Which) ->
    #{supervisor => case Which of new when Variant =/= same -> #{strategy => Variant}; _ -> #{} end};
part(intensity, Variant, Which) ->
    #{supervisor => case is(Variant, [changed], Which) of true -> #{intensity => 7}; false -> #{} end};
part(gadgets, Variant, Which) ->
    Plain = {"gadgets/gadgets.erl", "-module(gadgets).\n-export([text/0]).\n\ntext() -> gadgets.\n"},
    App = {"gadgets/app", "[{vsn, \"0.5.0\"}, {env, [{size, 3}]}].\n"},
    Started = [
        {"gadgets/gadgets_app.erl", "-module(gadgets_app).\n-behaviour(application).\n-behaviour(supervisor).\n"
            "-export([start/2, stop/1, init/1]).\n\nstart(_, _) -> supervisor:start_link({local, gadgets_sup}, ?MODULE, []).\n"
            "stop(_) -> ok.\ninit([]) -> {ok, {#{}, []}}.\n"}
    ],
    #{files => case {Variant, Which} of
        {new_with_modules, new} -> [Plain, App];
        {new_without_modules, new} -> [App];
        {new_started, new} -> [Plain, App | Started];
        {gone, old} -> [Plain, App | Started];
        {version, old} -> [Plain, App];
        {version, new} -> [Plain];
        _ -> []
    end};
part(data, Variant, Which) ->
    Text = case Which of new when Variant =/= same -> "new"; _ -> "old" end,
    #{files => [
        {"data/priv/text", Text},
        {"data/data.erl", io_lib:format("-module(data).~n-export([version/0]).~n~nversion() -> ~b.~n",
            [version(Variant =:= priv_and_code, Which)])}
    ]};
part(moved, Variant, Which) ->
    Text = "-module(works_moved).\n-export([text/0]).\n\ntext() -> moved.\n",
    Other = {"trunk/trunk.erl", "-module(trunk).\n-export([text/0]).\n\ntext() -> trunk.\n"},
    #{files => [Other, case is(Variant, [module], Which) of
        true -> {"trunk/works_moved.erl", Text};
        false -> {"works/works_moved.erl", Text}
    end]};
part(persistent, Variant, Which) ->
    {Make, Match} = case is(Variant, [grows], Which) of
        true -> {"{kept, 1, 2}", "{kept, N, _}"};
        false -> {"{kept, 1}", "{kept, N}"}
    end,
    #{
        start => ["ok = works_persistent:make()"],
        files => [{"works/works_persistent.erl", io_lib:format("-module(works_persistent).~n-export([make/0, get/0, version/0]).~n~n"
            "make() -> persistent_term:put(works_kept_term, ~ts).~nget() ->~n    ~ts = persistent_term:get(works_kept_term),~n    N.~n"
            "version() -> ~b.~n", [Make, Match, version(Variant =/= same, Which)])}]
    };
%% An application without a supervisor.
part(lone, Variant, Which) ->
    {Name, Server} = server(lone, case is(Variant, [state], Which) of true -> new; false -> old end,
        case Variant of state -> converts; _ -> keeps end, version(lists:member(Variant, [code, state]), Which), ""),
    #{files => [
        {"lone/" ++ filename:basename(Name), Server},
        {"lone/lone_app.erl", "-module(lone_app).\n-behaviour(application).\n-export([start/2, stop/1]).\n\n"
            "start(_, _) -> lone:start_link().\n\nstop(_) -> ok.\n"}
    ]}.

version(true, new) -> 2;
version(_, _) -> 1.

%% A gen_server that counts, with a state of the old or the new shape.
server(Name, Shape, Change, Version, More) ->
    {First, State, Next} = case Shape of
        old -> {"{count, 0}", "{count, N}", "{count, N + More}"};
        new -> {"{count, 0, []}", "{count, N, Log}", "{count, N + More, Log}"}
    end,
    Read = case Shape of old -> State; new -> "{count, N, _}" end,
    {Export, Convert} = case {Change, Shape} of
        {none, _} -> {"", ""};
        {converts, new} -> {", code_change/3", "code_change({down, _}, {count, N, _}, _) -> {ok, {count, N}};\n"
            "code_change(_, {count, N}, _) -> {ok, {count, N, []}}.\n"};
        {_, _} -> {", code_change/3", "code_change(_, State, _) -> {ok, State}.\n"}
    end,
    Exports = case More of "" -> ""; _ -> ", handle_info/2, format_status/1" end,
    {io_lib:format("works/~ts.erl", [Name]), io_lib:format("-module(~tp).~n-behaviour(gen_server).~n"
        "-export([start_link/0, add/1, get/0, version/0, init/1, handle_call/3, handle_cast/2~ts~ts]).~n~n"
        "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).~nadd(N) -> gen_server:call(?MODULE, {add, N}).~n"
        "get() -> gen_server:call(?MODULE, get).~nversion() -> ~b.~n~ninit([]) -> {ok, ~ts}.~n"
        "handle_call({add, More}, _, ~ts) -> {reply, ok, ~ts};~nhandle_call(get, _, ~ts = State) -> {reply, N, State}.~n"
        "handle_cast(_, State) -> {noreply, State}.~n~ts~ts",
        [Name, Export, Exports, Version, First, State, Next, Read, More, Convert])}.

%% A gen_statem that counts.
statem(becomes_server, new) ->
    {"works/works_statem.erl", "-module(works_statem).\n-behaviour(gen_server).\n"
        "-export([start_link/0, push/0, pushed/0, init/1, handle_call/3, handle_cast/2]).\n\n"
        "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).\npush() -> gen_server:call(?MODULE, push).\n"
        "pushed() -> gen_server:call(?MODULE, pushed).\n\ninit([]) -> {ok, 0}.\nhandle_call(push, _, N) -> {reply, ok, N + 1};\n"
        "handle_call(pushed, _, N) -> {reply, N, N}.\nhandle_cast(_, N) -> {noreply, N}.\n"};
statem(Variant, Which) ->
    Mode = case is(Variant, [mode, mode_converted], Which) of
        true -> handle_event_function;
        false -> state_functions
    end,
    {First, Data, Next} = case is(Variant, [data_converted], Which) of
        true -> {"{0}", "{N}", "{N + 1}"};
        false -> {"0", "N", "N + 1"}
    end,
    {Export, Change} = case {Variant, Which} of
        {data_converted, new} -> {", code_change/4", "code_change({down, _}, State, {N}, _) -> {ok, State, N};\n"
            "code_change(_, State, N, _) -> {ok, State, {N}}.\n"};
        {V, _} when V =:= data_converted; V =:= mode_converted ->
            {", code_change/4", "code_change(_, State, Data, _) -> {ok, State, Data}.\n"};
        _ -> {"", ""}
    end,
    {Callback, Events} = case Mode of
        state_functions -> {"idle/3", ["idle({call, From}, push, ", Data, ") -> {keep_state, ", Next, ", [{reply, From, ok}]};\n"
            "idle({call, From}, pushed, ", Data, ") -> {keep_state_and_data, [{reply, From, N}]}.\n"]};
        handle_event_function -> {"handle_event/4", ["handle_event({call, From}, push, idle, ", Data, ") -> {keep_state, ", Next,
            ", [{reply, From, ok}]};\nhandle_event({call, From}, pushed, idle, ", Data,
            ") -> {keep_state_and_data, [{reply, From, N}]}.\n"]}
    end,
    {"works/works_statem.erl", io_lib:format("-module(works_statem).~n-behaviour(gen_statem).~n"
        "-export([start_link/0, push/0, pushed/0, version/0, init/1, callback_mode/0, ~ts~ts]).~n~n"
        "start_link() -> gen_statem:start_link({local, ?MODULE}, ?MODULE, [], []).~npush() -> gen_statem:call(?MODULE, push).~n"
        "pushed() -> gen_statem:call(?MODULE, pushed).~nversion() -> ~b.~n~ninit([]) -> {ok, idle, ~ts}.~n"
        "callback_mode() -> ~tp.~n~ts~ts",
        [Callback, Export, version(Variant =/= same, Which), First, Mode, Events, Change])}.

%% A gen_server that answers a value of the environment.
env(Name, First, Answer) ->
    {io_lib:format("works/~ts.erl", [Name]), io_lib:format("-module(~tp).~n-behaviour(gen_server).~n"
        "-export([start_link/0, get/0, set/1, init/1, handle_call/3, handle_cast/2]).~n~n"
        "start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).~nget() -> gen_server:call(?MODULE, get).~n"
        "set(Value) -> gen_server:call(?MODULE, {set, Value}).~n~ninit([]) -> {ok, ~ts}.~n"
        "handle_call({set, Value}, _, _) -> {reply, ok, Value};~nhandle_call(get, _, State) -> {reply, ~ts, State}.~n"
        "handle_cast(_, State) -> {noreply, State}.~n", [Name, First, Answer])}.
