%% Looks what a client speaks that has sent nothing.
-module('Elixir.Bandit.InitialHandler').
-export([handle_connection/0]).

handle_connection() ->
    receive finish -> ok end,
    connected.
