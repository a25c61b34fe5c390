%% From the tarball to a version that can be installed.
-module(relup_install_unpack).
-export([unpack/1, restarts/1, examine/2]).
-export([instructions/2, write_releases/2, unpack_version/2]).

-spec unpack(relup_install:request()) -> go.
unpack(#{mode := Mode, permanent := IsPermanent} = Request) ->
    Tarball = relup_install_tarball:read(relup_install_node:work("upgrade.tar.gz")),
    #{name := Name, vsn := To} = Tarball,
    From = relup_install_node:runs(),
    Running = relup_install_node:name(From),
    Name =:= Running orelse
        relup_install_say:stop(no, "the upgrade is for the release '~ts', the node runs '~ts'", [Name, Running]),
    Job = relup_install_journal:new(Mode, From, To),
    From =:= To andalso already(Job, IsPermanent),
    Instructions = instructions(Tarball, From),
    refuse_forced(Request, Tarball),
    relup_install_journal:claim(Job#{
        restarts => restarts(Instructions),
        wrote_releases => relup_install_node:libraries(From) =:= [] andalso not relup_install_file:exists(relup_install_node:path("RELEASES"))
    }),
    write_releases(Name, From),
    unpack_version(Mode, Tarball),
    relup_install_complete:restore(To),
    relup_install_config:expand(To),
    restarts(Instructions) orelse relup_install_complete:check(To),
    relup_install_node:check(From, To, Instructions),
    examine(Request, Instructions),
    Mode =:= check andalso relup_install_back:undo(),
    go.

%% What the script will do with the processes of the node. Whatever it does, a restart of the emulator ends them all.
-spec examine(relup_install:request(), [term()]) -> ok.
examine(_, [restart_new_emulator | _]) ->
    relup_install_say:say("the emulator restarts first, so no process of this one is reached", []),
    ok = relup_install_journal:keep([]);
