%% ejabberd of two versions: whether the sessions of its users survive an upgrade that is called hot.
%% Arguments: both tarballs and a folder to work in.
-module(promise_ejabberd).
-export([main/1]).

-define(SESSIONS, 20).

main([Old, New, Work]) ->
    logger:set_primary_config(level, none),
    ok = filelib:ensure_dir(filename:join(Work, "x")),
    {Verdict, _} = promise_trial:tools(Old, New, Work, #{}),
    Root = filename:join(Work, "node"),
    "" = os:cmd("relup-pack --prepare '" ++ Old ++ "' -o '" ++ Work ++ "/old.tar.gz' && mkdir '" ++ Root ++
        "' && tar -xzf '" ++ Work ++ "/old.tar.gz' -C '" ++ Root ++ "'"),
    [Before, After] = [version(Tarball) || Tarball <- [Old, New]],
    Place = filename:join([Root, "releases", "ejabberd-" ++ After ++ ".tar.gz"]),
    {ok, _} = file:copy(filename:join(Work, "upgrade.tar.gz"), Place),
    Port = free_port(),
    Configuration = filename:join(Work, "ejabberd.yml"),
    ok = file:write_file(Configuration, configuration(Port)),
    Said = promise_trial:node(Root, Before, filename:join(Work, "trial"), #{
        mode => upgrade,
        release => {"ejabberd", Before, After},
        setup => [
            text("code:load_abs(~tp)", [filename:rootname(code:which(promise_xmpp))]),
            text("promise_xmpp:open(~b, ~b)", [Port, ?SESSIONS])
        ],
        probes => [text("promise_xmpp:alive(~b)", [Port])],
        arguments => ["-mnesia", "dir", "\"" ++ filename:join(Work, "mnesia") ++ "\""],
        environment => [{"EJABBERD_CONFIG_PATH", Configuration}, {"HOME", Work},
            {"EJABBERD_LOG_PATH", filename:join(Work, "ejabberd.log")}]
    }),
    Lives = fun(Step) -> [Answer || {{probes, S}, [{_, Answer}]} <- Said, S =:= Step] end,
    [io:format("~p: {sessions that answer, somebody can log in}: ~tp~n", [Step, Lives(Step)])
        || Step <- [start, up, down, again]],
    [io:format("~tp: ~ts~n", [Key, io_lib:format("~0tP", [Value, 30])])
        || {Key, Value} <- Said, lists:member(Key, [stopped, broken, restarted])],
    Began = Lives(start) =:= [{?SESSIONS, true}],
    Survive = Began andalso Lives(up) =:= [{?SESSIONS, true}],
    io:format("~ts; the sessions ~ts~n", [Verdict, case Survive of true -> "survive"; false -> "do not survive" end]),
    Began orelse io:format("the old release did not take its users in~n"),
    Right = Began andalso (Verdict =:= "restart" orelse Survive),
    halt(if Right -> 0; true -> 1 end, [{flush, true}]).

text(Format, Arguments) -> lists:flatten(io_lib:format(Format, Arguments)).

version(Tarball) -> lists:nthtail(length("ejabberd-"), filename:basename(Tarball, ".tar.gz")).

free_port() ->
    {ok, Socket} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Socket),
    ok = gen_tcp:close(Socket),
    Port.

configuration(Port) ->
    io_lib:format(
        "hosts: [localhost]~nloglevel: error~nauth_method: [mnesia]~nlisten:~n  -~n    port: ~b~n    ip: \"127.0.0.1\"~n"
        "    module: ejabberd_c2s~nmodules:~n  mod_ping: {}~n", [Port]).
