%% Runs on a node that is to be upgraded and taken back, or that was started from the new release to compare with, and
%% writes down what the node is like. The variable PROMISE names the folder of its plan, a map:
%%   mode: reference | upgrade; tarball: the name for unpack_release; old, new: versions; setup, probes: expressions
%%   as text; otp: applications that are not the release's own.
%% It appends a term a line to the file `said`: {Step, What}.
-module(promise_node).
-export([start/0]).

start() ->
    _ = spawn(fun run/0),
    ok.

run() ->
    Directory = os:getenv("PROMISE"),
    persistent_term:put(?MODULE, Directory),
    {ok, [Plan]} = file:consult(filename:join(Directory, "plan")),
    case file:read_file_info(filename:join(Directory, "said")) of
        {ok, _} -> say(restarted, true);
        {error, enoent} ->
            say(boots, true),
            try steps(Plan)
            catch throw:Stop -> say(stopped, Stop);
                Class:Reason:Trace -> say(broken, short({Class, Reason, Trace}))
            end
    end,
    erlang:halt(0, [{flush, false}]).

say(Step, What) ->
    Line = unicode:characters_to_binary(io_lib:format("~0tp.~n", [{Step, What}])),
    ok = file:write_file(filename:join(persistent_term:get(?MODULE), "said"), Line, [append]).

steps(#{mode := Mode, setup := Setup, probes := Probes} = Plan) ->
    started(),
    watch(),
    [evaluate(Text) || Text <- Setup],
    Facts = fun(Step) -> say(Step, facts(Plan)), say({probes, Step}, [{Text, answer(Text)} || Text <- Probes]) end,
    Facts(start),
    crashes(start),
    Mode =:= upgrade andalso begin
        #{old := Old, new := New, tarball := Tarball} = Plan,
        step(unpack, fun() -> {ok, New} = release_handler:unpack_release(Tarball) end),
        change(up, New),
        Facts(up),
        crashes(up),
        permanent(up, New),
        change(down, Old),
        Facts(down),
        crashes(down),
        permanent(down, Old),
        change(again, New),
        Facts(again),
        crashes(again),
        permanent(again, New)
    end,
    say(done, true).

started() ->
    case init:get_status() of
        {started, _} -> ok;
        _ -> timer:sleep(5), started()
    end.

change(Step, Vsn) ->
    say(tries, Step),
    step(Step, fun() -> {ok, _, _} = release_handler:check_install_release(Vsn) end),
    step(Step, fun() -> {ok, _, _} = release_handler:install_release(Vsn) end).

permanent(Step, Vsn) -> step({permanent, Step}, fun() -> ok = release_handler:make_permanent(Vsn) end).

step(Step, Do) ->
    try Do()
    catch error:{badmatch, Answer} -> throw({Step, lists:flatten(io_lib:format("~0tP", [Answer, 30]))})
    end.

answer(Text) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit({answer, evaluate(Text)}) end),
    receive
        {'DOWN', Monitor, process, Pid, {answer, Value}} -> term(Value);
        {'DOWN', Monitor, process, Pid, _} -> fails
    after 20000 -> exit(Pid, kill), hangs
    end.

evaluate(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text ++ "."),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, []),
    Value.

%% Processes that end with a crash -----------------------------------------------------------------------------------

watch() ->
    Names = maps:from_list([{Pid, Name} || Name <- registered(), Pid <- [whereis(Name)]]),
    Watcher = spawn(fun() -> watching(Names, []) end),
    register(?MODULE, Watcher),
    erlang:trace(all, true, [procs, {tracer, Watcher}]).

