%% A configuration provider: gives demo's port, one more than it was.
-module(simulated_provider).
-export([load/2]).

load(Configuration, Key) ->
    [case Entry of {demo, Pairs} -> {demo, [{Key, proplists:get_value(Key, Pairs) + 1} | proplists:delete(Key, Pairs)]};
        _ -> Entry end || Entry <- Configuration].
