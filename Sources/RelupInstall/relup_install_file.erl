%% Files of the release.
-module(relup_install_file).
-export([replace/2, persist/2, forget/1, exists/1, term/1]).

%% Writes a file so that there is always a whole one.
-spec replace(file:filename(), iodata()) -> ok.
replace(File, Contents) ->
    New = temporary(File),
    ok = file:write_file(New, Contents, [exclusive]),
    ok = file:rename(New, File).

%% The name of a file beside it that nothing has: a link of that name would lead elsewhere.
-spec temporary(file:filename()) -> file:filename().
temporary(File) ->
    New = File ++ ".tmp",
    _ = file:delete(New),
    New.

%% The same, and it is on the disk before anything else happens.
-spec persist(file:filename(), iodata()) -> ok.
persist(File, Contents) ->
    New = temporary(File),
    case write(New, Contents) of
        ok ->
            ok = file:rename(New, File),
            flush_folder(File);
        {error, Reason} ->
            _ = file:delete(New),
            relup_install_say:stop(failed, "cannot write '~ts': ~ts", [File, file:format_error(Reason)])
    end.

-spec write(file:filename(), iodata()) -> ok | {error, file:posix() | badarg | terminated}.
write(File, Contents) ->
    case file:open(File, [write, raw, exclusive]) of
        {ok, Device} ->
            Written =
                case file:write(Device, Contents) of
                    ok -> file:datasync(Device);
                    Error -> Error
                end,
            _ = file:close(Device),
            Written;
        Error ->
            Error
    end.

%% Removes a file for good.
-spec forget(file:filename()) -> ok.
forget(File) ->
    case file:delete(File) of
        ok -> flush_folder(File);
        {error, enoent} -> ok
    end.

%% A name is on the disk when its folder is. Not all systems can flush folders.
-spec flush_folder(file:filename()) -> ok.
flush_folder(File) ->
    case file:open(filename:dirname(File), [read, raw, directory]) of
        {ok, Folder} ->
            _ = file:datasync(Folder),
            ok = file:close(Folder);
        {error, _} ->
            ok
    end.

%% Whether there is anything of this name, a link that leads nowhere too.
-spec exists(file:filename()) -> boolean().
exists(File) -> element(1, file:read_link_info(File)) =:= ok.

%% The one term of a file's contents.
-spec term(binary()) -> term().
term(Contents) ->
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Contents)),
    {ok, Term} = erl_parse:parse_term(Tokens),
    Term.
