%% What dev/bench measures relup against: the same work done with OTP's own functions.
-module(bench_otp).
-export([unpack/1, upgrade/1, relup/1, layout/1]).

%% unpack([Tarball, Dir])
unpack([Tarball, Dir]) -> ok = erl_tar:extract(Tarball, [compressed, {cwd, Dir}]).

%% upgrade([Name, Old, New, Dir]): unpacks the tarballs of releases 1.0.0 and 2.0.0 below Dir, compares the
%% applications with another version, writes the simplest appups, the relup, and Dir/NAME.tar.gz with it.
upgrade([Name, Old, New, Dir]) ->
    [Base, Target] = [filename:join(Dir, Vsn) || Vsn <- ["1.0.0", "2.0.0"]],
    ok = unpack([Old, Base]),
    ok = unpack([New, Target]),
    [appup(Library, Base, Target)
     || Library <- filelib:wildcard("*", filename:join(Target, "lib")),
        not filelib:is_dir(filename:join([Base, "lib", Library]))],
    [OldRel, NewRel] = [filename:join([Root, "releases", Vsn, Name])
                        || {Root, Vsn} <- [{Base, "1.0.0"}, {Target, "2.0.0"}]],
    [NewPath, OldPath] = [filelib:wildcard(filename:join([Root, "lib", "*", "ebin"])) || Root <- [Target, Base]],
    {ok, _, _, _} = systools:make_relup(NewRel, [OldRel], [OldRel],
                                        [{path, NewPath ++ OldPath}, {outdir, filename:dirname(NewRel)}, silent]),
    {ok, _} = file:copy(filename:join(filename:dirname(NewRel), "start.boot"), NewRel ++ ".boot"),
    {ok, _, _} = systools:make_tar(NewRel, [{path, NewPath}, {outdir, Dir}, {erts, Target}, silent]).

appup(Library, Base, Target) ->
    [App, Vsn] = string:split(Library, "-"),
    [Old] = filelib:wildcard(App ++ "-*", filename:join(Base, "lib")),
    [_, OldVsn] = string:split(Old, "-"),
    Ebin = filename:join([Target, "lib", Library, "ebin"]),
    {[], [], Different} = beam_lib:cmp_dirs(filename:join([Base, "lib", Old, "ebin"]), Ebin),
    Script = [{load_module, list_to_atom(filename:basename(File, ".beam"))} || {_, File} <- Different],
    ok = file:write_file(filename:join(Ebin, App ++ ".appup"),
                         io_lib:format("~tp.~n", [{Vsn, [{OldVsn, Script}], [{OldVsn, Script}]}])).

%% relup([Dir]): makes the relup of what relup_case.escript wrote.
relup([Dir]) ->
    [New, Old] = [filename:join([Dir, "releases", Vsn, "demo"]) || Vsn <- ["2.0.0", "1.0.0"]],
    Path = filelib:wildcard(filename:join([Dir, "lib", "*", "ebin"])),
    {ok, _, _, _} = systools:make_relup(New, [Old], [Old], [{path, Path}, {outdir, Dir}, silent]).

%% layout([File]): reads a term and writes it laid out.
layout([File]) ->
    {ok, [Term]} = file:consult(File),
    ok = io:format("~tp~n", [Term]).
