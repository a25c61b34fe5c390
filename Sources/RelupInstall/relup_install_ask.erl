%% Asks processes without waiting for long, and only those that know the question: a server takes one that it does not know
%% for a call of its own, and may crash.
%%
%% As gen:call/4 does it, but in this process: helpers would get copies of all that is evaluated here.
-module(relup_install_ask).
-export([ask/3, ask_all/1, knows/2, timeout/0]).

%% `system` for system messages, '$gen_call' for servers; event managers expect a pid.
-type label() :: system | '$gen_call' | pid().

-type answer() :: {ok, term()} | {error, Reason :: term()} | timeout.

%% How long release_handler waits for most answers, in milliseconds.
-spec timeout() -> pos_integer().
timeout() -> 5000.

-spec ask(pid(), label(), Request :: term()) -> answer().
ask(Pid, Label, Request) ->
    [{Pid, Answer}] = ask_all([{Pid, Label, Request, timeout()}]),
    Answer.

%% Asks all at once, each with a time limit in milliseconds.
-spec ask_all([{pid(), label(), Request :: term(), timeout()}]) -> [{pid(), answer()}].
ask_all(Questions) ->
    Start = erlang:monotonic_time(millisecond),
    Sent = [{Pid, gen:send_request(Pid, Label, Request), Timeout} || {Pid, Label, Request, Timeout} <- Questions],
    [{Pid, answer(gen:receive_response(Id, left(Timeout, Start)))} || {Pid, Id, Timeout} <- Sent].

-spec left(timeout(), integer()) -> timeout().
left(infinity, _) -> infinity;
left(Timeout, Start) -> max(0, Start + Timeout - erlang:monotonic_time(millisecond)).

-spec answer(term()) -> answer().
answer({reply, Answer}) -> {ok, Answer};
answer({error, {Reason, _}}) -> {error, Reason};
answer(timeout) -> timeout.

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
