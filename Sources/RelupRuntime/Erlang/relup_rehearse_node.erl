%% What a rehearsal asks the node that it tries an upgrade on. Its own node has this module loaded, without a file.
-module(relup_rehearse_node).
-export([watch/0, snapshot/0, counters/0, resources/0, crashes/0, trace/0, traced/0, log/2]).

-export_type([fact/0, event/0]).

%% Something that a start decides: what it is, which one, and how it is.
-type fact() :: {
    module | application | environment | child | table | registered | logger,
    Which :: term(),
    How :: term()
}.

%% In microseconds of system time.
-type event() ::
    {instruction, Begin :: integer(), End :: integer(), Instruction :: term()}
    | {suspended, Begin :: integer(), End :: integer(), Process :: binary(), Queue :: non_neg_integer()}.

%% Crash reports are counted from now on.
-spec watch() -> ok.
watch() ->
    Count = counters:new(1, []),
    persistent_term:put(?MODULE, Count),
    ok = logger:add_handler(?MODULE, ?MODULE, #{level => error, config => Count}).

-spec log(logger:log_event(), logger:handler_config()) -> ok.
log(#{msg := {report, #{label := {proc_lib, crash}}}}, #{config := Count}) -> counters:add(Count, 1, 1);
log(_, _) -> ok.

-spec crashes() -> non_neg_integer().
crashes() -> counters:get(persistent_term:get(?MODULE), 1).

%% What should not grow from one round to the next.
-spec counters() -> #{processes | ports | atoms | tables | memory | old => non_neg_integer()}.
counters() ->
    [erlang:garbage_collect(Pid) || Pid <- processes()],
    #{
        processes => erlang:system_info(process_count),
        ports => erlang:system_info(port_count),
        atoms => erlang:system_info(atom_count),
        tables => length(ets:all()),
        memory => erlang:memory(total),
        old => length([Module || {Module, _} <- code:all_loaded(), erlang:check_old_code(Module)])
    }.

%% What the node has used so far, and uses now, in bytes.
-spec resources() -> {Reductions :: non_neg_integer(), Memory :: non_neg_integer()}.
resources() ->
    {Reductions, _} = erlang:statistics(exact_reductions),
    {Reductions, erlang:memory(total)}.

%% All facts of the node, in order.
-spec snapshot() -> [fact()].
snapshot() ->
    Applications = [Name || {Name, _, _} <- application:which_applications()],
    lists:usort(
        [{module, Module, Module:module_info(md5)} || {Module, File} <- code:all_loaded(), is_of_file(File)] ++
            [{application, Name, {Vsn, lists:member(Name, Applications)}} ||
                {Name, _, Vsn} <- application:loaded_applications()] ++
            [{environment, {Name, Key}, erlang:phash2(Value)} ||
                {Name, _, _} <- application:loaded_applications(), {Key, Value} <- application:get_all_env(Name),
                not relup_environment:is_internal(Name, Key)] ++
            [Child || Name <- Applications, Name =/= kernel, Child <- tree(Name)] ++
            [{table, Name, ets:info(Table, type)} || Table <- ets:all(), Name <- [ets:info(Table, name)],
                ets:info(Table, named_table) =:= true] ++
            [{registered, Name, here} || Name <- registered(), not is_of_kernel(Name)] ++
            [{logger, primary, maps:get(level, logger:get_primary_config())}] ++
            [{logger, Id, {Module, Level}} || #{id := Id, module := Module, level := Level} <-
                logger:get_handler_config(), Id =/= ?MODULE]).

%% Kernel starts some of its servers, such as that of `timer`, when they are needed first.
is_of_kernel(Name) ->
    case whereis(Name) of
        Pid when is_pid(Pid) -> application:get_application(Pid) =:= {ok, kernel};
        _ -> false
    end.

%% Not what relups carry along, and not what the emulator or a tool made.
is_of_file([_ | _] = File) -> filelib:is_regular(File);
is_of_file(_) -> false.

%% The children of an application's supervisors, by their path. Children of a supervisor that starts them as they are needed
%% are not decided by a start.
tree(Application) ->
    case application_controller:get_master(Application) of
        Master when is_pid(Master) ->
            case application_master:get_child(Master) of
                {Pid, Module} when is_pid(Pid) ->
                    [{child, [Application], Module} | children(Pid, [Application])];
                _ -> []
            end;
        _ -> []
    end.

children(Supervisor, Path) ->
    case relup_process:module(Supervisor) of
        supervisor ->
            try supervisor:which_children(Supervisor) of
                Children -> lists:append([child(Child, Path) || Child <- Children])
            catch
                exit:_ -> [{child, Path, does_not_answer}]
            end;
        _ ->
            []
    end.

child({undefined, _, _, _}, _) ->
    [];
child({Id, Pid, Type, Modules}, Path) ->
    Below = Path ++ [without_pids(Id)],
    Fact = {child, Below, {Type, Modules, is_pid(Pid)}},
    case Type of
        supervisor when is_pid(Pid) -> [Fact | children(Pid, Below)];
        _ -> [Fact]
    end.

%% A pid or a reference in an id is another one after each start.
without_pids(Term) when is_pid(Term); is_reference(Term); is_port(Term) -> any;
without_pids(Term) when is_tuple(Term) -> list_to_tuple(without_pids(tuple_to_list(Term)));
without_pids([Head | Tail]) -> [without_pids(Head) | without_pids(Tail)];
without_pids(Term) -> Term.

%% From now on, times are taken of what release_handler does.
-spec trace() -> ok.
trace() ->
    Collector = spawn(fun() -> register(?MODULE, self()), collect([]) end),
    %% The first argument is all that matters; the others may be large.
    _ = erlang:trace(all, true, [call, arity, monotonic_timestamp, {tracer, Collector}]),
    [_ = erlang:trace_pattern({Module, Name, length(Head)}, [{Head, [], [{message, '$1'}, {return_trace}]}], [local]) ||
        {Module, Name, Head} <- [
            {release_handler_1, eval, ['$1', '_']},
            {release_handler_1, eval_script, ['_', '_', '_', '_', '$1']},
            {sys, suspend, ['$1']}, {sys, suspend, ['$1', '_']}, {sys, resume, ['$1']}, {sys, resume, ['$1', '_']}
        ]],
    ok.

%% Ends that, and returns what was seen, in order.
-spec traced() -> [event()].
traced() ->
    _ = erlang:trace(all, false, [call]),
    [_ = erlang:trace_pattern({Module, '_', '_'}, false, [local]) || Module <- [release_handler_1, sys]],
    Reference = erlang:trace_delivered(all),
    receive {trace_delivered, all, Reference} -> ok end,
    Request = make_ref(),
    ?MODULE ! {all, self(), Request},
    receive {Request, Messages} -> events(Messages, #{}, []) end.

collect(Messages) ->
    receive
        {all, From, Request} -> From ! {Request, lists:reverse(Messages)};
        {trace_ts, _, call, {sys, resume, _}, Name, _} = Message -> collect([{Message, queue(Name)} | Messages]);
        Message -> collect([{Message, 0} | Messages])
    end.

queue(Name) ->
    Pid = pid(Name),
    case is_pid(Pid) andalso process_info(Pid, message_queue_len) of
        {message_queue_len, Length} -> Length;
        _ -> 0
    end.

pid(Name) when is_atom(Name) -> whereis(Name);
pid(Pid) -> Pid.

%% What a check of the script evaluated before it was installed does not count.
events([{{trace_ts, _, call, {release_handler_1, eval_script, 5}, _, _}, _} | Rest], _, _) ->
    events(Rest, #{}, []);
%% Begun holds instructions that run and processes that stand still, and since when.
events([{{trace_ts, Pid, call, {release_handler_1, eval, 2}, Instruction, Time}, _} | Rest], Begun, Events) ->
    events(Rest, Begun#{Pid => {Time, Instruction}}, Events);
events([{{trace_ts, Pid, return_from, {release_handler_1, eval, 2}, _, Time}, _} | Rest], Begun, Events) ->
    case maps:take(Pid, Begun) of
        {{Begin, Instruction}, Others} ->
            events(Rest, Others, [{instruction, micro(Begin), micro(Time), short(Instruction)} | Events]);
        error -> events(Rest, Begun, Events)
    end;
events([{{trace_ts, _, call, {sys, suspend, _}, Name, Time}, _} | Rest], Begun, Events) ->
    events(Rest, Begun#{{suspended, pid(Name)} => Time}, Events);
events([{{trace_ts, _, call, {sys, resume, _}, Name, Time}, Queue} | Rest], Begun, Events) ->
    case maps:take({suspended, pid(Name)}, Begun) of
        {Begin, Others} ->
            events(Rest, Others, [{suspended, micro(Begin), micro(Time), text(pid(Name)), Queue} | Events]);
        error -> events(Rest, Begun, Events)
    end;
events([_ | Rest], Begun, Events) ->
    events(Rest, Begun, Events);
events([], _, Events) ->
    lists:keysort(2, Events).

%% Trace messages have nanoseconds of monotonic time.
micro(Time) -> (Time + erlang:time_offset(nanosecond)) div 1000.

%% Without the code that a call carries along.
short({apply, {Module, Function, _}}) -> {apply, {Module, Function}};
short({load_object_code, {Library, Version, _}}) -> {load_object_code, Library, Version};
short(Instruction) -> Instruction.

text(Pid) when is_pid(Pid) ->
    Name =
        case process_info(Pid, registered_name) of
            {registered_name, Registered} -> Registered;
            _ -> relup_process:module(Pid)
        end,
    unicode:characters_to_binary(io_lib:format("~tp ~w", [Name, Pid]));
text(_) ->
    <<"a process that is gone">>.
