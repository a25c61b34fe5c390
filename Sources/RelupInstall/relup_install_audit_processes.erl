%% Children that do not run, and processes that run old code.
-module(relup_install_audit_processes).
-export([children/1, restarted/1, old_code/0]).

%% A child without a process was stopped, or its start failed; or its start function has chosen not to start one.
-spec children(relup_install_tree:tree()) -> relup_install_audit:part().
children(#{missing := Missing, supervisors := Supervisors, findings := Findings}) ->
    {compared, io_lib:format("children of ~w supervisors", [Supervisors]),
        [child(Child) || Child <- Missing, not is_on_load(Child)] ++
            [{note, relup_install_say:text("children: ~ts", [Text])} || {_, Text} <- Findings]}.

%% The child in which kernel runs the functions -on_load of its start, and which then ends.
-spec is_on_load(relup_install_tree:child()) -> boolean().
is_on_load({Supervisor, on_load, undefined}) -> Supervisor =:= whereis(kernel_sup);
is_on_load(_) -> false.

-spec child(relup_install_tree:child()) -> relup_install_audit:difference().
child({Supervisor, Id, Gone}) ->
    Above = relup_install_process:text(Supervisor),
    case {Gone, specification(Supervisor, Id)} of
        {restarting, _} ->
            {differs, relup_install_say:text("children: ~0tP of ~ts is restarted again and again", [Id, 8, Above])};
        {undefined, #{restart := transient}} ->
            {note, relup_install_say:text("children: ~0tP of ~ts has ended (transient)", [Id, 8, Above])};
        {undefined, #{start := {Module, _, _}}} ->
            case relup_install_ask:knows([Module], ignore) of
                false -> {differs, relup_install_say:text("children: ~0tP of ~ts has no process", [Id, 8, Above])};
                _ -> {note, relup_install_say:text("children: ~0tP of ~ts has no process; its start may say ignore", [Id, 8, Above])}
            end;
        {undefined, none} ->
            {differs, relup_install_say:text("children: ~0tP of ~ts has no process", [Id, 8, Above])}
    end.

-spec specification(pid(), term()) -> map() | none.
specification(Supervisor, Id) ->
    case relup_install_ask:ask(Supervisor, '$gen_call', {get_childspec, Id}) of
        {ok, {ok, Specification}} when is_map(Specification) -> Specification;
        _ -> none
    end.

%% After an installation: children that the script meant to keep, and that are other processes now, have crashed.
-spec restarted(relup_install_tree:tree()) -> relup_install_audit:part().
restarted(#{places := Places}) ->
    Now = maps:from_list([
        {{Supervisor, Id}, Pid} || #{supervisor := Supervisor, id := Id, pid := Pid} <- Places, is_pid(Supervisor)
    ]),
    case relup_install_journal:kept() of
        none ->
            {not_compared, "crash reports", []};
        Kept ->
            {compared, "crashes in the upgrade", [
                {differs, relup_install_say:text("children: ~0tP of ~ts crashed in the upgrade: it was ~w, and is ~w now", [
                    Id, 8, relup_install_process:text(Supervisor), Pid, maps:get({Supervisor, Id}, Now)
                ])}
             || {Supervisor, Id, Pid} <- Kept,
                maps:get({Supervisor, Id}, Now, Pid) =/= Pid
            ]}
    end.

-spec old_code() -> relup_install_audit:part().
old_code() ->
    {_, Users} = relup_install_old_code:users(),
    {compared, "old code", [{differs, relup_install_old_code:text(User)} || User <- Users]}.
