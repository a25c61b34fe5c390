%% The cases of fixtures/promise: builds both releases of each, asks the tools, tries the upgrade on a node, and
%% compares. A case holds {kind, N}, {about, Text}, {right, Right}, {setup, Expressions} and {probe, Expressions}, and
%% may hold {edit, Vsn, Expressions}, which change the built release in Root, {packed, true} for tarballs in place of
%% folders, and {appups, Folder} below the case. Right is `hot`, or {found, Texts}: one of which the findings have to name, unless
%% relup makes the upgrade work. Whatever is right, an upgrade that goes wrong on a node must not be hot.
-module(promise_cases).
-export([main/1]).

main(Arguments) ->
    {_, Monitor} = spawn_monitor(fun() -> run(Arguments) end),
    receive {'DOWN', Monitor, process, _, Reason} ->
        io:format("the suite crashed: ~tp~n0 passed, 1 failed~n", [Reason]),
        halt(1, [{flush, true}])
    end.

run([Fixtures, Work | Names]) ->
    logger:set_primary_config(level, none),
    {ok, All} = file:list_dir(Fixtures),
    [exit({no_such_case, Name}) || Name <- Names -- All],
    Cases = [Name || Name <- lists:sort(All), Names =:= [] orelse lists:member(Name, Names)],
    Elixir = elixir(),
    Base = promise_release:base(filename:join(Work, "base"), Elixir),
    Options = #{base => Base, compile => fun elixir/2},
    Todo = [Case || Name <- Cases, Case <- [read(Fixtures, Name)], Elixir =/= [] orelse not needs_elixir(Case)],
    Built = [build(Case, Work, Options) || Case <- Todo],
    Good = length([ok || true <- promise_work:all(fun(Case) -> judge(Case, outcome(Case)) end, Built, 2)]),
    io:format("~b passed, ~b failed~n", [Good, length(Todo) - Good]),
    halt(if Good =:= length(Todo) -> 0; true -> 1 end, [{flush, true}]).

read(Fixtures, Name) ->
    Directory = filename:join(Fixtures, Name),
    {ok, Terms} = file:consult(filename:join(Directory, "case")),
    #{
        name => Name,
        directory => Directory,
        kind => proplists:get_value(kind, Terms),
        right => proplists:get_value(right, Terms),
        setup => proplists:get_all_values(setup, Terms),
        probes => proplists:get_all_values(probe, Terms),
        edits => [{Vsn, Text} || {edit, Vsn, Text} <- Terms],
        packed => proplists:get_bool(packed, Terms),
        options => maps:from_list([{appups, filename:join(Directory, Folder)} || {appups, Folder} <- Terms])
    }.

needs_elixir(#{directory := Directory}) -> filelib:wildcard("**/*.ex", Directory) =/= [].

%% Elixir's applications, for which its modules are loaded here; none where it is not installed.
elixir() ->
    case os:find_executable("elixir") of
        false -> [];
        _ ->
            Lib = string:trim(os:cmd("elixir -e 'IO.write(:code.lib_dir(:elixir))'")),
            true = code:add_path(filename:join(Lib, "ebin")),
            {ok, _} = application:ensure_all_started(elixir),
            'Elixir.Code':compiler_options([{ignore_module_conflict, true}]),
            [Lib]
    end.

elixir(Files, Ebin) ->
    Binaries = [unicode:characters_to_binary(File) || File <- Files],
    {ok, Modules, _} = 'Elixir.Kernel.ParallelCompiler':compile_to_path(Binaries, unicode:characters_to_binary(Ebin)),
    Modules.

build(#{name := Name, directory := Directory, edits := Edits} = Case, Work, Options) ->
    [Old, New] = [
        begin
            Root = filename:join([Work, Name, Vsn]),
            Folders = [filename:join(Directory, Part) || Part <- ["common", Vsn]],
            Sources = [Folder || Folder <- Folders, filelib:is_dir(Folder)],
            promise_release:build("promise", Vsn, Sources, Root, Options),
            [{value, _, _} = erl_eval:exprs(expressions(Text), [{'Root', Root}]) || {For, Text} <- Edits, For =:= Vsn],
            Root
        end
     || Vsn <- ["1.0.0", "1.1.0"]
    ],
    Case#{old => Old, new => New, work => filename:dirname(Old)}.

expressions(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text ++ "."),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    Expressions.

outcome(#{old := Old, new := New, work := Work, packed := Packed, options := Options} = Case) ->
    [From, To] = [case Packed of true -> pack(Release); false -> Release end || Release <- [Old, New]],
    {Verdict, Table} = promise_trial:tools(From, To, Work, Options),
    {Verdict, Table, promise_trial:truth(Old, New, Work, (maps:with([setup, probes], Case))#{restart => true})}.

pack(Release) ->
    %% Each link that is made to a file changes its time.
    Tarball = Release ++ ".tar.gz",
    [] = os:cmd("tar --warning=no-file-changed -C '" ++ Release ++ "' -czf '" ++ Tarball ++ "' bin erts-" ++
        erlang:system_info(version) ++ " lib releases"),
    Tarball.

judge(#{name := Name, kind := Kind, right := Right}, {Verdict, Table, Truth}) ->
    Wrong = wrong(Right, Verdict, Table, Truth),
    Result = case Wrong of [] -> "passed"; _ -> "FAILED" end,
    Node = case Truth of [] -> "fine"; [First | _] -> string:slice(First, 0, 160) end,
    Details = [
        io_lib:format("    ~ts~n", [Wrong]),
        [io_lib:format("    | ~ts~n", [Line]) || Line <- string:split(string:trim(Table), "\n", all)],
        [io_lib:format("    > ~ts~n", [string:slice(Line, 0, 400)]) || Line <- lists:sublist(Truth, 6)]
    ],
    io:format("~ts: ~ts (kind ~b): ~ts; on the node: ~ts~n~ts", [Result, Name, Kind, Verdict, Node,
        case Wrong of [] -> ""; _ -> Details end]),
    Wrong =:= [].

wrong(_, "hot", _, [_ | _]) -> "hot, and it goes wrong on a node";
wrong(hot, "hot", _, []) -> [];
wrong(hot, Verdict, _, _) -> [Verdict, ", and hot is right"];
wrong({found, _}, "hot", _, []) -> [];
wrong({found, Names}, _, Table, _) ->
    case [Name || Name <- Names, string:find(Table, Name) =/= nomatch] of
        [_ | _] -> [];
        [] -> ["no finding names ", lists:join(" or ", Names)]
    end.
