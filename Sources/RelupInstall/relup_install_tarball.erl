%% The upgrade tarball.
-module(relup_install_tarball).
-export([read/1, get/2, refuse_leftovers/2, is_name/1, is_inside/1]).

-export_type([tarball/0]).

-type tarball() :: #{
    file := file:filename(),
    name := string(),
    vsn := string(),
    %% What unpack_release calls it.
    as := string(),
    %% Of its entries.
    names := [string()],
    %% The bytes of releases/VERSION/relup.
    relup := binary()
}.

%% Reads what the tarball is; refuses one that is not an upgrade.
-spec read(file:filename()) -> tarball().
read(File) ->
    Names =
        case erl_tar:table(File, [compressed]) of
            {ok, Entries} -> Entries;
            {error, Reason} -> relup_install_say:stop(no, "cannot read the tarball: ~0tP", [Reason, 20])
        end,
    [
        relup_install_say:stop(no, "the entry ~0tp of the tarball leads out of the release", [N])
     || N <- Names, not is_inside(N)
    ],
    Resources = contents(File, [N || "releases/" ++ _ = N <- Names, filename:extension(N) =:= ".rel"]),
    Releases = [
        {Entry, Name, Vsn}
     || {Entry, Contents} <- Resources, {release, {Name, Vsn}, _, _} <- [resource(Entry, Contents)]
    ],
    [
        relup_install_say:stop(no, "'~ts' has a name or version that no folder can have", [Entry])
     || {Entry, Name, Vsn} <- Releases, not (is_name(Name) andalso is_name(Vsn))
    ],
    case named(Releases) of
        [{Name, Vsn, As} | _] ->
            case contents(File, ["releases/" ++ Vsn ++ "/relup"]) of
                [{_, Relup}] ->
                    #{file => File, name => Name, vsn => Vsn, as => As, names => Names, relup => Relup};
                [] ->
                    relup_install_say:stop(
                        no, "the tarball is not an upgrade: it has no 'releases/~ts/relup'", [Vsn])
            end;
        [] ->
            relup_install_say:stop(no, "the tarball holds no release: it has no 'releases/NAME-VERSION.rel'", [])
    end.

%% Whether a text can be a part of a path, and neither leads to another folder nor looks like a line of ours.
-spec is_name(term()) -> boolean().
is_name(Text) ->
    io_lib:char_list(Text) andalso Text =/= "" andalso Text =/= "." andalso Text =/= ".." andalso
        not lists:member($/, Text) andalso not has_control(Text).

%% Whether a text has a character that a terminal would obey; no function of ours looks at each, which took seconds.
-spec has_control(string()) -> boolean().
has_control(Text) ->
    case unicode:characters_to_binary(Text) of
        Bytes when is_binary(Bytes) ->
            re:run(Bytes, "[\\x00-\\x1f\\x7f]|\\xc2[\\x80-\\x9f]|\\xe2\\x80[\\xa8\\xa9]", [{capture, none}]) =:= match;
        _ ->
            true
    end.

%% Whether the name of an entry leads to a file below the release.
-spec is_inside(string()) -> boolean().
is_inside(Entry) ->
    filename:pathtype(Entry) =:= relative andalso not lists:member("..", filename:split(Entry)) andalso
        not has_control(Entry).

%% Those whose .rel is where unpack_release looks for one, the best name first.
-spec named([{string(), string(), string()}]) -> [{Name :: string(), Vsn :: string(), As :: string()}].
named(Releases) ->
    Forms = [fun(N, V) -> N ++ "-" ++ V end, fun(N, V) -> V ++ "/" ++ N end, fun(N, _) -> N end],
    [
        {Name, Vsn, Form(Name, Vsn)}
     || Form <- Forms, {Entry, Name, Vsn} <- Releases, Entry =:= "releases/" ++ Form(Name, Vsn) ++ ".rel"
    ].

%% The contents of those of these entries that it has.
-spec get(tarball(), [string()]) -> [{string(), binary()}].
get(#{file := File}, Entries) -> contents(File, Entries).

-spec contents(file:filename(), [string()]) -> [{string(), binary()}].
contents(File, Entries) ->
    case erl_tar:extract(File, [compressed, memory, {files, Entries}]) of
        {ok, Contents} -> Contents;
        {error, Reason} -> relup_install_say:stop(no, "cannot read the tarball: ~0tP", [Reason, 20])
    end.

%% The term of a .rel file.
-spec resource(string(), binary()) -> term().
resource(Entry, Contents) ->
    try
        relup_install_file:term(Contents)
    catch
        error:_ -> relup_install_say:stop(no, "'~ts' of the tarball is not a term", [Entry])
    end.

%% unpack_release keeps files that are there: those of an attempt that was interrupted must be the same.
-spec refuse_leftovers(tarball(), Used :: [string()]) -> ok.
refuse_leftovers(#{vsn := To, names := Names} = Tarball, Used) ->
    Root = relup_install_node:root(),
    Own = [N || N <- Names, is_own(filename:split(N), To, Used)],
    There = [N || N <- Own, filelib:is_regular(filename:join(Root, N))],
    case [N || {N, Contents} <- get(Tarball, There), file:read_file(filename:join(Root, N)) =/= {ok, Contents}] of
        [] -> ok;
        [First | _] -> relup_install_say:stop(no, "'~ts' is there already, and is not that of the tarball", [First])
    end.

-spec is_own([string()], string(), [string()]) -> boolean().
is_own(["lib", Library | _], _, Used) -> not lists:member(Library, Used);
is_own(["releases", Vsn | _], To, _) -> Vsn =:= To;
is_own(_, _, _) -> false.
