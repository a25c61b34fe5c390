%% Tries an upgrade on a node of its own: upgrades it, takes it back, upgrades it again and restarts it, with load on it if
%% the user gives some, and looks after each step whether the node is what a start would give.
-module(relup_rehearse).
-export([main/0]).

-export_type([phase/0, finding/0]).

-type phase() :: started | upgraded | rolled_back | restarted.
%% What went wrong, in a line. `failed`: users would notice; `unclear`: it cannot be said.
-type finding() :: {failed | unclear, binary()}.

%% bin/relup-rehearse sets the variables: the folder of the rehearsal, which holds `root` with the old release unpacked,
%% `upgrade.tar.gz`, and `with.N` and `probe.N` with the user's commands; and the name of the release. Writes `result`.
-spec main() -> no_return().
main() ->
    [os:unsetenv(Variable) || Variable <- ["ROOTDIR", "BINDIR", "EMU", "PROGNAME"]],
    Rounds = list_to_integer(os:getenv("REHEARSAL_ROUNDS")),
    Node = relup_rehearse_release:new(os:getenv("REHEARSAL_FOLDER"), os:getenv("REHEARSAL_NAME")),
    {Verdict, Cause, Figures} =
        try rehearse(Node, Rounds) of
            {[], Seen} -> {proven, <<>>, Seen};
            {Findings, Seen} ->
                %% The first one that says that something is wrong is the cause.
                {Word, Text} = hd([F || {failed, _} = F <- Findings] ++ Findings),
                {Word, Text, Seen}
        catch
            throw:{Word, Text} -> {Word, Text, []};
            Class:Reason:Stack -> {unclear, relup_rehearse_text:text("~w: ~0tP at ~0tP", [Class, Reason, 20, Stack, 12]), []}
        after
            relup_rehearse_release:stop_all(Node)
        end,
    say("verdict: ~ts~ts", [Verdict, [[": ", Cause] || Cause =/= <<>>]]),
    relup_rehearse_report:write(os:getenv("REHEARSAL_FOLDER"), Verdict, Cause, Figures),
    halt(case Verdict of proven -> 0; failed -> 1; unclear -> 2 end).

rehearse(Node, Rounds) ->
    {Old, Start} = time(fun() -> relup_rehearse_release:start(Node) end),
    say("started ~ts in ~ts", [Old, Start]),
    Loads = [relup_rehearse_load:start(Node, File) || File <- files("with")],
    Clients = [relup_rehearse_client:start(Url) || Url <- string:lexemes(os:getenv("REHEARSAL_HTTP"), "\n")],
    probe(Node, started),
    Before = relup_rehearse_release:ask(Node, snapshot, []),
    Seen = rounds(Node, Rounds, {1, Old, Before}, []),
    {New, Upgraded, Measured} = upgrade(Node, Old),
    Answers = [{Url, relup_rehearse_client:stop(Started)} || {Url, _} = Started <- Clients],
    [say("~ts: ~ts", [Url, relup_rehearse_report:answers(Answer)]) || {Url, Answer} <- Answers],
    relup_rehearse_release:stop(Node),
    New = relup_rehearse_release:start(Node),
    say("restarted ~ts", [New]),
    probe(Node, restarted),
    audit(Node, "the restart"),
    Started = relup_rehearse_release:ask(Node, snapshot, []),
    Findings =
        lists:append([lost(Url, Answer) || {Url, Answer} <- Answers]) ++
            lists:append([relup_rehearse_compare:upgraded(Started, S) || S <- [Upgraded | [U || {U, _, _} <- Seen]]]) ++
            lists:append([relup_rehearse_compare:rolled_back(Before, After) || {_, After, _} <- Seen]) ++
            relup_rehearse_compare:growth([Counters || {_, _, Counters} <- Seen]) ++
            lists:append([relup_rehearse_load:stop(Load) || Load <- Loads]),
    Unique = lists:uniq(Findings),
    [say("~ts: ~ts", [Word, Text]) || {Word, Text} <- Unique],
    {Unique, [{old, Old}, {new, New}, {rounds, Rounds}, {answers, Answers} | Measured]}.

