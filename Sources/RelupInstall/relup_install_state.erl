%% What the node runs.
-module(relup_install_state).
-export([state/1, status/0, describe/0]).

%% Which version runs now, once the node has started; `restarted` waits until it has started once more.
-spec state(state | restarted) -> runs | back | wait.
state(Step) ->
    #{from := From, to := To, started := Started} = relup_install_journal:read(),
    %% What release_handler is at work on, or a restart that it asks for, comes before its answer.
    Now =
        try
            relup_install_node:runs()
        catch
            exit:_ -> none
        end,
    Restarted = relup_install_node:incarnation() =/= Started,
    case init:get_status() of
        {started, _} when Now =/= none, Restarted orelse Step =:= state ->
            relup_install_say:say("the node runs ~ts~ts", [Now, [", after a restart" || Restarted]]),
            Now =:= From andalso not Restarted andalso
                relup_install_say:say(
                    "until it restarts, its applications may have versions and configuration of ~ts", [To]),
            case Now of
                To -> runs;
                _ -> back
            end;
        _ ->
            wait
    end.

%% What --status shows.
-spec status() -> done.
status() ->
    relup_install_say:say("state: ~ts", [told(relup_install_journal:read())]),
    is_at_work() orelse releases(),
    done.

%% release_handler does not answer while it unpacks, checks or installs.
-spec is_at_work() -> boolean().
is_at_work() -> relup_install_lock:holder() =/= none.

%% How far the job came, and what becomes of it.
-spec told(relup_install_journal:journal()) -> binary().
told(#{state := settled}) ->
    <<"settled">>;
told(#{state := State, job := Job, from := From, to := To, run := Run}) ->
    What = relup_install_say:text("~s, ~s from ~ts to ~ts", [State, Job, From, To]),
    case {relup_install_lock:is_alive(Run), relup_install_lock:holder(), State} of
        {true, _, _} ->
            relup_install_say:text("~ts, by process ~ts", [What, hd(string:split(Run, "."))]);
        {false, #{step := Step, seconds := Seconds}, _} ->
            relup_install_say:text("~ts; the run has ended, but the node still executes its step '~s', for ~w s", [
                What, Step, Seconds]);
        {false, none, installed} ->
            relup_install_say:text("~ts; not permanent", [What]);
        {false, none, _} ->
            relup_install_say:text("~ts; the run has ended, the next one ends this or undoes it", [What])
    end.

-spec releases() -> ok.
releases() ->
    Now = relup_install_node:runs(),
    Boots = relup_install_node:boots(),
    relup_install_say:say("~-20ts ~s", ["VERSION", "STATUS"]),
    [
        relup_install_say:say("~-20ts ~w~ts~ts~ts", [
            Vsn, As, [", runs" || Vsn =:= Now], [", boots at a restart" || Vsn =:= Boots], build(Vsn)
        ])
     || {Vsn, As} <- relup_install_node:known()
    ],
    HasReleases = relup_install_file:exists(relup_install_node:path("RELEASES")),
    relup_install_say:say("RELEASES: ~s", [
        case HasReleases of
            true -> "is there";
            false -> "missing"
        end
    ]),
    {Old, Users} = relup_install_old_code:users(),
    Processes = lists:ukeysort(1, Users),
    relup_install_say:say("modules with old code: ~w; processes that run it: ~w", [length(Old), length(Processes)]),
    [relup_install_say:say("  ~ts", [relup_install_old_code:text(User)]) || User <- lists:sublist(Users, 50)],
    ok.

%% What --status --json writes: which release and build runs, which one boots, and all that the node knows.
-spec describe() -> done.
describe() ->
    What =
        case is_at_work() of
            true -> [];
            false -> described()
        end,
    relup_install_say:say("~ts", [relup_install_json:text({What ++ job(relup_install_journal:read())})]),
    done.

-spec described() -> [{atom(), relup_install_json:value()}].
described() ->
    Now = relup_install_node:runs(),
    Boots =
        case relup_install_node:boots() of
            unknown -> null;
            Vsn -> {text, Vsn}
        end,
    [{name, {text, relup_install_node:name(Now)}}, {version, {text, Now}}] ++ identity(Now) ++
        [
            {boots, Boots},
            {back, back(relup_install_back:target(Now))},
            {releases, [
                {[{version, {text, Known}}, {status, {text, atom_to_list(Status)}} | identity(Known)]}
             || {Known, Status} <- relup_install_node:known()
            ]}
        ].

%% Where --rollback leads to, if that is one version that the node knows.
-spec back([string()]) -> relup_install_json:value().
back([Vsn]) ->
    case lists:keymember(Vsn, 1, relup_install_node:known()) of
        true -> {text, Vsn};
        false -> null
    end;
back(_) ->
    null.

-spec job(relup_install_journal:journal()) -> [{atom(), relup_install_json:value()}].
job(#{state := settled}) ->
    [{state, {text, "settled"}}, {job, null}];
job(#{state := State, job := Job, from := From, to := To, run := Run}) ->
    Owner =
        case relup_install_lock:is_alive(Run) of
            true -> {text, hd(string:split(Run, "."))};
            false -> null
        end,
    [
        {state, {text, atom_to_list(State)}},
        {job, {[{kind, {text, atom_to_list(Job)}}, {from, {text, From}}, {to, {text, To}}, {process, Owner}]}}
    ].

-spec identity(string()) -> [{atom(), relup_install_json:value()}].
identity(Vsn) ->
    {Hash, Label} = build_of(Vsn),
    [
        {Key,
            case Text of
                "" -> null;
                _ -> {text, Text}
            end}
     || {Key, Text} <- [{hash, Hash}, {label, Label}]
    ].

%% Which build a version is, as --status shows it.
-spec build(string()) -> iolist().
build(Vsn) ->
    case build_of(Vsn) of
        {"", _} -> [];
        {Hash, Label} -> [" build ", string:slice(Hash, 0, 12), [[$\s, Label] || Label =/= ""]]
    end.

%% The hash of what runs, and what the user calls it; "" for what the release does not say.
-spec build_of(string()) -> {string(), string()}.
build_of(Vsn) ->
    case file:consult(relup_install_node:path(Vsn, "relup.build")) of
        {ok, [{build, Fields}]} -> {proplists:get_value(hash, Fields, ""), proplists:get_value(label, Fields, "")};
        _ -> {"", ""}
    end.
