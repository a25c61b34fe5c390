%% The configuration that a start of a version would give: that of sys.config with the files that it includes, and what
%% its config providers make of it.
-module(relup_providers).
-export([configuration/1, set/1]).
-export_type([result/0]).

-type result() :: #{
    configuration := relup_configuration:configuration(),
    %% The files that sys.config includes, and the providers that it names.
    included := [file:filename()],
    providers := [module()],
    %% Providers whose code is not there, as new ones before it is loaded.
    missing := [module()]
}.

%% Runs the providers, each on what the one before it gives. What one throws goes to the caller.
-spec configuration(Version :: string()) -> result().
configuration(Version) ->
    {System, Included} = relup_configuration:of_version(Version),
    Result = #{configuration => System, included => Included, providers => [], missing => []},
    case relup_configuration:value(elixir, config_provider_init, System, none) of
        #{providers := Providers, extra_config := Extra} ->
            Start = 'Elixir.Config':'__merge__'(System, Extra),
            load_all(Providers, Version, Result#{configuration := Start, providers := [M || {M, _} <- Providers]});
        _ ->
            Result
    end.

%% Providers see the variables that the launcher of the version would set.
-spec load_all([{module(), term()}], string(), result()) -> result().
load_all(Providers, Version, Result) ->
    Before = relup_release:set_variables(relup_release:variables(Version)),
    try
        lists:foldl(fun load/2, Result, Providers)
    after
        relup_release:set_variables(Before)
    end.

-spec load({module(), term()}, result()) -> result().
load({Provider, State}, #{configuration := Configuration, missing := Missing} = Result) ->
    case code:ensure_loaded(Provider) of
        {module, Provider} -> Result#{configuration := Provider:load(Configuration, State)};
        {error, _} -> Result#{missing := Missing ++ [Provider]}
    end.

%% Sets it where sys.config does not say it all.
-spec set(result()) -> ok.
set(#{included := [], providers := []}) ->
    ok;
set(#{configuration := Configuration}) ->
    application:set_env(settable(Configuration), [{persistent, true}]).

%% What may be set while the node runs: kernel and stdlib are configured only when the emulator starts.
-spec settable(relup_configuration:configuration()) -> relup_configuration:configuration().
settable(Configuration) ->
    [{Application, [Pair || {Key, _} = Pair <- Pairs, not (Application =:= elixir andalso is_of_provider(Key))]}
        || {Application, Pairs} <- Configuration, Application =/= kernel, Application =/= stdlib].

-spec is_of_provider(atom()) -> boolean().
is_of_provider(Key) -> lists:prefix("config_provider_", atom_to_list(Key)).
