-module(demo_counter).
-behaviour(gen_server).
-export([start_link/0, count/0, next/0]).
-export([init/1, handle_call/3, handle_cast/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, 0, []).
count() -> gen_server:call(?MODULE, count).
next() -> gen_server:call(?MODULE, next).

init(Count) -> {ok, Count}.

handle_call(count, _From, Count) -> {reply, Count, Count};
handle_call(next, _From, Count) -> {reply, Count + 1, Count + 1}.

handle_cast(_Message, Count) -> {noreply, Count}.
