%% What the node runs.
-module(relup_install_state).
-export([state/1, status/0, describe/0]).

%% Which version runs now, once the node has started; `restarted` waits until it has started once more.
-spec state(state | restarted) -> runs | back | wait.
state(Step) ->
    #{from := From, to := To, started := Started} = relup_install_plan:read(),
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
    done.

%% What --status --json writes: which release and build runs, which one boots, and all that the node knows.
-spec describe() -> done.
describe() ->
    Now = relup_install_node:runs(),
    Boots =
        case relup_install_node:boots() of
            unknown -> null;
            Vsn -> {text, Vsn}
        end,
    relup_install_say:say("~ts", [
        relup_install_json:text(
            {[{name, {text, relup_install_node:name(Now)}}, {version, {text, Now}}] ++ identity(Now) ++
                [
                    {boots, Boots},
                    {releases, [
                        {[{version, {text, Known}}, {status, {text, atom_to_list(Status)}} | identity(Known)]}
                     || {Known, Status} <- relup_install_node:known()
                    ]}
                ]}
        )
    ]),
    done.

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
