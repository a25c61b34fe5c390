-module(till).
-behaviour(gen_server).
-export([start_link/0, sell/1, takings/0, init/1, handle_call/3, handle_cast/2, code_change/3]).

start_link() -> gen_server:start_link({local, till}, till, [], []).
sell(Thing) -> gen_server:call(till, {sell, Thing}).
takings() -> gen_server:call(till, takings).

init([]) -> {ok, {takings, 0}}.
handle_call({sell, Thing}, _, {takings, Takings}) -> {reply, ok, {takings, Takings + goods:price(Thing)}};
handle_call(takings, _, {takings, Takings}) -> {reply, Takings, {takings, Takings}}.
handle_cast(_, Till) -> {noreply, Till}.

code_change({down, _}, {takings, Takings}, _) -> {ok, Takings};
code_change(_, Takings, _) -> {ok, {takings, Takings}}.
