#!/usr/bin/env escript
%% relup_case.escript DIR MODULES COMPONENT
%%
%% Writes releases 1.0.0 and 2.0.0 whose application `app` changes MODULES modules, in groups of COMPONENT that depend
%% on up to three others of their group each; every second group is closed to a circle.
main([Dir, Modules, Component]) ->
    rand:seed(exsss, 1),
    Groups = groups(lists:seq(1, list_to_integer(Modules)), list_to_integer(Component)),
    Script = lists:append([script(N, Group) || {N, Group} <- lists:enumerate(Groups)]),
    Names = [module(N) || N <- lists:append(Groups)],
    [application(Dir, kernel, "8.5.3", [], []), application(Dir, stdlib, "4.2", [], [kernel]),
     application(Dir, sasl, "4.2", [], [kernel, stdlib])],
    [application(Dir, app, Vsn, Names, [kernel, stdlib]) || Vsn <- ["1.0.0", "2.0.0"]],
    write(filename:join(Dir, "lib/app-2.0.0/ebin/app.appup"), {"2.0.0", [{"1.0.0", Script}], [{"1.0.0", Script}]}),
    [write(filename:join([Dir, "releases", Vsn, "demo.rel"]),
           {release, {"demo", Vsn}, {erts, "13.1.5"},
            [{kernel, "8.5.3"}, {stdlib, "4.2"}, {sasl, "4.2"}, {app, Vsn}]}) || Vsn <- ["1.0.0", "2.0.0"]],
    ok;
main(_) ->
    io:format(standard_error, "usage: relup_case.escript DIR MODULES COMPONENT~n", []),
    halt(64).

groups([], _) -> [];
groups(Numbers, Size) when length(Numbers) =< Size -> [Numbers];
groups(Numbers, Size) ->
    {Group, Rest} = lists:split(Size, Numbers),
    [Group | groups(Rest, Size)].

script(Number, [First | _] = Group) ->
    [{update, module(N), {advanced, []}, dependencies(Number, N, First, lists:last(Group))} || N <- Group].

%% Each depends on its predecessor, which connects the group, and on up to two others before it.
dependencies(Number, First, First, Last) when Number rem 2 =:= 0 -> [module(Last)];
dependencies(_, First, First, _) -> [];
dependencies(_, N, First, _) ->
    Others = [First + rand:uniform(N - First) - 1 || _ <- lists:seq(1, rand:uniform(3) - 1)],
    [module(M) || M <- lists:usort([N - 1 | Others])].

%% Names of one length, so that cases differ in their size alone.
module(N) -> list_to_atom(lists:flatten(io_lib:format("app_module_~6..0b", [N]))).

application(Dir, Name, Vsn, Modules, Uses) ->
    File = atom_to_list(Name),
    write(filename:join([Dir, "lib", File ++ "-" ++ Vsn, "ebin", File ++ ".app"]),
          {application, Name,
           [{description, File}, {vsn, Vsn}, {modules, Modules}, {registered, []}, {applications, Uses}]}).

write(File, Term) ->
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, io_lib:format("~p.~n", [Term])).
