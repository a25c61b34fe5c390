%% Where the node has its releases.
-module(relup_release).
-export([directory/1]).

%% releases/VSN, as release_handler finds it.
-spec directory(string()) -> file:filename().
directory(Version) ->
    filename:join(releases(), Version).

releases() ->
    case {application:get_env(sasl, releases_dir), os:getenv("RELDIR")} of
        {{ok, Directory}, _} -> Directory;
        {undefined, false} -> filename:join(code:root_dir(), "releases");
        {undefined, Directory} -> Directory
    end.
