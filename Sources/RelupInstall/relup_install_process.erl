%% What can be seen of a process without disturbing it.
-module(relup_install_process).
-export([text/1, module/1, supervisor/1, is_server/1, handlers/1, ancestors/1, is_suspended/1]).

%% Its registered name, or the module that it runs, and its pid.
-spec text(pid()) -> binary().
text(Pid) ->
    Name =
        case process_info(Pid, registered_name) of
            {registered_name, Registered} -> [Registered];
            _ -> module(Pid)
        end,
    relup_install_say:text("~ts~w", [[io_lib:format("~tw ", [N]) || N <- Name], Pid]).

%% Its callback module: that of a gen_server and the like, of a supervisor too.
-spec module(pid()) -> [module()].
module(Pid) ->
    case initial_call(Pid) of
        {supervisor, Module, _} -> [Module];
        {Module, _, _} -> [Module];
        _ -> []
    end.

%% As proc_lib started it; supervisors of Elixir say that they are one. Many processes are asked that, and the node
%% evaluates guards and calls of functions slowly: so there are none.
-spec initial_call(pid()) -> mfa() | undefined.
initial_call(Pid) ->
    case process_info(Pid, dictionary) of
        {dictionary, Dictionary} -> proplists:get_value('$initial_call', Dictionary);
        undefined -> undefined
    end.

%% The callback module of a supervisor.
-spec supervisor(pid()) -> {ok, module()} | none.
supervisor(Pid) ->
    case initial_call(Pid) of
        {supervisor, Module, _} -> {ok, Module};
        _ -> none
    end.

%% Whether it is a server, a supervisor or the like, by the function that it was started in.
-spec is_server(pid()) -> boolean().
is_server(Pid) ->
    case initial_call(Pid) of
        {supervisor, _, _} -> true;
        {_, init, _} -> true;
        {_, init_it, _} -> true;
        _ -> false
    end.

%% The modules of the handlers of an event manager.
-spec handlers(pid()) -> {ok, [module()]} | none.
handlers(Pid) ->
    case module(Pid) of
        [gen_event] ->
            case relup_install_ask:ask(Pid, self(), get_modules) of
                {ok, Modules} when is_list(Modules) -> {ok, Modules};
                _ -> none
            end;
        _ ->
            none
    end.

%% The processes that started it, the nearest first.
-spec ancestors(pid()) -> [pid()].
ancestors(Pid) ->
    Ancestors = relup_process:ancestors(Pid),
    [Found || Ancestor <- Ancestors, Found <- [process(Ancestor)], is_pid(Found)].

-spec process(pid() | atom()) -> pid() | port() | undefined.
process(Name) when is_atom(Name) -> whereis(Name);
process(Pid) -> Pid.

-spec is_suspended(pid()) -> boolean().
is_suspended(Pid) -> is_suspended(Pid, 100).

%% One that has just answered may be on its way back to where it waits.
is_suspended(Pid, Tries) ->
    case process_info(Pid, [status, current_function]) of
        [_, {current_function, {sys, suspend_loop, _}}] -> true;
        %% Supervisors hibernate since OTP 27, suspended ones too. Only such a process is asked for its status, which has its
        %% state in it.
        [_, {current_function, {erlang, hibernate, _}}] ->
            case relup_install_ask:ask(Pid, system, get_status) of
                {ok, {status, _, _, [_, State | _]}} -> State =:= suspended;
                _ -> false
            end;
        [{status, Status}, _] when Status =/= waiting, Tries > 0 -> erlang:yield(), is_suspended(Pid, Tries - 1);
        _ -> false
    end.
