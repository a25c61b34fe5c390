%% The steps of an installation, each of which the shell script has the node run by itself.
%%
%% The node evaluates these modules from their sources, with stdlib alone: they use no macros, no records and no
%% parse transforms. A step answers in files of the run's folder: `said`, a line for each thing done, and `verdict`. Both
%% end with the number of the request, so that nobody takes an answer that comes late for that of another step.
-module(relup_install).
-export([run/1]).

-export_type([request/0, step/0, verdict/0]).

-type step() ::
    unpack | rollback | reapply | install | state | restarted | permanent | undo | restart | watch | status | describe | audit.

%% What the shell script asks for: the step; what the user wants; the version to go back to, or ""; whether to go on in
%% spite of what is found, and with an upgrade that was packed by force; whether what runs is to become permanent; whether
%% to watch it any longer; how a user removes a version, as a format with one ~ts; and which request of which run this is.
-type request() :: #{
    step := step(),
    mode := install | check | rollback | reapply | status | audit,
    back := string(),
    force := boolean(),
    accept := boolean(),
    permanent := boolean(),
    watch := boolean(),
    how := string(),
    run := string(),
    number := string()
}.

%% What the script goes on with. A step that fails gives `no` (nothing was changed), `busy` (try again) or `failed`, and
%% the reason.
-type verdict() :: go | runs | restarts | back | wait | done | differs.

%% Runs a step and writes its verdict.
-spec run(request()) -> ok.
run(#{step := Step, run := Run, number := Number} = Request) ->
    put(relup_install, {Run, Number}),
    relup_install_say:begun(),
    relup_install_way:leave(),
    {Verdict, Reason} =
        try
            is_awaited(Step),
            ready(Step),
            {step(Step, Request), <<>>}
        catch
            throw:{stop, Word, Why} ->
                {Word, Why};
            Class:Why:Stack ->
                {failed, relup_install_say:text("~ts: ~w: ~0tP at ~0tP", [Step, Class, Why, 20, Stack, 12])}
        end,
    relup_install_say:verdict(Verdict, Reason).

%% A node that was stopped may come to a request long after its run has given up and removed it.
-spec is_awaited(step()) -> ok.
is_awaited(Step) ->
    relup_install_file:exists(relup_install_node:answer("request")) orelse
        relup_install_say:stop(failed, "nobody waits for the step '~s' any more", [Step]),
    ok.

%% Only the node as a whole can be asked what it runs while it starts; another emulator takes its place where it does not run.
-spec ready(step()) -> ok.
ready(Step) when Step =:= state; Step =:= restarted; Step =:= reapply ->
    ok;
ready(_) ->
    case {init:get_status(), whereis(release_handler)} of
        {{started, _}, Handler} when is_pid(Handler) -> ok;
        {{stopping, _}, _} -> relup_install_say:stop(busy, "the node stops or restarts", []);
        {{started, _}, _} -> relup_install_say:stop(failed, "the application sasl does not run on the node", []);
        _ -> relup_install_say:stop(busy, "the node has not started yet", [])
    end.

-spec step(step(), request()) -> verdict().
step(unpack, Request) ->
    relup_install_back:job(unpack, Request, fun(_) -> relup_install_unpack:unpack(Request) end);
step(rollback, Request) ->
    relup_install_back:job(rollback, Request, fun(Left) -> relup_install_back:rollback(Request, Left) end);
step(reapply, Request) ->
    relup_install_reapply:reapply(Request);
step(install, Request) ->
    relup_install_lock:hold(install, fun() -> relup_install_switch:install(Request) end);
step(permanent, Request) ->
    relup_install_lock:hold(permanent, fun() -> relup_install_switch:make_permanent(Request) end);
step(undo, _) ->
    relup_install_lock:hold(undo, fun() -> relup_install_back:undo() end);
step(restart, _) ->
    relup_install_switch:restart();
step(watch, Request) ->
    relup_install_watch:watch(Request);
step(status, _) ->
    relup_install_state:status();
step(describe, _) ->
    relup_install_state:describe();
step(audit, _) ->
    relup_install_audit:audit();
step(Step, _) when Step =:= state; Step =:= restarted ->
    relup_install_state:state(Step).
