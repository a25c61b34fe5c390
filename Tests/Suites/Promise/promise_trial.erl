%% What the tools say of a pair of releases, and what a node makes of the upgrade: compared with one that is started from
%% the new release, and with itself when it has been taken back.
-module(promise_trial).
-export([tools/4, truth/4, node/4]).

%% The tools --------------------------------------------------------------------------------------------------------

%% Makes an upgrade tarball of two releases in Work. Answers {Verdict, Findings}: the table of relup-check, or what the
%% tool said that refused the pair.
tools(Old, New, Work, Options) ->
    Appups = case Options of #{appups := Directory} -> ["--appups '", Directory, "'"]; _ -> "" end,
    Script = io_lib:format(
        "cd '~ts' && relup-diff '~ts' '~ts' >diff 2>said && relup-appup ~ts <diff >appup 2>said && "
        "relup-make <appup >made 2>said && relup-modify <made >modified 2>said && "
        "{ relup-check --table <modified >table 2>said; relup-check <modified >checked 2>>said; "
        "relup-pack --slim --force -o upgrade.tar.gz <checked 2>>said; } || true", [Work, Old, New, Appups]),
    [] = os:cmd(unicode:characters_to_list(Script)),
    case file:read_file(filename:join(Work, "table")) of
        {ok, <<"verdict: ", Rest/binary>>} ->
            [Verdict | _] = string:split(Rest, "\n"),
            {binary_to_list(Verdict), Rest};
        _ ->
            {ok, Said} = file:read_file(filename:join(Work, "said")),
            {"refused", Said}
    end.

%% Nodes --------------------------------------------------------------------------------------------------------------

