%% Runs on a node that is to be upgraded and taken back with a relup that may be bad, and writes down how that went.
%% The variable RELUP_PROBE names the folder of its plan:
%% {Root, Name, Old, New, Setup, OldIsTrue, NewIsTrue}, the last three lists of expressions as text.
-module(relup_probe).
-export([start/0]).

start() -> spawn(fun run/0).

run() ->
    Directory = os:getenv("RELUP_PROBE"),
    Running = filename:join(Directory, "running"),
    Result =
        case filelib:is_regular(Running) of
            true ->
                "the node restarted";
            false ->
                ok = file:write_file(Running, ""),
                {ok, [Plan]} = file:consult(filename:join(Directory, "plan")),
                try steps(Plan) of
                    ok -> "fine"
                catch
                    throw:Reason -> Reason;
                    Class:Reason -> format("~p: ~tp", [Class, Reason])
                end
        end,
    ok = file:write_file(filename:join(Directory, "result"), unicode:characters_to_binary(Result)),
    erlang:halt(0).

steps({Root, Name, Old, New, Setup, OldIsTrue, NewIsTrue}) ->
    started(),
    [evaluate(Text) || Text <- Setup],
    {ok, New} = release_handler:set_unpacked(rel(Root, New, Name), []),
    change(New),
    verify(Root, Name, New, Old, NewIsTrue),
    change(Old),
    verify(Root, Name, Old, New, OldIsTrue).

started() ->
    case init:get_status() of
        {started, _} -> ok;
        _ -> timer:sleep(20), started()
    end.

change(Vsn) ->
    [
        case release_handler:Step(Vsn) of
            {ok, _, _} -> ok;
            Answer -> throw(format("~p ~ts: ~tP", [Step, Vsn, Answer, 20]))
        end
        || Step <- [check_install_release, install_release]
    ].

verify(Root, Name, Vsn, Other, IsTrue) ->
    Own = libraries(Root, Name, Vsn),
    Others = libraries(Root, Name, Other),
    Beams = beams(Root, Own -- Others),
    [
        erlang:module_loaded(M) andalso M:module_info(md5) =:= Md5 orelse
            throw(format("~ts is not that of ~ts", [M, Vsn]))
        || {M, Md5} <- Beams
    ],
    [
        erlang:module_loaded(M) andalso throw(format("~ts is there in ~ts", [M, Vsn]))
        || {M, _} <- beams(Root, Others -- Own), not lists:keymember(M, 1, Beams)
    ],
    [
        lists:any(fun(P) -> lists:suffix(Library ++ "/ebin", P) end, code:get_path()) orelse
            throw(format("~ts is in no path", [Library]))
        || Library <- Own -- Others
    ],
    [evaluate(Text) =:= true orelse throw(format("~ts: not so: ~ts", [Vsn, Text])) || Text <- IsTrue],
    ok.

libraries(Root, Name, Vsn) ->
    {ok, [{release, _, _, Applications}]} = file:consult(rel(Root, Vsn, Name)),
    [format("~ts-~ts", [element(1, A), element(2, A)]) || A <- Applications].

beams(Root, Libraries) ->
    [
        begin {ok, Identity} = beam_lib:md5(File), Identity end
        || Library <- Libraries, File <- filelib:wildcard(filename:join([Root, "lib", Library, "ebin", "*.beam"]))
    ].

rel(Root, Vsn, Name) -> filename:join([Root, "releases", Vsn, Name ++ ".rel"]).

evaluate(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text ++ "."),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, []),
    Value.

format(Format, Arguments) -> lists:flatten(io_lib:format(Format, Arguments)).