%% What clients must not see.
lost(Url, Answer) ->
    [{failed, relup_rehearse_text:text("~ts: ~ts", [Url, relup_rehearse_report:answers(Answer)])} ||
        lists:any(fun(What) -> maps:get(What, Answer) > 0 end, [failed, refused, lost])].

%% Up and down. What is seen after each step: snapshots after the upgrade and the way back, and counters.
rounds(_, Rounds, {Round, _, _}, Seen) when Round > Rounds ->
    lists:reverse(Seen);
rounds(Node, Rounds, {Round, Old, Before}, Seen) ->
    {_, Upgraded, _} = upgrade(Node, Old),
    {Old, Back} = time(fun() -> relup_rehearse_release:roll_back(Node) end),
    say("rolled back to ~ts in ~ts", [Old, Back]),
    probe(Node, rolled_back),
    After = relup_rehearse_release:ask(Node, snapshot, []),
    Counters = relup_rehearse_release:ask(Node, counters, []),
    rounds(Node, Rounds, {Round + 1, Old, Before}, [{Upgraded, After, Counters} | Seen]).

%% What runs then, and what was measured on the way.
upgrade(Node, Old) ->
    {Reductions, Memory} = relup_rehearse_release:ask(Node, resources, []),
    ok = relup_rehearse_release:ask(Node, trace, []),
    {New, Time} = time(fun() -> relup_rehearse_release:install(Node) end),
    Events = relup_rehearse_release:ask(Node, traced, []),
    New =/= Old orelse throw({failed, <<"the node still runs the old version after the upgrade">>}),
    say("upgraded to ~ts in ~ts; ~ts", [New, Time, relup_rehearse_report:stood_still(Events)]),
    probe(Node, upgraded),
    {ReductionsThen, MemoryThen} = relup_rehearse_release:ask(Node, resources, []),
    {New, relup_rehearse_release:ask(Node, snapshot, []),
        [{events, Events}, {reductions, ReductionsThen - Reductions}, {memory_before, Memory}, {memory_after, MemoryThen}]}.

audit(Node, When) ->
    case relup_rehearse_release:audit(Node) of
        [] -> ok;
        [Line | _] -> throw({failed, relup_rehearse_text:text("the audit after ~ts: ~ts", [When, Line])})
    end.

%% Each command of the user has to succeed.
probe(Node, Phase) ->
    [probe(Node, Phase, File) || File <- files("probe")],
    case relup_rehearse_release:ask(Node, crashes, []) of
        0 -> ok;
        Count when Phase =/= started -> throw({failed, relup_rehearse_text:text("~w processes crashed (~ts)", [Count, name(Phase)])});
        _ -> ok
    end.

probe(Node, Phase, File) ->
    case relup_rehearse_release:command(Node, ["/bin/sh", File]) of
        {0, _} ->
            ok;
        {Status, Output} ->
            {ok, Command} = file:read_file(File),
            Last = relup_rehearse_text:last_line(Output),
            Word = case Phase of started -> unclear; _ -> failed end,
            throw({Word, relup_rehearse_text:text("probe '~ts' ~ts: status ~w: ~ts", [string:trim(Command), name(Phase), Status, Last])})
    end.

name(started) -> "before the upgrade";
name(upgraded) -> "after the upgrade";
name(rolled_back) -> "after the rollback";
name(restarted) -> "after the restart".

files(Kind) ->
    lists:sort(filelib:wildcard(filename:join(os:getenv("REHEARSAL_FOLDER"), Kind ++ ".*"))).

time(Do) ->
    Begin = erlang:monotonic_time(millisecond),
    Value = Do(),
    {Value, relup_rehearse_text:text("~.1f s", [(erlang:monotonic_time(millisecond) - Begin) / 1000])}.

say(Format, Arguments) -> io:format("~ts~n", [relup_rehearse_text:text(Format, Arguments)]).
