%% Tells a restart within the emulator which release runs, by the variables that a launcher of mix sets. Elixir finds the
%% configuration by them, so that this is done when nothing can fail any more: until then a restart leads back.
-module(relup_set_variables).
-export([run/1]).

-spec run(Version :: string()) -> ok.
run(Version) ->
    _ = relup_release:set_variables(relup_release:variables(Version)),
    ok.
