%% The code that is loaded, and where more of it would come from.
-module(relup_install_audit_code).
-export([modules/1, paths/1]).

%% The checksum of each loaded module against that of its beam in the release.
-spec modules(relup_install_boot:start()) -> relup_install_audit:part().
modules(#{path := Path, modules := AtStart, vsn := Vsn}) ->
    Beams = beams(Path),
    Loaded = maps:from_list(code:all_loaded()),
    Own = lists:foldl(fun(M, Map) -> maps:remove(M, Map) end, Loaded, erlang:pre_loaded()),
    Compared = [Module || Module <- maps:keys(Own), maps:is_key(Module, Beams)],
    Differing = [
        {differs, relup_install_say:text("code: module ~tw is not that of ~ts", [Module, maps:get(Module, Beams)])}
     || Module <- Compared, not is_of(Module, maps:get(Module, Beams))
    ],
    Foreign = [
        {differs, relup_install_say:text("code: module ~tw is loaded from ~ts, which is not part of ~ts", [Module, File, Vsn])}
     || {Module, File} <- maps:to_list(Own), not maps:is_key(Module, Beams), is_of_release(File)
    ],
    Missing = [
        {differs, relup_install_say:text("code: module ~tw is not loaded, as a start would", [Module])}
     || code:get_mode() =:= embedded, Module <- AtStart, not maps:is_key(Module, Loaded)
    ],
    {compared, io_lib:format("~w modules", [length(Compared)]), Differing ++ Foreign ++ Missing}.

%% The file of each module, that which comes first in the path.
-spec beams([file:filename()]) -> #{module() => file:filename()}.
beams(Path) ->
    maps:from_list([
        {list_to_atom(filename:rootname(Name)), filename:join(Folder, Name)}
     || Folder <- lists:reverse(Path),
        {ok, Names} <- [file:list_dir(Folder)],
        Name <- Names,
        filename:extension(Name) =:= ".beam"
    ]).

-spec is_of(module(), file:filename()) -> boolean().
is_of(Module, File) ->
    case beam_lib:md5(File) of
        {ok, {Module, Checksum}} ->
            try
                Module:module_info(md5) =:= Checksum
            catch
                %% It has been removed meanwhile.
                error:undef -> true
            end;
        _ ->
            false
    end.

%% What lies in the folders of the releases; what relups carry, and what is made at run time, has no such file.
-spec is_of_release(term()) -> boolean().
is_of_release([_ | _] = File) ->
    lists:any(
        fun(Folder) -> lists:prefix(filename:split(Folder), filename:split(File)) end,
        [filename:join(code:root_dir(), "lib"), relup_release:releases()]);
is_of_release(_) ->
    false.

%% The code path: each folder of the release, and none of another.
-spec paths(relup_install_boot:start()) -> relup_install_audit:part().
paths(#{path := Path, vsn := Vsn}) ->
    Expected = maps:from_list([{relup_install_boot:same(Folder), Folder} || Folder <- Path]),
    Now = maps:from_list([{relup_install_boot:same(Folder), Folder} || Folder <- code:get_path()]),
    Missing = maps:values(maps:without(maps:keys(Now), Expected)),
    Other = [Folder || Folder <- maps:values(maps:without(maps:keys(Expected), Now)), is_of_release(Folder)],
    {compared, io_lib:format("~w code paths", [maps:size(Expected)]),
        [{differs, relup_install_say:text("code path: ~ts is missing", [Folder])} || Folder <- Missing] ++
            [{differs, relup_install_say:text("code path: ~ts is not part of ~ts", [Folder, Vsn])} || Folder <- Other]}.
