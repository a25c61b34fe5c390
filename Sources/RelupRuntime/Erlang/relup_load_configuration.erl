%% Configures the applications of a release as its start would. release_handler reads only sys.config: it looks for
%% included files in the working directory, and loses all that config providers such as runtime.exs return.
-module(relup_load_configuration).
-export([run/1]).

%% Sets what relup_prepare_configuration has left, if it has: then nothing can fail, and providers run once.
-spec run(Version :: string()) -> ok.
run(Version) ->
    #{included := Included, providers := Providers, missing := Missing} = Result =
        case erase({relup_configuration, Version}) of
            undefined -> relup_providers:configuration(Version);
            Prepared -> Prepared
        end,
    ok = relup_providers:set(Result),
    [relup_message:info("Configured by sys.config with ~b included files.", [length(Included)]) || Included =/= []],
    [relup_message:info("Configured by ~b providers.", [length(Providers)]) || Providers =/= []],
    %% The script calls this again when it has loaded them.
    [relup_message:warning("Config provider ~tp is not loaded yet.", [Provider]) || Provider <- Missing],
    ok.
