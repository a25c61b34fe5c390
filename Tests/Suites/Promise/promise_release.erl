%% Builds small releases from sources, in a folder each, without a build tool: with ERTS, boot file and RELEASES.
%% The sources of a release: a folder with a folder for each application, which holds its modules, and may hold `app`
%% (keys of its .app file, a list), `appup`, and folders such as priv; beside these sys.config with its files, and
%% `release` (a list of {Application, Type} for those that are not permanent, and of OTP's that are wanted).
-module(promise_release).
-export([base/2, build/5, link_tree/2, copy_tree/2]).

-include_lib("kernel/include/file.hrl").

%% Copies what all releases share to a folder, from which releases are linked. Names are those of applications of OTP
%% and, where Elixir is wanted, the code paths of Elixir's.
base(Directory, Elixir) ->
    Libraries = [code:lib_dir(Name) || Name <- [kernel, stdlib, sasl, compiler]] ++ Elixir,
    lists:foreach(fun(Library) ->
        To = filename:join([Directory, "lib", versioned(Library)]),
        copy_tree(filename:join(Library, "ebin"), filename:join(To, "ebin"))
    end, Libraries),
    Erts = "erts-" ++ erlang:system_info(version),
    copy_tree(filename:join([code:root_dir(), Erts, "bin"]), filename:join([Directory, Erts, "bin"])),
    Directory.

versioned(Library) ->
    {ok, [{application, Name, Keys}]} = file:consult(hd(filelib:wildcard(filename:join(Library, "ebin/*.app")))),
    atom_to_list(Name) ++ "-" ++ proplists:get_value(vsn, Keys).

%% Builds release Name of version Vsn from the folders of its sources, later ones winning, into the folder Root.
%% Compile is called with {Application, Files, Ebin} for sources that are none of Erlang's.
build(Name, Vsn, Sources, Root, #{base := Base} = Options) ->
    Files = sources(Sources),
    Own = lists:usort([list_to_atom(Application) || {[Application, _ | _], _} <- Files]),
    Asked = asked(Files),
    Others = [Other || {Other, _} <- Asked, not lists:member(Other, Own)],
    Versions = [{Application, application(Application, Vsn, Files, Root, Options)} || Application <- Own],
    Elixir = [Other || Other <- [compiler, elixir], lists:member(elixir, Others)],
    Otp = [{Application, linked(Application, Base, Root)}
        || Application <- lists:usort([kernel, stdlib, sasl] ++ Elixir ++ Others)],
    link_tree(filename:join(Base, erts()), filename:join(Root, erts())),
    Rel = {release, {Name, Vsn}, {erts, erlang:system_info(version)},
        [{Application, V, Type} || {Application, V} <- Otp ++ Versions,
            Type <- [proplists:get_value(Application, Asked, permanent)]]},
    Releases = filename:join([Root, "releases", Vsn]),
    Write = fun(File, Term) -> write(filename:join(Releases, File), io_lib:format("~tp.~n", [Term])) end,
    Write(Name ++ ".rel", Rel),
    boot(filename:join(Releases, Name), Root),
    Write("sys.config", []),
    write(filename:join(Releases, "vm.args"), "-noinput\n"),
    [copy(File, filename:join(Releases, Config)) || {[Config], File} <- Files, Config =/= "case", Config =/= "release"],
    write(filename:join([Root, "releases", "start_erl.data"]), [erlang:system_info(version), $\s, Vsn]),
    write(filename:join([Root, "releases", "RELEASES"]), io_lib:format("%% coding: utf-8~n~tp.~n", [[
        {release, Name, Vsn, erlang:system_info(version), [{A, V, "lib/" ++ atom_to_list(A) ++ "-" ++ V}
            || {A, V, _} <- element(4, Rel)], permanent}]])),
    [file:write_file(filename:join([Root, "bin", Launcher]), "#!/bin/sh\nREL_VSN=\"" ++ Vsn ++ "\"\n")
        || ok <- [filelib:ensure_dir(filename:join([Root, "bin", Name]))], Launcher <- [Name, Name ++ "-" ++ Vsn]],
    Root.

erts() -> "erts-" ++ erlang:system_info(version).

%% The files below some folders: {Name in parts, File}, later folders winning.
sources(Directories) ->
    maps:to_list(lists:foldl(fun(Directory, All) ->
        lists:foldl(fun(Name, Found) ->
            File = filename:join(Directory, Name),
            case filelib:is_regular(File) of
                true -> Found#{filename:split(Name) => File};
                false -> Found
            end
        end, All, filelib:wildcard("**", Directory))
    end, #{}, Directories)).

asked(Files) ->
    case lists:keyfind(["release"], 1, Files) of
        {_, File} -> {ok, [Asked]} = file:consult(File), Asked;
        false -> []
    end.

linked(Application, Base, Root) ->
    [Library] = filelib:wildcard(filename:join([Base, "lib", atom_to_list(Application) ++ "-*"])),
    link_tree(Library, filename:join([Root, "lib", filename:basename(Library)])),
    lists:nthtail(length(atom_to_list(Application)) + 1, filename:basename(Library)).

application(Application, ReleaseVsn, Files, Root, Options) ->
    Text = atom_to_list(Application),
    Own = [{Rest, File} || {[Name | Rest], File} <- Files, Name =:= Text],
    Given = case lists:keyfind(["app"], 1, Own) of
        {_, Keys} -> {ok, [List]} = file:consult(Keys), List;
        false -> []
    end,
    Vsn = proplists:get_value(vsn, Given, ReleaseVsn),
    Library = filename:join([Root, "lib", Text ++ "-" ++ Vsn]),
    Ebin = filename:join(Library, "ebin"),
    ok = filelib:ensure_dir(filename:join(Ebin, "x")),
    Compiled = [compile(File, Ebin) || {[_], File} <- Own, filename:extension(File) =:= ".erl"],
    Others = case [File || {[_], File} <- Own, filename:extension(File) =:= ".ex"] of
        [] -> [];
        Sources -> (maps:get(compile, Options))(Sources, Ebin)
    end,
    [copy(File, filename:join(Library, filename:join(Name))) || {[_, _ | _] = Name, File} <- Own],
    [copy(File, filename:join(Ebin, Text ++ ".appup")) || {["appup"], File} <- Own],
    Callback = list_to_atom(Text ++ "_app"),
    Modules = lists:sort(Compiled ++ Others),
    Start = [{mod, {Callback, []}} || lists:member(Callback, Modules)],
    Resource = lists:foldl(fun(Key, All) -> lists:keystore(element(1, Key), 1, All, Key) end,
        [{description, Text}, {vsn, Vsn}, {modules, Modules}, {registered, []}, {applications, [kernel, stdlib]}] ++ Start,
        Given),
    write(filename:join(Ebin, Text ++ ".app"), io_lib:format("~tp.~n", [{application, Application, Resource}])),
    Vsn.

compile(File, Ebin) ->
    case compile:file(File, [deterministic, return, {outdir, Ebin}]) of
        {ok, Module, _} -> Module;
        {error, Errors, _} -> exit({cannot_compile, File, Errors})
    end.

boot(Name, Root) ->
    {ok, _, _} = systools:make_script(Name, [silent, no_module_tests, no_warn_sasl,
        {path, [filename:join(Root, "lib/*/ebin")]}, {outdir, filename:dirname(Name)}]),
    ok = file:rename(Name ++ ".boot", filename:join(filename:dirname(Name), "start.boot")),
    ok = file:delete(Name ++ ".script").

write(File, Contents) ->
    ok = filelib:ensure_dir(File),
    Bytes = if is_binary(Contents) -> Contents; true -> unicode:characters_to_binary(Contents) end,
    ok = file:write_file(File, Bytes).

copy(From, To) ->
    ok = filelib:ensure_dir(To),
    {ok, _} = file:copy(From, To),
    {ok, #file_info{mode = Mode}} = file:read_file_info(From),
    ok = file:change_mode(To, Mode band 8#777).

copy_tree(From, To) -> tree(From, To, fun copy/2).

%% A folder of the same files, which take no place. Nobody may write to them.
link_tree(From, To) -> tree(From, To, fun(Old, New) -> ok = filelib:ensure_dir(New), ok = file:make_link(Old, New) end).

tree(From, To, Each) ->
    {ok, Names} = file:list_dir(From),
    lists:foreach(fun(Name) ->
        [Old, New] = [filename:join(Directory, Name) || Directory <- [From, To]],
        {ok, #file_info{type = Type}} = file:read_link_info(Old),
        case Type of
            directory -> ok = filelib:ensure_dir(filename:join(New, "x")), tree(Old, New, Each);
            symlink -> {ok, Target} = file:read_link(Old), ok = filelib:ensure_dir(New), ok = file:make_symlink(Target, New);
            _ -> Each(Old, New)
        end
    end, Names).
