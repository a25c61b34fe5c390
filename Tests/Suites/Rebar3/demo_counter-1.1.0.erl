-module(demo_counter).
-behaviour(gen_server).
-export([start_link/0, count/0, next/0]).
-export([init/1, handle_call/3, handle_cast/2, code_change/3]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, 0, []).
count() -> gen_server:call(?MODULE, count).
next() -> gen_server:call(?MODULE, next).

init(Count) -> {ok, #{count => Count}}.

handle_call(count, _From, #{count := Count} = State) -> {reply, Count, State};
handle_call(next, _From, #{count := Count} = State) -> {reply, Count + 1, State#{count := Count + 1}}.

handle_cast(_Message, State) -> {noreply, State}.

code_change({down, _}, #{count := Count}, _Extra) -> {ok, Count};
code_change(_Vsn, Count, _Extra) -> {ok, #{count => Count}}.
