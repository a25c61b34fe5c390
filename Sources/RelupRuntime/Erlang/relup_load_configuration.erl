%% Configures the applications of a mix release as its start would: release_handler takes sys.config alone, and all that
%% config providers such as runtime.exs give would be lost.
-module(relup_load_configuration).
-export([run/1]).

-spec run(Version :: string()) -> ok.
run(Version) ->
    Directory = relup_release:directory(Version),
    set_environment(Version, Directory),
    System = system_configuration(filename:join(Directory, "sys.config")),
    case proplists:get_value(config_provider_init, proplists:get_value(elixir, System, [])) of
        #{providers := Providers, extra_config := Extra} ->
            Start = 'Elixir.Config':'__merge__'(System, Extra),
            Configuration = lists:foldl(fun load/2, Start, Providers),
            ok = application:set_env(settable(Configuration), [{persistent, true}]),
            relup_message:info("Configured by ~b providers.", [length(Providers)]);
        _ ->
            ok
    end.

%% A provider that is new in the version is not there before its code is loaded; behind that the script comes back here.
load({Provider, State}, Configuration) ->
    case code:ensure_loaded(Provider) of
        {module, Provider} ->
            Provider:load(Configuration, State);
        {error, _} ->
            relup_message:warning("Config provider ~tp is not loaded yet.", [Provider]),
            Configuration
    end.

%% What the launcher of the version would set, for providers now and for a restart within the emulator later.
set_environment(Version, Directory) ->
    Variables = [
        {"RELEASE_VSN", Version},
        {"RELEASE_SYS_CONFIG", filename:join(Directory, "sys")},
        {"RELEASE_VM_ARGS", filename:join(Directory, "vm.args")},
        {"RELEASE_REMOTE_VM_ARGS", filename:join(Directory, "remote.vm.args")}
    ],
    [os:putenv(Name, Value) || {Name, Value} <- Variables, os:getenv(Name) =/= false],
    ok.

system_configuration(File) ->
    case file:consult(File) of
        {ok, [Configuration]} -> [Entry || {_, _} = Entry <- Configuration];
        {ok, []} -> [];
        {error, enoent} -> [];
        {error, Reason} -> throw({error, {cannot_read, File, Reason}})
    end.

%% Kernel and stdlib are configured at the start of the emulator only.
settable(Configuration) ->
    [{Application, [Pair || {Key, _} = Pair <- Pairs, not (Application =:= elixir andalso is_of_provider(Key))]}
        || {Application, Pairs} <- Configuration, Application =/= kernel, Application =/= stdlib].

is_of_provider(Key) -> lists:prefix("config_provider_", atom_to_list(Key)).
