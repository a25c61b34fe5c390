%% A connection of cowboy 1: waits for requests and handles them in one process, which knows no system messages.
-module(cowboy_protocol).
-export([start_link/1, init/1]).

start_link(State) -> {ok, spawn_link(?MODULE, init, [State])}.

init(idle) -> wait_request();
init(busy) -> handle().

wait_request() -> receive request -> handle() end.

handle() -> receive finish -> wait_request() end.
