%% Sets the variables that mix's launcher sets, so that a restart within the emulator knows which release runs. Elixir
%% finds the configuration by them. So this runs when nothing can fail any more: until then, a restart leads back.
-module(relup_set_variables).
-export([run/1]).

-spec run(Version :: string()) -> ok.
run(Version) ->
    _ = relup_release:set_variables(relup_release:variables(Version)),
    ok.
