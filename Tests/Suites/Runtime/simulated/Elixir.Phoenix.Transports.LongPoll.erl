%% A request that waits for messages of its channels, for as long as its client does.
-module('Elixir.Phoenix.Transports.LongPoll').
-export([listen/0]).

listen() -> receive finish -> ok end.