watching(Names, Crashes) ->
    receive
        {trace, Pid, register, Name} -> watching(Names#{Pid => Name}, Crashes);
        {trace, _, spawn, Pid, Call} -> watching(Names#{Pid => call(Call)}, Crashes);
        {trace, Pid, exit, Reason} ->
            Name = maps:get(Pid, Names, process),
            case is_crash(Name, Reason) of
                true -> watching(Names, [{Name, short(Reason)} | Crashes]);
                false -> watching(Names, Crashes)
            end;
        {From, crashes} -> From ! {crashes, lists:reverse(Crashes)}, watching(Names, []);
        _ -> watching(Names, Crashes)
    end.

%% What a process runs that has no name.
call({erlang, apply, [Fun, _]}) when is_function(Fun) -> {in, element(2, erlang:fun_info(Fun, module))};
call({proc_lib, init_p, [_, _, gen, init_it, [_, _, _, _, Module | _]]}) -> {process_of, Module};
call({proc_lib, init_p, [_, _, Module | _]}) -> {process_of, Module};
call({Module, Function, _}) -> {Module, Function}.

%% A file that cannot be opened is the end of the process that would read it, and a probe that fails answers so.
is_crash({in, file_io_server}, _) -> false;
is_crash({in, ?MODULE}, _) -> false;
is_crash(_, normal) -> false;
is_crash(_, shutdown) -> false;
is_crash(_, {shutdown, _}) -> false;
is_crash(_, _) -> true.

short(Reason) -> lists:flatten(io_lib:format("~0tP", [Reason, 16])).

%% Tracing is asynchronous, and what it delivers is asked for.
crashes(Step) ->
    Delivered = erlang:trace_delivered(all),
    receive {trace_delivered, all, Delivered} -> ok end,
    ?MODULE ! {self(), crashes},
    receive {crashes, Crashes} -> say({crashes, Step}, Crashes) end.

%% What a node is like ------------------------------------------------------------------------------------------------

facts(#{otp := Otp}) ->
    Loaded = [{Name, Vsn} || {Name, _, Vsn} <- application:loaded_applications()],
    Own = [Name || {Name, _} <- Loaded, not lists:member(Name, Otp)],
    Tree = lists:append([children([Name], top(Name)) || Name <- Own]),
    #{
        versions => lists:sort(Loaded),
        running => lists:sort([{Name, Vsn} || {Name, _, Vsn} <- application:which_applications()]),
        environment => [{{Name, Key}, term(Value)}
            || {Name, _} <- lists:sort(Loaded), {Key, Value} <- lists:sort(application:get_all_env(Name)),
                not is_set_at_start(Name, Key)],
        libraries => [{Name, relative(code:lib_dir(Name))} || Name <- lists:sort(Own)],
        priv => [{{Name, File}, Sum} || Name <- lists:sort(Own), {File, Sum} <- files(code:priv_dir(Name))],
        modules => lists:sort([{M, erlang:get_module_info(M, md5)} || M <- own_modules(Otp)]),
        children => lists:sort([{Path, Child} || {Path, _, Child} <- Tree]),
        processes => lists:sort([{Path, process(Pid)} || {Path, Pid, _} <- Tree, is_pid(Pid)]),
        tables => tables(),
        persistent => lists:sort([{term(Key), shape(Value)} || {Key, Value} <- persistent_term:get(), Key =/= ?MODULE,
            not is_cache(Key)]),
        registered => lists:sort(registered()) -- [?MODULE, timer_server],
        logger => logger(),
        old_code => old_code(own_modules(Otp), 200)
    }.

%% Who runs old code and stays there: one that is on its way to the new code has time to come there.
old_code(Modules, Times) ->
    Old = lists:usort([{named(Pid), M} || M <- Modules, erlang:check_old_code(M), Pid <- processes(), Pid =/= self(),
        erlang:check_process_code(Pid, M) =:= true]),
    case Old of
        [_ | _] when Times > 0 -> timer:sleep(20), old_code(Modules, Times - 1);
        _ -> Old
    end.

%% Keys that kernel sets itself while it starts, and that no release sets.
is_set_at_start(kernel, connect_all) -> true;
is_set_at_start(kernel, logger) -> true;
is_set_at_start(_, _) -> false.

%% logger keeps the levels of modules that logged something, and of handlers that were removed how busy they were.
is_cache({logger_config, _}) -> true;
is_cache({logger_olp, _}) -> true;
is_cache(_) -> false.

own_modules(Otp) ->
    Known = lists:append([Modules || Name <- Otp, {ok, Modules} <- [application:get_key(Name, modules)]]),
    [M || {M, File} <- code:all_loaded(), File =/= preloaded, M =/= ?MODULE, not is_relups(M)] -- Known.

is_relups(M) -> lists:prefix("relup_", atom_to_list(M)).

relative({error, _} = Error) -> Error;
relative(Path) ->
    case string:prefix(Path, code:root_dir()) of
        nomatch -> Path;
        Rest -> Rest
    end.

files({error, _}) -> [];
files(Directory) ->
    [{Name, erlang:md5(Contents)} || Name <- filelib:wildcard("**", Directory),
        {ok, Contents} <- [file:read_file(filename:join(Directory, Name))]].

top(Name) ->
    case application_controller:get_master(Name) of
        undefined -> undefined;
        Master -> element(1, application_master:get_child(Master))
    end.

%% {Path, Pid, What} for a process and all below it: ids, and for a child what its supervisor knows of it.
children(_, undefined) -> [];
children(Path, Pid) -> [{Path, Pid, top} | below(Path, Pid)].

below(Path, Pid) ->
    case is_supervisor(Pid) of
        true ->
            Children = supervisor:which_children(Pid),
            [{Path ++ [order], none, [Id || {Id, _, _, _} <- Children]} | lists:append([
                child(Path ++ [Id], Child, Pid) || {Id, _, _, _} = Child <- numbered(Children)])];
        false -> []
    end.

numbered(Children) ->
    [case Id of undefined -> {{child, N}, Pid, Type, Modules}; _ -> Child end
        || {N, {Id, Pid, Type, Modules} = Child} <- lists:zip(lists:seq(1, length(Children)), Children)].

child(Path, {Id, Pid, Type, Modules}, Supervisor) ->
    Specification = case catch supervisor:get_childspec(Supervisor, Id) of
        {ok, Map} -> maps:with([restart, shutdown, type, modules, start], Map);
        _ -> none
    end,
    [{Path, Pid, {state(Pid), Type, Modules, term(Specification)}} | case Pid of
        _ when is_pid(Pid) -> below(Path, Pid);
        _ -> []
    end].

state(Pid) when is_pid(Pid) -> alive;
state(Other) -> Other.

is_supervisor(Pid) ->
    case proc_lib:translate_initial_call(Pid) of
        {supervisor, _, _} -> true;
        {supervisor_bridge, _, _} -> false;
        {'Elixir.DynamicSupervisor', _, _} -> true;
        {M, _, _} ->
            lists:member('Elixir.DynamicSupervisor', proplists:get_value(behaviour, M:module_info(attributes), []))
    end.

%% Initial call, behaviour and shape of the state of a process; for supervisors what they were started with.
process(Pid) ->
    case process_info(Pid, dictionary) of
        {dictionary, Dictionary} ->
            case lists:keymember('$initial_call', 1, Dictionary) of
                true -> {proc_lib:translate_initial_call(Pid), behaviour(Pid)};
                false -> plain
            end;
        undefined -> gone
    end.

behaviour(Pid) ->
    try sys:get_status(Pid, 10000) of
        {status, _, {module, Behaviour}, [_, _, _, _, Misc]} ->
            case is_supervisor(Pid) of
                true -> {Behaviour, flags(sys:get_state(Pid))};
                false -> {Behaviour, shape(state_of(Behaviour, Pid, Misc))}
            end
    catch exit:_ -> silent
    end.

state_of(Behaviour, Pid, Misc) ->
    case lists:member(Behaviour, [gen_server, gen_statem, gen_event]) of
        true -> sys:get_state(Pid, 10000);
        false -> Misc
    end.

%% supervisor's #state{}: name, strategy, children, dynamics, intensity, period.
flags(State) when element(1, State) =:= state ->
    {element(3, State), element(6, State), element(7, State)};
flags(#{'__struct__' := Struct, strategy := Strategy, max_restarts := Intensity, max_seconds := Period}) ->
    {Struct, Strategy, Intensity, Period};
flags(State) -> shape(State).

%% Tables with a name that belong to no part of OTP.
tables() ->
    lists:sort([
        {Name, ets:info(Name, type), ets:info(Name, protection), ets:info(Name, keypos), named(Owner), rows(Name)}
     || Name <- ets:all(), is_atom(Name), Owner <- [ets:info(Name, owner)], is_own(Owner)
    ]).

is_own(undefined) -> false;
is_own(Owner) ->
    case application:get_application(Owner) of
        {ok, Application} -> not lists:member(Application, [kernel, stdlib, sasl, compiler, elixir]);
        undefined -> not lists:member(named(Owner), [init, code_server, application_controller, logger, ?MODULE])
    end.

rows(Name) ->
    case ets:info(Name, protection) of
        private -> private;
        _ -> lists:usort([shape(Row) || Row <- ets:tab2list(Name)])
    end.

named(Pid) ->
    case process_info(Pid, registered_name) of
        {registered_name, Name} -> Name;
        _ -> process
    end.

logger() ->
    Handlers = [maps:with([id, level, module, filters, filter_default, formatter, config], Handler)
        || Handler <- logger:get_handler_config()],
    [{primary, term(logger:get_primary_config())} | lists:sort([{maps:get(id, H), term(H)} || H <- Handlers])] ++
        [{module, lists:sort(logger:get_module_level())}].

%% A term without what differs from node to node.
term(Pid) when is_pid(Pid) -> named(Pid);
term(Term) when is_port(Term) -> port;
term(Term) when is_reference(Term) -> reference;
term(Fun) when is_function(Fun) -> {function, erlang:fun_info(Fun, module), erlang:fun_info(Fun, arity)};
term(Tuple) when is_tuple(Tuple) -> list_to_tuple([term(Element) || Element <- tuple_to_list(Tuple)]);
term(Map) when is_map(Map) -> maps:from_list([{term(Key), term(Value)} || {Key, Value} <- maps:to_list(Map)]);
term([Head | Tail]) -> 
    case io_lib:char_list([Head | Tail]) of
        true -> relative([Head | Tail]);
        false -> [term(Head) | term(Tail)]
    end;
term(Term) -> Term.

%% What a term is made of: tags and sizes of tuples, keys of maps, kinds of all else.
shape(Tuple) when is_tuple(Tuple), tuple_size(Tuple) > 0, is_atom(element(1, Tuple)) ->
    [_ | Elements] = tuple_to_list(Tuple),
    list_to_tuple([element(1, Tuple) | [shape(Element) || Element <- Elements]]);
shape(Tuple) when is_tuple(Tuple) -> list_to_tuple([shape(Element) || Element <- tuple_to_list(Tuple)]);
shape(#{'__struct__' := Name} = Struct) -> {struct, Name, keys(maps:remove('__struct__', Struct))};
shape(Map) when is_map(Map) -> {map, keys(Map)};
shape(List) when is_list(List) ->
    try {list, lists:usort([shape(Element) || Element <- List])}
    catch error:_ -> list
    end;
shape(Fun) when is_function(Fun) -> {function, element(2, erlang:fun_info(Fun, arity))};
shape(Term) when is_atom(Term) -> if is_boolean(Term) -> boolean; true -> atom end;
shape(Term) when is_integer(Term) -> integer;
shape(Term) when is_float(Term) -> float;
shape(Term) when is_bitstring(Term) -> binary;
shape(Term) when is_pid(Term) -> pid;
shape(Term) when is_reference(Term) -> reference;
shape(Term) when is_port(Term) -> port.

keys(Map) ->
    lists:sort([{if is_atom(Key) -> Key; true -> shape(Key) end, shape(Value)} || {Key, Value} <- maps:to_list(Map)]).
