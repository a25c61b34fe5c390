%% A handler of the logger that an application brought.
-module(simulated_handler).
-export([log/2]).

log(_, _) -> ok.
