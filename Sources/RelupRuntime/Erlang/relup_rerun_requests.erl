%% Tells the requests that ran during the upgrade that it has ended: those that failed can run again. Then takes requests of
%% connections that were held. Before that, endpoints of Phoenix read their manifest of static files again, so that no page
%% names a file that the release does not have.
-module(relup_rerun_requests).
-export([run/1]).

-spec run(term()) -> ok.
run(_Name) ->
    Listeners = relup_web:listeners(),
    lists:foreach(fun read_manifest/1, endpoints(Listeners)),
    case lists:flatmap(fun relup_web:requests/1, Listeners) of
        [] ->
            ok;
        Requests ->
            [relup_web:notify(Request, upgrade_finished) || Request <- Requests],
            relup_message:info("Told ~b requests that the upgrade has ended.", [length(Requests)])
    end,
    relup_hold:release(relup_held_connections).

%% The endpoints that started listeners: a supervisor is called as the module of its endpoint.
endpoints(Listeners) ->
    lists:usort([Name || {_, Listener} <- Listeners, Name <- relup_process:ancestors(Listener), is_atom(Name),
        erlang:function_exported(Name, static_path, 1), erlang:function_exported(Name, config_change, 2)]).

%% An endpoint keeps what its manifest said when it started, and reads it again when its configuration changes: here by
%% nothing. release_handler tells applications only of changes.
read_manifest(Endpoint) ->
    try
        _ = Endpoint:config(cache_static_manifest) =/= nil andalso Endpoint:config_change([], []),
        ok
    catch
        _:Reason -> relup_message:warning("~ts did not read its static manifest again: ~0tP", [Endpoint, Reason, 20])
    end.
