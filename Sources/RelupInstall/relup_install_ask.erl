%% Asks processes without waiting for long, and only those that know the question: a server takes one that it does not know
%% for a call of its own, and may crash.
-module(relup_install_ask).
-export([ask/2, knows/2, timeout/0]).

%% How long release_handler waits for most answers, in milliseconds.
-spec timeout() -> pos_integer().
timeout() -> 5000.

%% What Function gives, which runs in a process of its own.
-spec ask(fun(() -> Value), timeout()) -> {ok, Value} | {error, Reason :: term()} | timeout.
ask(Function, Timeout) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit(outcome(Function)) end),
    receive
        {'DOWN', Monitor, process, Pid, {relup_answer, Outcome}} -> Outcome;
        {'DOWN', Monitor, process, Pid, Killed} -> {error, Killed}
    after Timeout ->
        exit(Pid, kill),
        demonitor(Monitor, [flush]),
        timeout
    end.

-spec outcome(fun(() -> term())) -> {relup_answer, {ok, term()} | {error, term()}}.
outcome(Function) ->
    try
        {relup_answer, {ok, Function()}}
    catch
        _:Reason -> {relup_answer, {error, Reason}}
    end.

%% Whether one of these modules has an atom in its code: a request that is one is not understood without it.
%% `unknown` if the code of none of them can be read.
-spec knows([module()], atom()) -> boolean() | unknown.
knows(Modules, Request) ->
    Read = [Atoms || Module <- Modules, {ok, Atoms} <- [atoms(Module)]],
    case lists:any(fun(Atoms) -> lists:keymember(Request, 2, Atoms) end, Read) of
        true -> true;
        false when length(Read) =:= length(Modules) -> false;
        false -> unknown
    end.

-spec atoms(module()) -> {ok, [{integer(), atom()}]} | none.
atoms(Module) ->
    case code:which(Module) of
        File when is_list(File) ->
            case beam_lib:chunks(File, [atoms]) of
                {ok, {_, [{atoms, Atoms}]}} -> {ok, Atoms};
                {error, beam_lib, _} -> none
            end;
        _ ->
            none
    end.
