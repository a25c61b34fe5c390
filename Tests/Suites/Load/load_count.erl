%% What the clients have seen, by phase and kind.
-module(load_count).
-export([new/0, phase/1, stop/0, is_on/0, add/2, add/3, done/3, posted/0, faults/0, longest_pause/0, write/0]).

-define(OUTCOMES, [done, failed, refused, reset, doubled, lost, missing, mixed]).

-type kind() :: atom().
-type outcome() :: done | failed | refused | reset | doubled | lost | missing | mixed.

-spec new() -> ok.
new() ->
    ?MODULE = ets:new(?MODULE, [named_table, public, {write_concurrency, true}]),
    persistent_term:put({?MODULE, on}, true),
    phase("start").

-spec phase(string()) -> ok.
phase(Name) ->
    Known = [N || {{phase, N}, _} <- ets:tab2list(?MODULE)],
    lists:member(Name, Known) orelse ets:insert(?MODULE, {{phase, Name}, length(Known)}),
    persistent_term:put({?MODULE, phase}, Name).

-spec stop() -> ok.
stop() -> persistent_term:put({?MODULE, on}, false).

%% Whether the clients go on.
-spec is_on() -> boolean().
is_on() -> persistent_term:get({?MODULE, on}).

-spec add(kind(), outcome()) -> ok.
add(Kind, Outcome) -> add(Kind, Outcome, 1).

-spec add(kind(), outcome(), non_neg_integer()) -> ok.
add(Kind, Outcome, N) ->
    Key = {persistent_term:get({?MODULE, phase}), Kind, Outcome},
    _ = ets:update_counter(?MODULE, Key, N, {Key, 0}),
    ok.

%% One that succeeded, and how long it took beyond its own work; both in microseconds.
-spec done(kind(), Start :: integer(), Work :: integer()) -> ok.
done(Kind, Start, Work) ->
    add(Kind, done),
    Pause = erlang:monotonic_time(microsecond) - Start - Work,
    Key = {persistent_term:get({?MODULE, phase}), Kind, pause},
    case ets:lookup(?MODULE, Key) of
        [{_, Longest}] when Longest >= Pause -> ok;
        _ -> ets:insert(?MODULE, {Key, Pause}), ok
    end.

%% How many posts were confirmed.
-spec posted() -> non_neg_integer().
posted() -> lists:sum([N || {{_, post, done}, N} <- ets:tab2list(?MODULE)]).

%% All that should not have been.
-spec faults() -> non_neg_integer().
faults() -> lists:sum([N || {{_, _, Outcome}, N} <- ets:tab2list(?MODULE), Outcome =/= done, Outcome =/= pause]).

%% In milliseconds.
-spec longest_pause() -> integer().
longest_pause() -> lists:max([0 | [N || {{_, _, pause}, N} <- ets:tab2list(?MODULE)]]) div 1000.

%% A line for each phase and kind, and one for each phase as a whole; the pause is the longest, in milliseconds.
-spec write() -> ok.
write() ->
    Rows = ets:tab2list(?MODULE),
    {_, Phases} = lists:unzip(lists:sort([{N, Name} || {{phase, Name}, N} <- Rows])),
    line("phase", "kind", ?OUTCOMES, "pause"),
    [line(Phase, Kind, values(Phase, Kind, Rows), pause(Phase, Kind, Rows)) || Phase <- Phases,
        Kind <- lists:usort([K || {{P, K, _}, _} <- Rows, P =:= Phase]) ++ [all]],
    ok.

values(Phase, Kind, Rows) ->
    [lists:sum([N || {{P, K, O}, N} <- Rows, P =:= Phase, is(K, Kind), O =:= Outcome]) || Outcome <- ?OUTCOMES].

pause(Phase, Kind, Rows) ->
    lists:max([0 | [N || {{P, K, pause}, N} <- Rows, P =:= Phase, is(K, Kind)]]) div 1000.

is(_, all) -> true;
is(Kind, Wanted) -> Kind =:= Wanted.

line(Phase, Kind, Values, Pause) ->
    io:format("~-10ts ~-12ts" ++ lists:append(lists:duplicate(length(Values), " ~8ts")) ++ " ~8ts~n",
        [text(V) || V <- [Phase, Kind | Values] ++ [Pause]]).

text(Value) when is_integer(Value) -> integer_to_list(Value);
text(Value) when is_atom(Value) -> atom_to_list(Value);
text(Value) -> Value.
