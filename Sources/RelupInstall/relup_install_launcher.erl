%% Launchers of relx, which know one version: bin/NAME becomes that of the permanent one.
-module(relup_install_launcher).
-export([adapt/2, version/2, for_version/3]).

-spec adapt(Name :: string(), To :: string()) -> ok.
adapt(Name, To) ->
    File = filename:join([relup_install_node:root(), "bin", Name]),
    case file:read_file(File) of
        {ok, Old} -> adapt(File, Old, version(Old, To), To);
        {error, _} -> ok
    end.

-spec adapt(file:filename(), binary(), From :: string(), To :: string()) -> ok.
adapt(_, _, To, To) ->
    ok;
adapt(File, Old, From, To) ->
    Mode = mode(File),
    make(File ++ "-" ++ From, Old, Mode),
    make(File ++ "-" ++ To, for_version(Old, From, To), Mode),
    {ok, New} = file:read_file(File ++ "-" ++ To),
    To = version(New, none),
    put(File, New, Mode),
    relup_install_say:say("bin/~ts is now that of ~ts", [filename:basename(File), To]).

%% The version that a launcher starts; another where it names none, as those of mix do not.
-spec version(binary(), Default) -> string() | Default.
version(Contents, Default) ->
    case re:run(Contents, "^REL_VSN=\"(.*)\"", [multiline, {capture, [1], list}]) of
        {match, [Vsn]} -> Vsn;
        nomatch -> Default
    end.

%% A launcher of another version.
-spec for_version(binary(), From :: string(), To :: string()) -> binary().
for_version(Contents, From, To) ->
    [Old, New] = [relup_install_say:text("\"~ts\"", [Vsn]) || Vsn <- [From, To]],
    binary:replace(Contents, Old, New, [global]).

-spec make(file:filename(), binary(), non_neg_integer()) -> ok.
make(File, Contents, Mode) -> relup_install_file:exists(File) orelse put(File, Contents, Mode), ok.

-spec put(file:filename(), binary(), non_neg_integer()) -> ok.
put(File, Contents, Mode) ->
    relup_install_file:replace(File, Contents),
    ok = file:change_mode(File, Mode).

-spec mode(file:filename()) -> non_neg_integer().
mode(File) ->
    {ok, Info} = file:read_file_info(File),
    case element(8, Info) of
        Mode when is_integer(Mode) -> Mode
    end.
