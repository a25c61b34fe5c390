%% Applications and their versions.
-module(relup_install_audit_applications).
-export([applications/1]).

-spec applications(relup_install_boot:start()) -> relup_install_audit:part().
applications(#{applications := Expected, started := Started}) ->
    Loaded = maps:from_list([{Name, Vsn} || {Name, _, Vsn} <- application:loaded_applications()]),
    Running = [Name || {Name, _, _} <- application:which_applications(relup_install_ask:timeout())],
    Versions = [
        {differs, text(Name, proplists:get_value(vsn, Properties), maps:find(Name, Loaded))}
     || {Name, Properties} <- maps:to_list(Expected),
        maps:find(Name, Loaded) =/= {ok, proplists:get_value(vsn, Properties)}
    ],
    Stopped = [
        {differs, relup_install_say:text("application ~tw does not run", [Name])} || Name <- Started -- Running
    ],
    %% Others may have been started by code, as a start would again.
    Other = [
        {note, relup_install_say:text("application ~tw runs, which the boot script does not start", [Name])}
     || Name <- (Running -- Started) -- [kernel]
    ],
    Left = [
        {differs, relup_install_say:text("application ~tw is loaded, but not part of the release", [Name])}
     || Name <- (maps:keys(Loaded) -- maps:keys(Expected)) -- Running
    ],
    {compared, io_lib:format("~w applications", [maps:size(Expected)]), Versions ++ Stopped ++ Other ++ Left}.

-spec text(atom(), term(), {ok, string()} | error) -> binary().
text(Name, Expected, {ok, Vsn}) ->
    relup_install_say:text("application ~tw is ~ts, not ~ts", [Name, Vsn, Expected]);
text(Name, _, error) ->
    relup_install_say:text("application ~tw is not loaded", [Name]).
