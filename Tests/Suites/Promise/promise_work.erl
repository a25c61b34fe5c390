%% Does things side by side.
-module(promise_work).
-export([all/3]).

%% What a function answers for each element of a list, in its order; some of them at a time. A crash is ours as well.
all(Do, List, AtATime) ->
    Collector = self(),
    Queue = spawn_link(fun() -> queue(lists:zip(lists:seq(1, length(List)), List)) end),
    Workers = [spawn_link(fun() -> work(Do, Queue, Collector) end) || _ <- lists:seq(1, AtATime)],
    Done = [receive {done, N, Answer} -> {N, Answer} end || _ <- List],
    _ = Workers,
    [Answer || {_, Answer} <- lists:sort(Done)].

queue(Left) ->
    receive {next, Worker} ->
        case Left of
            [First | Rest] -> Worker ! First, queue(Rest);
            [] -> Worker ! none, queue([])
        end
    end.

work(Do, Queue, Collector) ->
    Queue ! {next, self()},
    receive
        {N, Element} ->
            Collector ! {done, N, Do(Element)},
            work(Do, Queue, Collector);
        none -> ok
    end.
