%% Waits, for trying out instructions that suspend.
-module(relup_sleep).
-export([run/1]).

-spec run(Seconds :: non_neg_integer()) -> ok.
run(0) ->
    ok;
run(Seconds) ->
    relup_message:info("~b s...", [Seconds]),
    timer:sleep(1000),
    run(Seconds - 1).
