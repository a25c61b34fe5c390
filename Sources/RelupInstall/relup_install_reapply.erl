%% Brings a release whose node does not run to a later version, so that the next start boots it: for a machine that was
%% replaced, or an image of the first release. It runs in an emulator of the release's own, with kernel and stdlib alone.
-module(relup_install_reapply).
-export([reapply/1]).

-spec reapply(relup_install:request()) -> done.
reapply(Request) ->
    refuse_other_runs(),
    refuse_node(),
    Boots = relup_install_node:boots(),
    Boots =:= unknown andalso relup_install_say:stop(no, "no start_erl.data says which version a start boots", []),
    #{name := Name} = Start = relup_install_boot:read(Boots),
    Tarballs = tarballs(2),
    [
        relup_install_say:stop(no, "an upgrade is for the release '~ts', not '~ts'", [Other, Name])
     || #{name := Other} <- Tarballs, Other =/= Name
    ],
    case {route(Boots, Tarballs), is_settled(Boots, relup_install_journal:read())} of
        {[], true} ->
            relup_install_back:forget_ended_runs(),
            relup_install_say:say("a start boots ~ts already", [Boots]);
        {Route, _} ->
            Wrote = start_release_handler(Start),
            relup_install_back:job(reapply, Request, fun(_) -> bring(Start, Route, Wrote) end)
    end,
    done.

-spec is_settled(Boots :: string(), relup_install_journal:journal()) -> boolean().
is_settled(Boots, #{state := settled}) ->
    case relup_install_permanent:releases() of
        none -> true;
        Releases -> [Boots] =:= [Vsn || {release, _, Vsn, _, _, permanent} <- Releases]
    end;
is_settled(_, _) ->
    false.

%% Those that the script has copied, in the order of the user.
-spec tarballs(pos_integer()) -> [relup_install_tarball:tarball()].
tarballs(Number) ->
    File = relup_install_node:work("upgrade." ++ integer_to_list(Number)),
    case relup_install_file:exists(File) of
        true -> [relup_install_tarball:read(File) | tarballs(Number + 1)];
        false -> []
    end.

%% The tarballs that lead from what a start boots to the version of the last one; of those that lead on, the last one is
%% taken.
-spec route(string(), [relup_install_tarball:tarball()]) -> [relup_install_tarball:tarball()].
route(_, []) ->
    [];
route(From, Tarballs) ->
    case lists:last(Tarballs) of
        #{vsn := From} ->
            [];
        _ ->
            case lists:splitwith(fun(Tarball) -> not starts_from(From, Tarball) end, lists:reverse(Tarballs)) of
                {Later, [#{vsn := To} = Tarball | _]} -> [Tarball | route(To, lists:reverse(Later))];
                {_, []} -> relup_install_say:stop(no, "no upgrade that was given starts from ~ts", [From])
            end
    end.

%% Each tarball gives a whole version, which a start boots.
-spec bring(relup_install_boot:start(), [relup_install_tarball:tarball()], WroteReleases :: boolean()) -> ok.
bring(#{name := Name, vsn := Boots}, [], _) ->
    %% A run was ended while it saw to that.
    relup_install_journal:claim(relup_install_journal:new(install, Boots, Boots)),
    finish(Name, Boots);
bring(#{vsn := Boots}, Route, Wrote) ->
    _ = lists:foldl(
        fun(#{vsn := To} = Tarball, From) ->
            apply_one(From, Tarball, Wrote andalso From =:= Boots),
            To
        end,
        Boots,
        Route),
    ok.

-spec starts_from(string(), relup_install_tarball:tarball()) -> boolean().
starts_from(Vsn, #{relup := Relup}) -> lists:keymember(Vsn, 1, element(2, relup_install_file:term(Relup))).

-spec apply_one(string(), relup_install_tarball:tarball(), boolean()) -> ok.
apply_one(From, #{name := Name, vsn := To} = Tarball, Wrote) ->
    Journal = relup_install_journal:new(install, From, To),
    relup_install_journal:claim(Journal#{wrote_releases => Wrote}),
    _ = relup_install_unpack:instructions(Tarball, From),
    relup_install_unpack:unpack_version(install, Tarball),
    relup_install_complete:restore(To),
    relup_install_switch:prepare_way_back(From, To),
    finish(Name, To).

%% Has a start boot a version.
-spec finish(Name :: string(), To :: string()) -> ok.
finish(Name, To) ->
    relup_install_journal:enter(finishing),
    relup_install_permanent:write(To, fun() -> relup_install_launcher:adapt(Name, To) end),
    relup_install_node:restart_handler(),
    relup_install_journal:settle(done),
    relup_install_say:say("a start boots ~ts", [To]).

%% With the code of the version that a start boots. Says whether there was no RELEASES.
-spec start_release_handler(relup_install_boot:start()) -> boolean().
start_release_handler(#{name := Name, vsn := Boots, path := Path}) ->
    %% One that cannot be read, release_handler takes for none.
    HasReleases = relup_install_permanent:releases() =/= none,
    ok = code:add_pathsz(Path),
    case application:start(sasl) of
        ok -> ok;
        {error, Reason} -> relup_install_say:stop(no, "cannot start sasl of ~ts: ~0tP", [Boots, Reason, 20])
    end,
    HasReleases andalso not lists:keymember(Boots, 1, relup_install_node:known()) andalso
        relup_install_say:stop(no, "RELEASES does not know ~ts, which a start boots", [Boots]),
    relup_install_unpack:write_releases(Name, Boots),
    not HasReleases.

%% Its emulator has the folder of the release on its command line, whatever user it runs as.
-spec refuse_node() -> ok.
refuse_node() ->
    Root = relup_install_boot:same(relup_install_node:root()),
    [
        relup_install_say:stop(
            no, "process ~ts runs the emulator of the release; --reapply is for a node that does not run", [Pid])
     || File <- filelib:wildcard("/proc/[0-9]*/cmdline"),
        Pid <- [filename:basename(filename:dirname(File))],
        Pid =/= os:getpid(),
        {ok, Line} <- [file:read_file(File)],
        Folder <- root(binary:split(Line, <<0>>, [global])),
        relup_install_boot:same(Folder) =:= Root
    ],
    ok.

-spec root([binary()]) -> [file:filename()].
root([<<"-root">>, Root | _]) -> [unicode:characters_to_list(Root)];
root([_ | Words]) -> root(Words);
root([]) -> [].

%% Whoever comes second sees the folder of the first.
-spec refuse_other_runs() -> ok.
refuse_other_runs() ->
    {ok, Runs} = file:list_dir(filename:dirname(relup_install_node:work(""))),
    [relup_install_lock:refuse(Run) || Run <- Runs, relup_install_lock:is_other(Run)],
    ok.