%% Starts a node from Old, which is upgraded with the tarball in Work, taken back and upgraded again, and one from New to
%% compare with. Answers what differs, as text; nothing where all is well. The trial: setup, probes: expressions; restart:
%% whether it is started once more.
truth(Old, New, Work, #{setup := _, probes := _} = Trial) ->
    Upgrade = filename:join(Work, "upgrade.tar.gz"),
    case filelib:is_regular(Upgrade) of
        false -> ["no upgrade was made"];
        true ->
            Root = root(Old, filename:join(Work, "node")),
            {ok, _} = file:copy(Upgrade, filename:join(Root, "releases/promise-1.1.0.tar.gz")),
            Upgraded = node(Root, "1.0.0", filename:join(Work, "upgraded"), Trial#{mode => upgrade}),
            Started = node(root(New, filename:join(Work, "new")), "1.1.0", filename:join(Work, "started"),
                Trial#{mode => reference}),
            differences(Upgraded, Started) ++ restarted(Root, Upgraded, Started, Work, Trial)
    end.

%% Where the trial asks for it, a start of what the upgrades left in the node's folder. It takes the permanent version.
restarted(Root, Upgraded, Started, Work, #{restart := true} = Trial) ->
    case lists:keymember(done, 1, Upgraded) andalso lists:keymember(done, 1, Started) of
        true ->
            {ok, Data} = file:read_file(filename:join(Root, "releases/start_erl.data")),
            [_, Vsn] = string:lexemes(binary_to_list(Data), " \n"),
            Restarted = node(Root, Vsn, filename:join(Work, "restarted"), Trial#{mode => reference}),
            case lists:keymember(done, 1, Restarted) of
                true -> compared(restart, facts(start, Started), facts(start, Restarted));
                false -> ["it does not start any more"]
            end;
        false -> []
    end;
restarted(_, _, _, _, _) -> [].

%% The folder of a node: what OTP has, which no upgrade writes to, is that of the release itself.
root(Release, Root) ->
    ok = filelib:ensure_dir(filename:join(Root, "lib/x")),
    Erts = "erts-" ++ erlang:system_info(version),
    Own = [Library || Library <- filelib:wildcard("lib/*", Release), not is_otp(filename:basename(Library))],
    [ok = file:make_symlink(filename:join(Release, Name), filename:join(Root, Name))
        || Name <- [Erts | filelib:wildcard("lib/*", Release) -- Own]],
    [promise_release:link_tree(filename:join(Release, Library), filename:join(Root, Library)) || Library <- Own],
    promise_release:copy_tree(filename:join(Release, "releases"), filename:join(Root, "releases")),
    Root.

is_otp(Library) ->
    lists:any(fun(Name) -> lists:prefix(atom_to_list(Name) ++ "-", Library) end, otp()).

otp() -> [kernel, stdlib, sasl, compiler, elixir, crypto].

%% Runs a node of the release in Root to the end of its trial, in a folder of its own, and answers what it said.
%% arguments, environment: what it needs besides; release: {Name, Old, New} where it is not one of ours.
node(Root, Vsn, Directory, Trial) ->
    Plan = maps:with([mode, setup, probes], Trial),
    {Name, Old, New} = maps:get(release, Trial, {"promise", "1.0.0", "1.1.0"}),
    ok = filelib:ensure_dir(filename:join(Directory, "x")),
    ok = file:write_file(filename:join(Directory, "plan"), unicode:characters_to_binary(io_lib:format("~tp.~n", [Plan#{
        old => Old, new => New, tarball => Name ++ "-" ++ New,
        otp => otp()}]))),
    Binaries = filename:join([Root, "erts-" ++ erlang:system_info(version), "bin"]),
    Releases = filename:join([Root, "releases", Vsn]),
    Probe = filename:rootname(code:which(promise_node)),
    Eval = io_lib:format("{module,_} = code:load_abs(~tp), promise_node:start().", [Probe]),
    Command = [filename:join(Binaries, "erlexec"), "-noinput", "-boot", filename:join(Releases, "start"), "-mode",
        "embedded", "-config", filename:join(Releases, "sys"), "-eval", lists:flatten(Eval) | maps:get(arguments, Trial, [])],
    Environment = [{"ROOTDIR", Root}, {"BINDIR", Binaries}, {"EMU", "beam"}, {"PROGNAME", "erl"}, {"PROMISE", Directory},
        {"LOG", filename:join(Directory, "log")}, {"ERL_CRASH_DUMP_BYTES", "0"} | maps:get(environment, Trial, [])],
    run(Command, Environment),
    case file:consult(filename:join(Directory, "said")) of
        {ok, Said} -> Said;
        {error, enoent} -> [];
        {error, Reason} -> exit({unreadable, Directory, Reason})
    end.

%% Runs a node to its end, which comes with ours at the latest, and after three minutes: then it hangs.
run(Command, Environment) ->
    Script = "exec 3<&0 >>\"$LOG\" 2>&1; \"$@\" </dev/null 3<&- & node=$!\n"
        "(cat <&3; kill -KILL $node 2>&-) & reaper=$!; wait $node; kill $reaper",
    Port = open_port({spawn_executable, "/bin/sh"}, [exit_status, {args, ["-c", Script, "sh" | Command]},
        {env, Environment}]),
    receive {Port, {exit_status, _}} -> ok
    after 180000 ->
        port_close(Port)
    end.

%% What is wrong ------------------------------------------------------------------------------------------------------

differences(Upgraded, Started) ->
    case lists:keymember(done, 1, Started) of
        true ->
            Reference = facts(start, Started),
            Before = facts(start, Upgraded),
            failure(Upgraded) ++
                lists:append([compared(Step, Expected, facts(Step, Upgraded)) ++ crashed(Step, Upgraded)
                    || {Step, Expected} <- [{up, Reference}, {down, Before}, {again, Reference}],
                        lists:keymember(Step, 1, Upgraded)]);
        false -> [text("the new release does not start: ~0tP", [Started, 20])]
    end.

failure(Said) ->
    case {lists:keyfind(done, 1, Said), lists:keyfind(restarted, 1, Said), lists:keyfind(stopped, 1, Said)} of
        {{_, _}, _, _} -> [];
        {_, {_, _}, _} -> [text("the node restarted at ~tp", [last(Said)])];
        {_, _, {_, {Step, Reason}}} -> [text("~tp fails: ~ts", [Step, Reason])];
        _ -> [text("the node ended or hung after ~tp: ~0tp", [last(Said), proplists:get_value(broken, Said)])]
    end.

last(Said) -> lists:last([none | [Step || {tries, Step} <- Said]]).

crashed(Step, Said) ->
    case lists:keyfind({crashes, Step}, 1, Said) of
        {_, Crashes} -> [text("~tp: crashed: ~tp ~ts", [Step, Name, Reason]) || {Name, Reason} <- lists:usort(Crashes)];
        false -> []
    end.

facts(Step, Said) ->
    case {lists:keyfind(Step, 1, Said), lists:keyfind({probes, Step}, 1, Said)} of
        {{_, Facts}, {_, Probes}} -> Facts#{probes => Probes};
        _ -> #{}
    end.

compared(Step, Expected, Actual) ->
    lists:append([
        [text("~tp: ~tp: ~ts", [Step, Fact, Difference])
            || Difference <- difference(maps:get(Fact, Expected, []), maps:get(Fact, Actual, []))]
     || Fact <- lists:sort(maps:keys(Expected))
    ]).

difference(Same, Same) -> [];
difference(Expected, Actual) ->
    {Missing, More} = {Expected -- Actual, Actual -- Expected},
    Keys = lists:usort([key(Term) || Term <- Missing ++ More]),
    [text("~0tP, not ~0tP", [values(Key, More), 40, values(Key, Missing), 40]) || Key <- Keys].

key(Term) when is_tuple(Term) -> element(1, Term);
key(Term) -> Term.

values(Key, Terms) -> 
    case [Term || Term <- Terms, key(Term) =:= Key] of
        [] -> none;
        [Term] -> Term;
        More -> More
    end.

text(Format, Arguments) -> lists:flatten(io_lib:format(Format, Arguments)).
