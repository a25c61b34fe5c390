%% Tests of what a script will reach, in an application with one supervisor for each thing that can be wrong.
-module(relup_install_reach_tests).
-include_lib("eunit/include/eunit.hrl").
-behaviour(application).
-export([start/2, stop/1]).

%% The application ---------------------------------------------------------------------------------------------------------

%% Runs Test with the application tel, whose top supervisor has these children, or which starts what Top gives.
with_application(Top, Test) ->
    Resource = {application, tel, [{vsn, "1"}, {modules, [?MODULE]}, {registered, []}, {applications, [kernel, stdlib]},
        {mod, {?MODULE, Top}}]},
    ok = application:load(Resource),
    try
        ok = application:start(tel),
        Test()
    after
        _ = application:stop(tel),
        ok = application:unload(tel)
    end.

start(_, Top) when is_function(Top) -> Top();
start(_, Children) -> supervisor(tel_sup, Children).

stop(_) -> ok.

supervisor(Name, Children) ->
    supervisor:start_link({local, Name}, supervised(Name), {#{strategy => one_for_one}, Children}).

server(Name) -> gen_server:start_link({local, Name}, tel_srv(), [], []).

child(Id, Start, Type, Modules) -> #{id => Id, start => {erlang, apply, [Start, []]}, type => Type, modules => Modules}.

child(Id, Start, Modules) -> child(Id, Start, worker, Modules).

%% Modules of their own for processes, so that these are told apart by them.
supervised(Name) ->
    module(Name, ["-export([init/1]).", "init(Specification) -> {ok, Specification}."]).

tel_srv() -> server_module(tel_srv).

server_module(Name) ->
    module(Name, ["-export([init/1, handle_call/3, handle_cast/2]).", "init(State) -> {ok, State}.",
        "handle_call(hang, _, State) -> receive go_on -> {reply, ok, State} end.", "handle_cast(_, State) -> {noreply, State}."]).

module(Name, Lines) ->
    case code:is_loaded(Name) of
        {file, _} ->
            Name;
        false ->
            Form = fun(Text) -> {ok, Tokens, _} = erl_scan:string(Text), {ok, Parsed} = erl_parse:parse_form(Tokens), Parsed end,
            {ok, Name, Code} = compile:forms([{attribute, 1, module, Name} | lists:map(Form, Lines)]),
            %% What a process understands is read from its file.
            File = filename:join(filename:dirname(code:which(?MODULE)), atom_to_list(Name) ++ ".beam"),
            ok = file:write_file(File, Code),
            {module, Name} = code:load_abs(filename:rootname(File)),
            Name
    end.

%% What is said of a script, with the pids left out.
said(Instructions) ->
    {Lines, Findings} = relup_install_reach:report(relup_install_script:aims(Instructions), relup_install_tree:walk()),
    [without_pids(Line) || Line <- Lines] ++ [{Kind, without_pids(Text)} || {Kind, Text} <- Findings].

without_pids(Text) -> re:replace(Text, " ?<[0-9.]+>", "", [global, {return, list}]).

update(Module) -> [{suspend, [Module]}, {load, {Module, brutal_purge, brutal_purge}}, {code_change, up, [{Module, []}]}, {resume, [Module]}].

%% What it reaches -----------------------------------------------------------------------------------------------------------

declared_children_are_reached_test() ->
    Below = child(tel_below, fun() -> server(tel_b) end, [tel_srv]),
    Children = [
        child(tel_sub, fun() -> supervisor(tel_sub, [Below]) end, supervisor, [tel_sub]),
        child(tel_a, fun() -> server(tel_a) end, [tel_srv])
    ],
    with_application(Children, fun() ->
        ?assertEqual(
            ["reached: tel_a (suspend, tel_srv:code_change)", "reached: tel_b (suspend, tel_srv:code_change)",
                "reached: tel_sub (suspend)", "reached: tel_sup (suspend, tel_sup:code_change)"],
            lists:sort(said([{suspend, [{tel_sub, 1000}]}] ++ update(tel_srv) ++ update(tel_sup)))),
        ?assertEqual(
            ["reached: tel_a (stop and start)", "reached: tel_b (stop and start)"], lists:sort(said([{stop, [tel_srv]}])))
    end).

handlers_are_asked_for_test() ->
    Handler = module(tel_handler, ["-export([init/1, handle_event/2, handle_call/2]).", "init(S) -> {ok, S}.",
        "handle_event(_, S) -> {ok, S}.", "handle_call(_, S) -> {ok, ok, S}."]),
    Start = fun(Name) ->
        fun() -> {ok, Pid} = gen_event:start_link({local, Name}), ok = gen_event:add_handler(Pid, Handler, []), {ok, Pid} end
    end,
    Children = [child(tel_right, Start(tel_right), dynamic), child(tel_wrong, Start(tel_wrong), [tel_wrong])],
    with_application(Children, fun() ->
        ?assertEqual(
            ["reached: tel_right (suspend, tel_handler:code_change)",
                {refuse, "not reached: tel_wrong (child tel_wrong is declared with modules [tel_wrong], without tel_handler)"}],
            said(update(tel_handler)))
    end).

many_processes_are_not_all_listed_test() ->
    Children = [child(N, fun() -> gen_server:start_link(tel_srv(), [], []) end, [tel_srv]) || N <- lists:seq(1, 25)],
    with_application(Children, fun() ->
        Said = said([{suspend, [tel_srv]}]),
        ?assertEqual(21, length(Said)),
        ?assertEqual("reached: 5 more that run tel_srv", lists:last(Said))
    end).

%% What it does not reach ----------------------------------------------------------------------------------------------------

child_of_a_supervisor_that_is_declared_a_worker_test() ->
    Below = child(tel_below, fun() -> server(tel_b) end, [tel_srv]),
    with_application([child(tel_sub, fun() -> supervisor(tel_sub, [Below]) end, worker, [tel_sub])], fun() ->
        ?assertEqual([{refuse, "not reached: tel_b (tel_sub is declared a worker)"}], said(update(tel_srv))),
        %% A script that ends it does not mean to reach it.
        ?assertEqual([], said([{apply, {supervisor, terminate_child, [tel_sup, tel_sub]}} | update(tel_srv)])),
        ?assertEqual([], said([{apply, {application, stop, [tel]}} | update(tel_srv)]))
    end).

wrong_modules_test() ->
    Children = [
        child(tel_a, fun() -> server(tel_a) end, [tel_wrapper]), child(tel_b, fun() -> server(tel_b) end, [dynamic])
    ],
    with_application(Children, fun() ->
        ?assertEqual(
            [{refuse, "not reached: tel_a (child tel_a is declared with modules [tel_wrapper], without tel_srv)"},
                {refuse, "not reached: tel_b (child tel_b is declared with modules [dynamic], without tel_srv)"}],
            lists:sort(said(update(tel_srv))))
    end).

process_of_a_process_test() ->
    Start = fun() ->
        {ok, spawn_link(fun() -> register(tel_owner, self()), {ok, _} = server(tel_a), receive stop -> ok end end)}
    end,
    with_application([child(tel_owner, Start, [tel_owner])], fun() ->
        await(fun() -> is_pid(whereis(tel_a)) end),
        ?assertEqual(
            [{refuse, "not reached: tel_a (tel_owner, which started it, is not a supervisor)"}], said(update(tel_srv)))
    end).

process_of_nobody_test() ->
    with_application([], fun() ->
        {ok, Pid} = gen_server:start({local, tel_a}, tel_srv(), [], []),
        ?assertEqual([{refuse, "not reached: tel_a (no supervisor of an application started it)"}], said(update(tel_srv))),
        ok = gen_server:stop(Pid)
    end).

%% Processes that do not answer ------------------------------------------------------------------------------------------------

hung_and_suspended_processes_test() ->
    Children = [child(Name, fun() -> server(Name) end, [tel_srv]) || Name <- [tel_a, tel_b]],
    with_application(Children, fun() ->
        ok = sys:suspend(tel_a),
        spawn(fun() -> gen_server:call(tel_b, hang, infinity) end),
        await(fun() -> relup_process:calls(whereis(tel_b), tel_srv) end),
        ?assertEqual(
            lists:sort(["reached: tel_a (suspend)", "reached: tel_b (suspend)",
                {refuse, "not reached: tel_b (does not answer system messages within 50 ms)"},
                {note, "tel_a is suspended already; the upgrade resumes it"}]),
            lists:sort(said([{suspend, [{tel_srv, 50}]}]))),
        tel_b ! go_on
    end).

suspended_supervisor_test() ->
    with_application([child(tel_sub, fun() -> supervisor(tel_sub, []) end, supervisor, [tel_sub])], fun() ->
        ok = sys:suspend(tel_sub),
        ?assertEqual(
            ["reached: tel_sub (suspend)",
                {refuse, "tel_sub, child tel_sub of tel_sup is suspended: release_handler would give up, and the node "
                    "restart; resume it with sys:resume/1"},
                {note, "tel_sub is suspended already; the upgrade resumes it"}],
            said([{suspend, [tel_sub]}])),
        ok = sys:resume(tel_sub)
    end).

%% A script that suspends and stops nothing does not walk the tree.
nothing_is_asked_for_nothing_test() ->
    with_application(fun() -> server(tel_a) end, fun() ->
        ?assertEqual([], said([{load, {tel_srv, brutal_purge, brutal_purge}}]))
    end).

%% Nobody is asked a question that he would not understand: this one would crash.
top_that_is_a_server_test() ->
    with_application(fun() -> server(tel_a) end, fun() ->
        Pid = whereis(tel_a),
        [{refuse, Text} | _] = said([{suspend, [lists]}]),
        ?assertEqual(
            "tel_a, which start/2 of application tel gave is not a supervisor: release_handler would ask it for its "
            "children, and a server crashes then", Text),
        ?assertEqual(Pid, whereis(tel_a))
    end).

worker_that_is_declared_a_supervisor_test() ->
    with_application([child(tel_a, fun() -> server(tel_a) end, supervisor, [tel_srv])], fun() ->
        Pid = whereis(tel_a),
        ?assertMatch(
            [_, {refuse, "tel_a, child tel_a of tel_sup is not a supervisor: " ++ _}], said([{suspend, [tel_srv]}])),
        ?assertEqual(Pid, whereis(tel_a))
    end).

%% Special processes answer calls by themselves, or leave that to another module: they are asked.
special_process_that_is_declared_a_supervisor_test_() ->
    Special = fun(Answer) ->
        module(tel_special, ["-export([loop/1, system_continue/3, system_terminate/4, system_code_change/4]).",
            "loop(Parent) -> receive {system, From, Request} -> sys:handle_system_msg(Request, From, Parent, tel_special, [], []);"
            " {'$gen_call', From, which_children} -> " ++ Answer ++ " loop(Parent) end.",
            "system_continue(Parent, _, _) -> loop(Parent).", "system_terminate(Reason, _, _, _) -> exit(Reason).",
            "system_code_change(State, _, _, _) -> {ok, State}."])
    end,
    Start = fun(Module) -> fun() -> {ok, proc_lib:spawn_link(Module, loop, [self()])} end end,
    Said = fun(Answer) ->
        Module = Special(Answer),
        with_application([child(tel_special, Start(Module), supervisor, [Module])], fun() -> said([{suspend, [lists]}]) end)
    end,
    {inorder, [
        {"answers", ?_assertEqual([], Said("gen:reply(From, []),"))},
        {"ends", fun() ->
            forget(tel_special),
            ?assertEqual([], Said("_ = From, exit(normal),"))
        end},
        {"answers something else", fun() ->
            forget(tel_special),
            ?assertMatch([{refuse, "tel_special, child tel_special of tel_sup answers something else than its children: no"}],
                Said("gen:reply(From, no),"))
        end}
    ]}.

forget(Module) -> code:purge(Module), code:delete(Module), code:purge(Module).

server_that_is_declared_dynamic_test() ->
    with_application([child(tel_a, fun() -> server(tel_a) end, dynamic)], fun() ->
        ?assertEqual(
            [{refuse, "tel_a, child tel_a of tel_sup is declared with modules dynamic, but does not tell them, as it is "
                "not an event manager: release_handler would give up after 5 s, and the node restart"}],
            said([{suspend, [lists]}]))
    end).

%% What start/2 gave knows no system messages: the first suspend waits for it, and gives up.
top_that_is_a_process_test() ->
    with_application(fun() -> {ok, spawn_link(fun() -> receive stop -> ok end end)} end, fun() ->
        ?assertEqual(
            [{refuse, ", which start/2 of application tel gave does not answer system messages: release_handler would "
                "give up after 5 s, and the node restart"}],
            [{Kind, string:trim(Text, leading)} || {Kind, Text} <- said([{suspend, [lists]}])])
    end).

%% Old code --------------------------------------------------------------------------------------------------------------------

process_that_would_be_killed_test() ->
    Waits = module(tel_waits, ["-export([wait/0]).", "wait() -> receive stop -> ok end."]),
    Pid = spawn(Waits, wait, []),
    {module, Waits} = code:load_abs(filename:rootname(code:which(Waits))),
    with_application([], fun() ->
        ?assertEqual(
            [{refuse, "killed: runs old code of tel_waits, which the script purges"}],
            said([{load, {tel_waits, brutal_purge, brutal_purge}}])),
        ?assertEqual([], said([{load, {tel_waits, soft_purge, soft_purge}}]))
    end),
    Pid ! stop.

await(Condition) -> Condition() orelse begin timer:sleep(10), await(Condition) end.
