%% One run at a time changes the node. A step that does so has a registered name, which dies with it, whoever asked for it;
%% between two steps the run is at work that the journal names, as long as its process lives.
-module(relup_install_lock).
-export([run/0, hold/2, holder/0, is_alive/1, is_other/1, refuse/1]).

%% The run that asks for this step, as PID.START: the process of the script, and when it started, since numbers of
%% processes are used again. START is 0 where there is no /proc.
-spec run() -> string().
run() ->
    {Run, _} = get(relup_install),
    Run.

%% Executes a step that changes the node. One that begins a job takes over what an ended run left; another belongs to a
%% job of this run.
-spec hold(relup_install:step(), fun(() -> Answer)) -> Answer.
hold(Step, Function) ->
    take(Step),
    try
        own(Step, relup_install_journal:read()),
        Function()
    after
        unregister(relup_install)
    end.

-spec take(relup_install:step()) -> ok.
take(Step) ->
    put(relup_install_step, {Step, run(), erlang:monotonic_time(second)}),
    try
        true = register(relup_install, self()),
        ok
    catch
        error:badarg ->
            case holder() of
                none ->
                    take(Step);
                #{run := Run} = Holder ->
                    is_other(Run) andalso refuse(Run),
                    #{step := Executed, seconds := Seconds} = Holder,
                    relup_install_say:stop(busy, "the node still executes the step '~s' of a run that has ended, for ~w s", [
                        Executed, Seconds])
            end
    end.

%% What the node executes.
-spec holder() -> #{step := relup_install:step(), run := string(), seconds := integer()} | none.
holder() ->
    case whereis(relup_install) of
        Pid when is_pid(Pid) ->
            case process_info(Pid, dictionary) of
                {dictionary, Dictionary} ->
                    {Step, Run, Since} = proplists:get_value(relup_install_step, Dictionary),
                    #{step => Step, run => Run, seconds => erlang:monotonic_time(second) - Since};
                undefined ->
                    none
            end;
        undefined ->
            none
    end.

-spec own(relup_install:step(), relup_install_journal:journal()) -> ok.
own(Step, #{run := Run}) ->
    Own = run(),
    case Run of
        Own -> ok;
        _ when Step =:= unpack; Step =:= rollback; Step =:= reapply -> is_alive(Run) andalso refuse(Run), ok;
        _ -> relup_install_say:stop(failed, "another relup-install has taken over: process ~ts", [process(Run)])
    end;
own(_, #{state := settled}) ->
    ok.

-spec refuse(string()) -> no_return().
refuse(Run) ->
    relup_install_say:stop(no, "another relup-install is at work, process ~ts; nothing was changed", [process(Run)]).

-spec is_other(string()) -> boolean().
is_other(Run) -> Run =/= run() andalso is_alive(Run).

-spec process(string()) -> string().
process(Run) -> hd(string:split(Run, ".")).

%% Whether the process of a run lives; its parent may not have noticed its end.
-spec is_alive(string()) -> boolean().
is_alive(Run) ->
    case file:read_file(filename:join(["/proc", process(Run), "stat"])) of
        {ok, Stat} ->
            %% The name of the command, in brackets, may be anything.
            [State | Fields] = string:lexemes(lists:last(string:split(Stat, ")", all)), " "),
            State =/= <<"Z">> andalso process(Run) ++ "." ++ binary_to_list(lists:nth(19, Fields)) =:= Run;
        {error, _} ->
            false
    end.