examine(#{force := Force}, Instructions) ->
    {Count, Kept} = relup_install_reach:examine(Instructions),
    ok = relup_install_journal:keep(Kept),
    case Count of
        0 ->
            ok;
        _ when Force ->
            relup_install_say:say("note: forced, in spite of that", []);
        _ ->
            relup_install_say:stop(
                no,
                "the upgrade would fail or leave processes as they are, for ~w reasons above; correct the supervisors or "
                "child specifications and upgrade with a restart, or end these processes first; nothing was changed",
                [Count])
    end.

-spec already(relup_install_journal:journal(), IsPermanent :: boolean()) -> no_return().
already(#{to := To, job := Job} = Journal, IsPermanent) ->
    IsPermanent andalso Job =:= install andalso relup_install_journal:claim(Journal),
    relup_install_say:say("~ts runs already", [To]),
    throw({stop, runs, <<>>}).

%% The script that leads to the version of the tarball from the one that runs.
-spec instructions(relup_install_tarball:tarball(), string()) -> [term()].
instructions(#{vsn := To, relup := Relup}, From) ->
    {To, Up, Down} = relup_install_file:term(Relup),
    case lists:keyfind(From, 1, Up) of
        {_, _, Instructions} ->
            lists:keymember(From, 1, Down) orelse
                relup_install_say:say("note: the relup has no way back to ~ts", [From]),
            Instructions;
        false when Up =:= [] ->
            relup_install_say:stop(
                no, "the tarball is no upgrade, but a release that was prepared for one: its relup starts from no version", []);
        false ->
            Bases = lists:join(", ", [element(1, Script) || Script <- Up]),
            relup_install_say:stop(no, "the upgrade starts from ~ts, the node runs ~ts", [Bases, From])
    end.

%% relup-pack --force leaves its reasons not to pack the upgrade.
-spec refuse_forced(relup_install:request(), relup_install_tarball:tarball()) -> ok.
refuse_forced(#{accept := Accepted}, #{vsn := To, names := Names} = Tarball) ->
    File = "releases/" ++ To ++ "/relup.forced",
    case lists:member(File, Names) of
        true ->
            [{_, Contents}] = relup_install_tarball:get(Tarball, [File]),
            Reasons = lists:join("; ", relup_install_file:term(Contents)),
            Accepted orelse
                relup_install_say:stop(
                    no, "the upgrade was packed by force: ~ts; --accept-forced installs it; nothing was changed", [Reasons]),
            relup_install_say:say("note: the upgrade was packed by force: ~ts", [Reasons]);
        false ->
            ok
    end.

%% Whether the emulator restarts. That needs heart and a program that it starts; without them the node stays down.
-spec restarts([term()]) -> boolean().
restarts(Instructions) ->
    Program = application:get_env(sasl, start_prg, filename:join([relup_install_node:root(), "bin", "start"])),
    case [I || I <- Instructions, I =:= restart_emulator orelse I =:= restart_new_emulator] of
        [] ->
            false;
        [I | _] ->
            whereis(heart) =/= undefined orelse
                relup_install_say:stop(no, "the relup has ~w, but the node runs without heart", [I]),
            relup_install_file:exists(Program) orelse
                relup_install_say:stop(no, "the relup has ~w, but there is no '~ts' to start", [I, Program]),
            true
    end.

%% RELEASES of a node that was started without: then release_handler knows no libraries, and there is no way back.
-spec write_releases(Name :: string(), Vsn :: string()) -> ok.
write_releases(Name, Vsn) ->
    case relup_install_node:libraries(Vsn) of
        [] ->
            Resource = relup_install_node:path(Vsn, Name ++ ".rel"),
            try release_handler:create_RELEASES("", relup_release:releases(), Resource, []) of
                ok -> relup_install_node:restart_handler();
                Answer -> cannot_write_releases(Answer)
            catch
                throw:Answer -> cannot_write_releases(Answer);
                exit:Reason -> cannot_write_releases({'EXIT', Reason});
                error:Reason:Stack -> cannot_write_releases({'EXIT', {Reason, Stack}})
            end,
            relup_install_say:say("wrote RELEASES, which the node was started without", []);
        _ ->
            ok
    end.

-spec cannot_write_releases(term()) -> no_return().
cannot_write_releases(Reason) -> relup_install_say:stop(no, "cannot write RELEASES: ~0tP", [Reason, 20]).

-spec unpack_version(atom(), relup_install_tarball:tarball()) -> ok.
unpack_version(Mode, #{vsn := To} = Tarball) ->
    remove_other(Mode, Tarball),
    case lists:keymember(To, 1, relup_install_node:known()) of
        true -> relup_install_say:say("~ts is unpacked already", [To]);
        false -> unpack_new(Tarball)
    end.

%% The version may have been unpacked from another tarball.
-spec remove_other(atom(), relup_install_tarball:tarball()) -> ok.
remove_other(Mode, #{vsn := To, relup := Relup}) ->
    case {lists:keymember(To, 1, relup_install_node:known()), file:read_file(relup_install_node:path(To, "relup"))} of
        {false, _} ->
            ok;
        {true, {ok, Relup}} ->
            ok;
        _ when Mode =:= check ->
            relup_install_say:stop(no, "~ts is unpacked already, from another tarball", [To]);
        _ ->
            ok = release_handler:remove_release(To),
            relup_install_say:say("removed ~ts, which was unpacked from another tarball", [To])
    end.

-spec unpack_new(relup_install_tarball:tarball()) -> ok.
unpack_new(#{file := File, as := As, vsn := To} = Tarball) ->
    Used = [Library || {Vsn, _} <- relup_install_node:known(), Library <- relup_install_node:libraries(Vsn)],
    relup_install_tarball:refuse_leftovers(Tarball, Used),
    %% The tarball is consumed; one that lies there already is kept.
    Place = relup_install_node:path(As ++ ".tar.gz"),
    Journal = relup_install_journal:read(),
    relup_install_journal:write(Journal#{made := missing(files(Tarball)), tarball => Place}),
    ok = filelib:ensure_dir(Place),
    _ = file:make_link(Place, Place ++ ".kept"),
    ok = file:rename(File, Place),
    Unpacked = release_handler:unpack_release(As),
    _ = file:rename(Place ++ ".kept", Place),
    case Unpacked of
        {ok, To} -> relup_install_say:say("unpacked ~ts", [To]);
        {error, Reason} -> relup_install_say:stop(no, "cannot unpack ~ts: ~0tP", [To, Reason, 20])
    end.

%% All files that an installation may make.
-spec files(relup_install_tarball:tarball()) -> [file:filename()].
files(#{name := Name, vsn := To, as := As, names := Names}) ->
    Root = relup_install_node:root(),
    [filename:join(Root, N) || N <- ["bin/" ++ Name ++ "-" ++ To | Names]] ++
        [relup_install_node:path(To, F) || F <- ["sys.config", "sys.config.orig", "sys.config.start", "sys.config.tmp", "previous", filename:basename(As) ++ ".rel"]] ++
        [relup_install_node:path(As ++ Extension) || Extension <- [".tar.gz", ".rel"]].

%% Those of them, and of the folders they lie in, that are not there; what lies in a folder comes before it.
-spec missing([file:filename()]) -> [file:filename()].
missing(Files) ->
    All = lists:usort(lists:flatmap(fun with_folders/1, Files)),
    [F || F <- lists:reverse(All), not relup_install_file:exists(F)].

-spec with_folders(file:filename()) -> [file:filename()].
with_folders(File) ->
    case filename:dirname(File) of
        File -> [File];
        Folder -> [File | with_folders(Folder)]
    end.
