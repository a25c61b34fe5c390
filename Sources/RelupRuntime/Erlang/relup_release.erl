%% Where the node has its releases, and the variables that a launcher sets to say which one runs.
-module(relup_release).
-export([releases/0, directory/1, variables/1, set_variables/1]).

%% releases/VSN.
-spec directory(string()) -> file:filename().
directory(Version) ->
    filename:join(releases(), Version).

%% What the launcher of a version would set, limited to variables that the node has.
-spec variables(string()) -> [{Name :: string(), Value :: string()}].
variables(Version) ->
    Directory = directory(Version),
    Variables = [
        {"RELEASE_VSN", Version},
        {"RELEASE_SYS_CONFIG", filename:join(Directory, "sys")},
        {"RELEASE_VM_ARGS", filename:join(Directory, "vm.args")},
        {"RELEASE_REMOTE_VM_ARGS", filename:join(Directory, "remote.vm.args")}
    ],
    [Variable || {Name, _} = Variable <- Variables, os:getenv(Name) =/= false].

%% Sets the variables; returns their previous values.
-spec set_variables([{string(), string()}]) -> [{string(), string()}].
set_variables(Variables) ->
    Before = [{Name, os:getenv(Name)} || {Name, _} <- Variables],
    [os:putenv(Name, Value) || {Name, Value} <- Variables],
    Before.

%% The folder of all releases, as release_handler finds it.
-spec releases() -> file:filename().
releases() ->
    case {application:get_env(sasl, releases_dir), os:getenv("RELDIR")} of
        {{ok, Directory}, _} -> Directory;
        {undefined, false} -> filename:join(code:root_dir(), "releases");
        {undefined, Directory} -> Directory
    end.
