%% What of Elixir's Config merges configurations, here of different applications.
-module('Elixir.Config').
-export(['__merge__'/2]).

'__merge__'(First, Second) -> First ++ Second.
