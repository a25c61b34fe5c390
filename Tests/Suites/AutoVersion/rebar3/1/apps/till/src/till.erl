-module(till).
-behaviour(gen_server).
-export([start_link/0, sell/1, takings/0, init/1, handle_call/3, handle_cast/2]).

start_link() -> gen_server:start_link({local, till}, till, [], []).
sell(Thing) -> gen_server:call(till, {sell, Thing}).
takings() -> gen_server:call(till, takings).

init([]) -> {ok, 0}.
handle_call({sell, Thing}, _, Takings) -> {reply, ok, Takings + goods:price(Thing)};
handle_call(takings, _, Takings) -> {reply, Takings, Takings}.
handle_cast(_, Takings) -> {noreply, Takings}.
