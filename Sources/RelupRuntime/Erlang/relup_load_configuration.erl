%% Configures the applications of a release as its start would. release_handler reads only sys.config: it looks for
%% included files in the working directory, and loses all that config providers such as runtime.exs return.
-module(relup_load_configuration).
-export([run/1]).

-spec run(Version :: string()) -> ok.
run(Version) ->
    {System, Included} = relup_configuration:of_version(Version),
    _ = Included =/= [] andalso begin
        ok = application:set_env(System, [{persistent, true}]),
        relup_message:info("Configured by sys.config with ~b included files.", [length(Included)])
    end,
    case relup_configuration:value(elixir, config_provider_init, System, none) of
        #{providers := Providers, extra_config := Extra} ->
            Start = 'Elixir.Config':'__merge__'(System, Extra),
            Configuration = load_all(Providers, Start, Version),
            ok = application:set_env(settable(Configuration), [{persistent, true}]),
            relup_message:info("Configured by ~b providers.", [length(Providers)]);
        _ ->
            ok
    end.

%% Providers see the variables that the launcher of the version would set.
load_all(Providers, Start, Version) ->
    Before = relup_release:set_variables(relup_release:variables(Version)),
    try
        lists:foldl(fun load/2, Start, Providers)
    after
        relup_release:set_variables(Before)
    end.

%% A provider that is new in the version is not there before its code is loaded. The script calls this again after that.
load({Provider, State}, Configuration) ->
    case code:ensure_loaded(Provider) of
        {module, Provider} ->
            Provider:load(Configuration, State);
        {error, _} ->
            relup_message:warning("Config provider ~tp is not loaded yet.", [Provider]),
            Configuration
    end.

%% Kernel and stdlib are configured only when the emulator starts.
settable(Configuration) ->
    [{Application, [Pair || {Key, _} = Pair <- Pairs, not (Application =:= elixir andalso is_of_provider(Key))]}
        || {Application, Pairs} <- Configuration, Application =/= kernel, Application =/= stdlib].

is_of_provider(Key) -> lists:prefix("config_provider_", atom_to_list(Key)).
