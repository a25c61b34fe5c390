-module(till_sup).
-behaviour(supervisor).
-export([start_link/0, init/1]).

start_link() -> supervisor:start_link({local, till_sup}, till_sup, []).
init([]) -> {ok, {#{}, [#{id => till, start => {till, start_link, []}}]}}.
