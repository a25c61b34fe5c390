%% What can be seen of processes, and of the children of supervisors, without asking the processes.
-module(relup_process).
-export([started_as/2, module/1, ancestors/1, linked_children/1, calls/2, calling/3, child/2]).

%% All processes of the node that run a module: supervisors if Behaviour is supervisor, else processes of the module
%% itself.
-spec started_as(module(), module()) -> [pid()].
started_as(Behaviour, Module) ->
    [Pid || Pid <- processes(), process_info(Pid, initial_call) =:= {initial_call, {proc_lib, init_p, 5}},
        is_started_as(Behaviour, Module, initial_call(Pid))].

is_started_as(supervisor, Module, {supervisor, Module, _}) -> true;
is_started_as(Module, Module, {Module, _, _}) -> true;
is_started_as(_, _, _) -> false.

%% The module that a process was started in.
-spec module(pid()) -> module() | undefined.
module(Pid) ->
    case initial_call(Pid) of
        undefined ->
            case process_info(Pid, initial_call) of
                {initial_call, {Module, _, _}} -> Module;
                undefined -> undefined
            end;
        {Module, _, _} ->
            Module
    end.

%% As proc_lib started it.
initial_call(Pid) -> in_dictionary('$initial_call', Pid).

%% The processes that started it, the nearest first, by name if they have one.
-spec ancestors(pid()) -> [pid() | atom()].
ancestors(Pid) ->
    case in_dictionary('$ancestors', Pid) of
        Ancestors when is_list(Ancestors) -> Ancestors;
        _ -> []
    end.

%% The processes that a process started and is linked to.
-spec linked_children(pid()) -> [pid()].
linked_children(Pid) ->
    case process_info(Pid, links) of
        {links, Links} -> [Child || Child <- Links, is_pid(Child), is_child(ancestors(Child), Pid)];
        undefined -> []
    end.

is_child([Pid | _], Pid) -> true;
is_child(_, _) -> false.

in_dictionary(Key, Pid) when node(Pid) =:= node() ->
    case process_info(Pid, dictionary) of
        {dictionary, Dictionary} -> proplists:get_value(Key, Dictionary);
        undefined -> undefined
    end;
in_dictionary(_, _) ->
    undefined.

%% Whether any function of a module, or one of the given functions, is on the stack of a process.
-spec calls(pid(), module() | {module(), [atom()]}) -> boolean().
calls(Pid, What) -> calling(Pid, [{What, true}], false).

%% What stands beside the first of these that is on the stack of a process, or else the default.
-spec calling(pid(), [{module() | {module(), [atom()]}, Value}], Value) -> Value.
calling(Pid, Kinds, Default) ->
    case process_info(Pid, current_stacktrace) of
        {current_stacktrace, Stack} -> first(Stack, Kinds, Default);
        undefined -> Default
    end.

first(_, [], Default) ->
    Default;
first(Stack, [{What, Value} | Others], Default) ->
    case lists:any(fun(Call) -> is_call(Call, What) end, Stack) of
        true -> Value;
        false -> first(Stack, Others, Default)
    end.

is_call({Module, Function, _, _}, {Module, Functions}) -> lists:member(Function, Functions);
is_call({Module, _, _, _}, Module) -> true;
is_call(_, _) -> false.

%% A child of a supervisor, running or not.
-spec child(pid(), term()) -> {ok, pid() | undefined} | none.
child(Supervisor, Id) ->
    case lists:keyfind(Id, 1, supervisor:which_children(Supervisor)) of
        {Id, Pid, _, _} when is_pid(Pid) -> {ok, Pid};
        {Id, _, _, _} -> {ok, undefined};
        false -> none
    end.
