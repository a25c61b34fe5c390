%% A plugin of rebar3: `rebar3 hot upgrade` and the like, which have the executables of relup do the work.
-module(rebar3_relup).
-export([init/1, format_error/1]).
-export([provider/4, releases/2, versioned/3, tool/2]).

-export_type([releases/0]).

%% A release, with its tarballs from the oldest to the newest.
-type releases() :: #{name := string(), folder := file:filename(), tarballs := [file:filename()]}.

-spec init(rebar_state:t()) -> {ok, rebar_state:t()}.
init(State) ->
    Modules = [rebar3_relup_prepare, rebar3_relup_doctor, rebar3_relup_upgrade],
    {ok, lists:foldl(fun(Module, S) -> element(2, Module:init(S)) end, State, Modules)}.

%% Adds a command to the namespace `hot`, as rebar3 has a command `relup` of its own. Each takes the name of a release.
-spec provider(module(), atom(), string(), [tuple()]) -> providers:t().
provider(Module, Name, Description, Options) ->
    providers:create([
        {namespace, hot}, {name, Name}, {module, Module}, {bare, true}, {deps, []}, {short_desc, Description},
        {desc, Description}, {example, "rebar3 hot " ++ atom_to_list(Name)},
        {opts, [{release, undefined, "release", string, "the release, if the project has several"} | Options]}
    ]).

%% The release that was built in this profile, or that of the name.
-spec releases(rebar_state:t(), undefined | string()) -> {ok, releases()} | {error, term()}.
releases(State, Name) ->
    Built = filename:join(rebar_dir:base_dir(State), "rel"),
    Pattern = case Name of undefined -> "*"; _ -> Name end,
    case [Folder || Folder <- filelib:wildcard(filename:join(Built, Pattern)), tarballs(Folder) =/= []] of
        [Folder] -> {ok, #{name => filename:basename(Folder), folder => Folder, tarballs => tarballs(Folder)}};
        [] -> failed({no_tarball, filename:join(Built, Pattern)});
        Several -> failed({several, [filename:basename(Folder) || Folder <- Several]})
    end.

tarballs(Folder) ->
    Files = filelib:wildcard(filename:join(Folder, filename:basename(Folder) ++ "-*.tar.gz")),
    Releases = [File || File <- Files, not lists:suffix(".upgrade.tar.gz", File)],
    [File || {_, File} <- lists:sort([{filelib:last_modified(File), File} || File <- Releases])].

%% The tarball of a version; a path stays what it is.
-spec versioned(releases(), string(), rebar_state:t()) -> file:filename().
versioned(#{name := Name, folder := Folder}, Version, State) ->
    Tarball = filename:join(Folder, Name ++ "-" ++ Version ++ ".tar.gz"),
    case filelib:is_regular(Tarball) of
        true -> Tarball;
        false -> filename:absname(Version, rebar_state:dir(State))
    end.

%% Runs a tool, which has our input, output and messages.
-spec tool(string(), [string()]) -> ok | {error, term()}.
tool(Name, Arguments) ->
    Found =
        case os:getenv("RELUP_TOOLS") of
            false -> os:find_executable(Name);
            Folder -> os:find_executable(Name, Folder)
        end,
    case Found of
        false ->
            failed({no_tool, Name});
        Path ->
            Port = open_port({spawn_executable, Path}, [nouse_stdio, exit_status, {args, Arguments}]),
            receive
                {Port, {exit_status, 0}} -> ok;
                {Port, {exit_status, Status}} -> failed({status, Name, Status})
            end
    end.

failed(Reason) -> {error, {?MODULE, Reason}}.

-spec format_error(term()) -> iolist().
format_error({no_tarball, Folder}) ->
    io_lib:format("no tarball in ~ts: build one with 'rebar3 tar', in the same profile", [Folder]);
format_error({several, Names}) ->
    io_lib:format("several releases were built, name one with --release: ~ts", [lists:join(", ", Names)]);
format_error({no_tool, Name}) ->
    io_lib:format("cannot find '~ts': install relup, or name the folder of its commands in RELUP_TOOLS", [Name]);
format_error({status, Name, Status}) ->
    io_lib:format("~ts ended with status ~b", [Name, Status]).
