%% Makes the releases that dev/bench measures with, from the Erlang applications of Debian's packages.
-module(bench_data).
-export([main/1]).

%% The chunks that `mix release` leaves in a beam.
-define(KEPT, ["Atom", "AtU8", "Attr", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT", "Line"]).
-define(RECOMPILED, 5).

%% main([Packages, Out]): Packages is the folder that the packages are unpacked in. Writes to Out the tarballs
%% NAME-VSN.tar.gz of the releases `fat`, `slim` (stripped) and `sixty` (60 applications, stripped), 1.0.0 and 2.0.0.
%%
%% Version 2.0.0 has ten applications in a new version, five beams of each recompiled with a changed function, and
%% twenty beams of other applications that differ in the chunk CInf alone.
main([Packages, Out]) ->
    Applications = startable(unambiguous(found(Packages))),
    Changed = every_tenth([App || {_, Ebin, _} = App <- Applications, length(recompilable(Ebin)) >= ?RECOMPILED]),
    Sixty = closure([Name || {Name, _, _} <- Changed] ++ [sasl], Applications, 60),
    [release(Name, Selected, Changed, Strip, Packages, Out)
     || {Name, Selected, Strip} <- [{"fat", Applications, false}, {"slim", Applications, true}, {"sixty", Sixty, true}]].

%% Finding applications: {Name, Ebin, {application, Name, Fields}}.

found(Packages) ->
    Files = filelib:wildcard(Packages ++ "/usr/lib/**/ebin/*.app"),
    Found = [{Name, filename:dirname(File), Term}
             || File <- Files, {ok, [{application, Name, _} = Term]} <- [file:consult(File)],
                filename:basename(File, ".app") =:= atom_to_list(Name)],
    lists:ukeysort(1, Found).

%% A release may hold a module once.
unambiguous(Applications) ->
    {Kept, _} = lists:foldl(
        fun({_, _, Term} = App, {Apps, Seen}) ->
            Modules = field(modules, Term),
            case [M || M <- Modules, is_map_key(M, Seen)] of
                [] -> {[App | Apps], maps:merge(Seen, maps:from_keys(Modules, true))};
                _ -> {Apps, Seen}
            end
        end, {[], #{}}, Applications),
    lists:reverse(Kept).

startable(Applications) ->
    Names = [Name || {Name, _, _} <- Applications],
    case [App || {_, _, Term} = App <- Applications, needs(Term) -- Names =:= []] of
        Applications -> Applications;
        Fewer -> startable(Fewer)
    end.

needs(Term) -> field(applications, Term) ++ field(included_applications, Term).

%% The named applications and what they need, filled up to Count.
closure(Names, Applications, Count) ->
    Needed = lists:foldl(fun(Name, Set) -> reach(Name, Applications, Set) end, #{}, Names),
    Others = [Name || {Name, _, _} <- Applications, not is_map_key(Name, Needed)],
    Set = fill(Others, Applications, Needed, Count),
    [App || {Name, _, _} = App <- Applications, is_map_key(Name, Set)].

fill([Name | Names], Applications, Set, Count) when map_size(Set) < Count ->
    case reach(Name, Applications, Set) of
        More when map_size(More) =< Count -> fill(Names, Applications, More, Count);
        _ -> fill(Names, Applications, Set, Count)
    end;
fill(_, _, Set, _) -> Set.

reach(Name, _, Set) when is_map_key(Name, Set) -> Set;
reach(Name, Applications, Set) ->
    {_, _, Term} = lists:keyfind(Name, 1, Applications),
    lists:foldl(fun(N, S) -> reach(N, Applications, S) end, Set#{Name => true}, needs(Term)).

every_tenth(Applications) ->
    Libraries = [App || {Name, _, _} = App <- Applications, not lists:member(Name, [kernel, stdlib, sasl, compiler])],
    Step = length(Libraries) div 10,
    [lists:nth(N * Step, Libraries) || N <- lists:seq(1, 10)].

recompilable(Ebin) ->
    lists:sublist([File || File <- lists:sort(filelib:wildcard(Ebin ++ "/*.beam")), abstract_code(File) =/= none],
                  ?RECOMPILED).

abstract_code(File) ->
    case beam_lib:chunks(File, [abstract_code]) of
        {ok, {_, [{abstract_code, {raw_abstract_v1, Forms}}]}} -> Forms;
        _ -> none
    end.

%% Writing releases.

release(Name, Applications, Changed, Strip, Packages, Out) ->
    Base = filename:join([Out, Name, "1.0.0"]),
    Target = filename:join([Out, Name, "2.0.0"]),
    ChangedNames = [App || {App, _, _} <- Changed],
    Relabelled = lists:sublist([hd(Beams) || {App, Ebin, _} <- Applications, not lists:member(App, ChangedNames),
                                             Beams <- [filelib:wildcard(Ebin ++ "/*.beam")], length(Beams) > 2], 20),
    [begin
         Recompiled = case lists:member(App, ChangedNames) of true -> recompilable(Ebin); false -> [] end,
         copy(Application, Base, version(Term), fun(File) -> beam(File, Strip) end),
         Version = case Recompiled of [] -> version(Term); _ -> version(Term) ++ ".1" end,
         copy(Application, Target, Version,
              fun(File) ->
                  case {lists:member(File, Recompiled), lists:member(File, Relabelled)} of
                      {true, _} -> beam(recompile(File), Strip);
                      {_, true} -> relabel(beam(File, Strip));
                      _ -> beam(File, Strip)
                  end
              end)
     end || {App, Ebin, Term} = Application <- Applications],
    [tarball(Name, Vsn, Dir, Packages, Out) || {Vsn, Dir} <- [{"1.0.0", Base}, {"2.0.0", Target}]].

copy({Name, Ebin, {application, Name, Fields}}, Root, Version, Beam) ->
    Library = filename:join([Root, "lib", atom_to_list(Name) ++ "-" ++ Version]),
    [write(filename:join([Library, "ebin", filename:basename(File)]), Beam(File))
     || File <- filelib:wildcard(Ebin ++ "/*.beam")],
    Resource = {application, Name, lists:keystore(vsn, 1, Fields, {vsn, Version})},
    write(filename:join([Library, "ebin", atom_to_list(Name) ++ ".app"]), io_lib:format("~tp.~n", [Resource])),
    Private = filename:join(filename:dirname(Ebin), "priv"),
    [begin
         {ok, Bytes} = file:read_file(filename:join(Private, File)),
         write(filename:join([Library, "priv", File]), Bytes)
     end || File <- filelib:wildcard("**", Private), filelib:is_regular(filename:join(Private, File))].

beam(File, Strip) ->
    {ok, _, Chunks} = beam_lib:all_chunks(File),
    {ok, Beam} = beam_lib:build_module([Chunk || {Id, _} = Chunk <- Chunks, not Strip orelse lists:member(Id, ?KEPT)]),
    Beam.

relabel(Beam) ->
    {ok, _, Chunks} = beam_lib:all_chunks(Beam),
    Info = {"CInf", term_to_binary([{version, "0"}, {options, []}])},
    {ok, Relabelled} = beam_lib:build_module(lists:keystore("CInf", 1, Chunks, Info)),
    Relabelled.

%% The same module, the first of its functions that take something changed.
recompile(File) ->
    {Before, [{function, Line, Function, Arity, [Clause | Clauses]} | After]} =
        lists:splitwith(fun(Form) -> not (element(1, Form) =:= function andalso element(4, Form) > 0) end,
                        abstract_code(File)),
    {clause, At, Patterns, Guards, Body} = Clause,
    Call = {call, At, {remote, At, {atom, At, erlang}, {atom, At, put}}, [{atom, At, bench}, {integer, At, 2}]},
    Changed = {function, Line, Function, Arity, [{clause, At, Patterns, Guards, [Call | Body]} | Clauses]},
    {ok, _, Beam} = compile:forms(Before ++ [Changed | After], [debug_info]),
    Beam.

tarball(Name, Vsn, Root, Packages, Out) ->
    Libraries = [{list_to_atom(App), Version}
                 || Dir <- filelib:wildcard("*", filename:join(Root, "lib")), [App, Version] <- [string:split(Dir, "-")]],
    Release = filename:join(Root, Name),
    write(Release ++ ".rel",
          io_lib:format("~tp.~n", [{release, {Name, Vsn}, {erts, erlang:system_info(version)}, Libraries}])),
    write(filename:join(Root, "sys.config"), "[].\n"),
    Paths = filelib:wildcard(filename:join([Root, "lib", "*", "ebin"])),
    {ok, systools_make, _} = systools:make_script(Release, [{path, Paths}, {outdir, Root}, no_warn_sasl, silent]),
    {ok, systools_make, _} = systools:make_tar(
        Release, [{path, Paths}, {outdir, Out}, {erts, filename:join(Packages, "usr/lib/erlang")}, silent]),
    ok = file:rename(filename:join(Out, Name ++ ".tar.gz"), filename:join(Out, Name ++ "-" ++ Vsn ++ ".tar.gz")).

version(Term) -> field(vsn, Term).

field(Key, {application, _, Fields}) -> proplists:get_value(Key, Fields, []).

write(File, Bytes) when is_binary(Bytes) ->
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, Bytes);
write(File, Text) -> write(File, unicode:characters_to_binary(Text)).
