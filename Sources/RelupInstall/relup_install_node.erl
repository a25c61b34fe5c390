%% What the node knows of releases, and which one it runs.
-module(relup_install_node).
-export([root/0, work/1, answer/1, path/1, path/2, known/0, runs/0, name/1, libraries/1, boots/0]).
-export([incarnation/0, environment/0, restart_handler/0, write_stub/1, check/3, is_left_to_new_emulator/2]).

-type version() :: string().
-type status() :: unpacked | current | permanent | old.

-spec root() -> file:filename().
root() -> code:root_dir().

%% A file of the run's folder, in which the script and the node leave each other what they have to say; and one that
%% belongs to a request.
-spec work(string()) -> file:filename().
work(File) -> filename:join([root(), "releases", "relup-install", relup_install_lock:run(), File]).

-spec answer(string()) -> file:filename().
answer(File) ->
    {_, Number} = get(relup_install),
    work(File ++ "." ++ Number).

%% A file among the releases, and one of a version.
-spec path(string()) -> file:filename().
path(File) -> filename:join(relup_release:releases(), File).

-spec path(version(), string()) -> file:filename().
path(Vsn, File) -> filename:join(relup_release:directory(Vsn), File).

-spec known() -> [{version(), status()}].
known() -> [{Vsn, Status} || {_, Vsn, _, Status} <- release_handler:which_releases()].

%% The version that runs: the current one, or the permanent one where none is current.
-spec runs() -> version().
runs() ->
    Known = known(),
    hd([Vsn || Wanted <- [current, permanent], {Vsn, Status} <- Known, Status =:= Wanted]).

%% The name of a release.
-spec name(version()) -> string().
name(Wanted) -> hd([Name || {Name, Vsn, _, _} <- release_handler:which_releases(), Vsn =:= Wanted]).

%% Its libraries, as NAME-VERSION; none where the node was started without RELEASES.
-spec libraries(version()) -> [string()].
libraries(Wanted) ->
    lists:append([Libraries || {_, Vsn, Libraries, _} <- release_handler:which_releases(), Vsn =:= Wanted]).

%% The version that a restart boots, as start_erl.data says.
-spec boots() -> version() | unknown.
boots() ->
    case file:read_file(path("start_erl.data")) of
        {ok, Data} ->
            case string:lexemes(unicode:characters_to_list(Data), " \n") of
                [_, Vsn] -> Vsn;
                _ -> unknown
            end;
        {error, _} ->
            unknown
    end.

%% Another after each start of the node, within the emulator as well; the process of the emulator comes first.
-spec incarnation() -> term().
incarnation() ->
    {os:getpid(), erlang:system_info(start_time), erlang:system_info(creation), pid_to_list(whereis(application_controller))}.

%% The variables that name files of the version.
-spec environment() -> [{string(), string() | false}].
environment() ->
    [{V, os:getenv(V)} || V <- ["RELEASE_VSN", "RELEASE_SYS_CONFIG", "RELEASE_VM_ARGS", "RELEASE_REMOTE_VM_ARGS"]].

%% Has release_handler read RELEASES again.
-spec restart_handler() -> ok.
restart_handler() ->
    ok = supervisor:terminate_child(sasl_sup, release_handler),
    {ok, _} = supervisor:restart_child(sasl_sup, release_handler),
    ok.

%% A version that may be gone back to needs a relup: without one check_install_release does not look at the way there.
-spec write_stub(version()) -> ok.
write_stub(Vsn) ->
    File = path(Vsn, "relup"),
    case relup_install_file:exists(File) of
        true ->
            ok;
        false ->
            Relup = relup_install_say:text("%% coding: utf-8~n~0tp.~n", [{Vsn, [], []}]),
            relup_install_file:replace(File, Relup),
            relup_install_say:say("wrote an empty relup for ~ts, so that a way back to it is checked", [Vsn])
    end.

%% What release_handler itself checks.
-spec check(From :: version(), To :: version(), Instructions :: [term()]) -> ok.
check(From, To, Instructions) ->
    case release_handler:check_install_release(To) of
        {ok, _, _} ->
            relup_install_say:say("checked: ~ts can be installed on ~ts", [To, From]);
        {error, {old_processes, Module}} ->
            relup_install_say:stop(
                no, "processes still run old code of ~tw (see --status); nothing was changed", [Module]);
        {error, Reason} ->
            is_left_to_new_emulator(Reason, Instructions) orelse
                relup_install_say:stop(no, "check_install_release of ~ts says ~0tP", [To, Reason, 40]),
            relup_install_say:say(
                "checked: ~ts can be installed on ~ts; this emulator cannot read its modules, but the new one loads them",
                [To, From])
    end.

%% Whether check_install_release stopped only because beam_lib of this emulator cannot read modules that were compiled for
%% the new one: release_handler asks it for their versions. What the check would have looked at later remains unknown.
-spec is_left_to_new_emulator(Reason :: term(), Instructions :: [term()]) -> boolean().
is_left_to_new_emulator({'EXIT', {{badmatch, _}, [{release_handler_1, get_vsn, 1, _} | _]}}, [restart_new_emulator | _]) ->
    true;
is_left_to_new_emulator(_, _) ->
    false.
