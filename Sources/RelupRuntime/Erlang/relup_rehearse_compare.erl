%% How a node that was upgraded differs from one that was started.
-module(relup_rehearse_compare).
-export([upgraded/2, rolled_back/2, growth/1]).

-type facts() :: [relup_rehearse_node:fact()].

%% The facts after the upgrade against those after a start of the same version.
-spec upgraded(Started :: facts(), Upgraded :: facts()) -> [relup_rehearse:finding()].
upgraded(Started, Upgraded) -> differences(Started, Upgraded, "after the upgrade", "after a start").

%% The facts after the way back against those before the upgrade.
-spec rolled_back(Before :: facts(), After :: facts()) -> [relup_rehearse:finding()].
rolled_back(Before, After) -> differences(Before, After, "after the rollback", "before the upgrade").

differences(Expected, Found, When, Who) ->
    Keys = fun(Facts) -> maps:from_list([{{Kind, Which}, How} || {Kind, Which, How} <- Facts]) end,
    {A, B} = {Keys(Expected), Keys(Found)},
    lists:append([
        difference(Key, maps:find(Key, A), maps:find(Key, B), When, Who)
     || Key <- lists:usort(maps:keys(A) ++ maps:keys(B)), maps:find(Key, A) =/= maps:find(Key, B)
    ]).

%% A module may be loaded when it is called first; a table may be made when it is needed, and so may a name.
difference({module, _}, _, error, _, _) -> [];
difference({module, _}, error, _, _, _) -> [];
difference({application, Name}, {ok, Expected}, {ok, Found}, When, Who) ->
    [{failed, relup_rehearse_text:text("application ~tw ~ts ~ts; ~ts: it ~ts", [Name, state(Found), When, Who, state(Expected)])}];
difference({Kind, _} = Key, {ok, _}, error, When, Who) ->
    [{word(Kind), relup_rehearse_text:text("~ts is missing ~ts; ~ts: it is there", [name(Key), When, Who])}];
difference({Kind, _} = Key, error, {ok, _}, When, Who) ->
    [{word(Kind), relup_rehearse_text:text("~ts is there ~ts; ~ts: it is not", [name(Key), When, Who])}];
difference({Kind, _} = Key, _, _, When, Who) ->
    [{word(Kind), relup_rehearse_text:text("~ts is another ~ts; ~ts: not that one", [name(Key), When, Who])}].

state({Vsn, true}) -> ["runs as ", Vsn];
state({Vsn, false}) -> ["is loaded as ", Vsn, ", and does not run"].

word(table) -> unclear;
word(registered) -> unclear;
word(_) -> failed.

name({environment, {Application, Key}}) -> relup_rehearse_text:text("environment: ~tw of ~tw", [Key, Application]);
name({child, Path}) -> relup_rehearse_text:text("child ~ts", [lists:join(" / ", [io_lib:format("~0tP", [Id, 12]) || Id <- Path])]);
name({registered, Name}) -> relup_rehearse_text:text("the registered name ~tw", [Name]);
name({Kind, Which}) -> relup_rehearse_text:text("~w ~tw", [Kind, Which]).

%% Counters that have grown in each round since the first one, which warms up.
-spec growth([#{atom() => non_neg_integer()}]) -> [relup_rehearse:finding()].
growth([_, _, _ | _] = Rounds) ->
    [_ | Later] = Rounds,
    lists:append([growth(Key, [maps:get(Key, Counters) || Counters <- Later]) || Key <- maps:keys(hd(Rounds))]);
growth(_) ->
    [].

growth(Key, [First | Others] = Values) ->
    Last = lists:last(Others),
    Steps = lists:zipwith(fun(A, B) -> B - A end, lists:droplast(Values), Others),
    %% Memory moves by itself, and each node that asks this one something, as relup-install does, has a new atom for its name.
    %% Leaks of less than that are not found.
    Least =
        case Key of
            memory -> First div 100;
            atoms -> 20;
            _ -> 1
        end,
    [{failed, relup_rehearse_text:text("~w grow from round to round: ~w, after ~w rounds ~w", [Key, First, length(Others), Last])} ||
        lists:all(fun(Step) -> Step >= Least end, Steps)].
