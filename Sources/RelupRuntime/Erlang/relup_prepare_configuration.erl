%% Runs the config providers of a version before anything has changed: if one fails, so does the check of the upgrade.
%% release_handler has set the environment from the plain sys.config when it installs, so then this sets at once what is
%% missing. The check must change nothing.
-module(relup_prepare_configuration).
-export([run/1]).

-spec run(Version :: string()) -> ok.
run(Version) ->
    Result = relup_providers:configuration(Version),
    _ = is_installing() andalso begin
        ok = relup_providers:set(Result),
        put({relup_configuration, Version}, Result)
    end,
    ok.

%% release_handler evaluates the beginning of a script in do_check_install_release as well, in the same process.
is_installing() ->
    {current_stacktrace, Stack} = process_info(self(), current_stacktrace),
    lists:any(fun({Module, Function, _, _}) -> {Module, Function} =:= {release_handler, do_install_release} end, Stack).
