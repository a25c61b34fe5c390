%% The node of a rehearsal: started by its launcher, under a name of its own, and changed by relup-install.
-module(relup_rehearse_release).
-export([new/2, settings/1, start/1, stop/1, stop_all/1, install/1, roll_back/1, audit/1, ask/3, command/2]).

-export_type([rehearsed/0]).

-type rehearsed() :: #{work := file:filename(), root := file:filename(), name := string(), kind := mix | relx}.

%% What the node must have to be asked.
-define(LOADED, [relup_environment, relup_process, relup_rehearse_node]).
-define(NODE, 'rehearsal@127.0.0.1').
%% In milliseconds, for each step.
-define(LIMIT, 300000).

-spec new(file:filename(), string()) -> rehearsed().
new(Work, Name) ->
    Root = filename:join(Work, "root"),
    Kind =
        case filelib:wildcard(filename:join(Root, "releases/*/env.sh")) of
            [_ | _] -> mix;
            [] -> relx
        end,
    #{work => Work, root => Root, name => Name, kind => Kind}.

%% Starts the version that a start boots, and returns it.
-spec start(rehearsed()) -> Version :: string().
start(#{work := Work, root := Root, name := Name, kind := Kind} = Node) ->
    Log = filename:join(Work, "node.log"),
    Kind =:= relx andalso name_in_arguments(Root),
    Command =
        case Kind of
            mix -> "start";
            relx -> "foreground"
        end,
    %% Nobody else can reach it.
    Flags = os:getenv("ERL_FLAGS", "") ++ " -kernel inet_dist_use_interface {127,0,0,1}",
    #{environment := Environment} = Settings = settings(Node),
    Port = relup_rehearse_command:start(
        [filename:join([Root, "bin", Name]), Command], Settings#{environment := [{"ERL_FLAGS", Flags} | Environment]}, Log),
    put(?MODULE, Port),
    wait_for_start(Node, erlang:monotonic_time(millisecond) + ?LIMIT),
    ok = ask(Node, watch, []),
    element(2, call(Node, init, script_id, [])).

%% relx writes the name and the cookie into each version's vm.args.
name_in_arguments(Root) ->
    [begin
        {ok, Text} = file:read_file(File),
        Others = re:replace(Text, "^-(s?name|setcookie) .*$", "", [multiline, global]),
        ok = file:write_file(File, [Others, "\n-name ", atom_to_list(?NODE), "\n-setcookie ", cookie(), "\n"])
    end || File <- filelib:wildcard(filename:join(Root, "releases/*/vm.args*"))],
    true.

cookie() -> atom_to_list(erlang:get_cookie()).

%% What all programs of a rehearsal are run with, so that launchers reach the node. Those of mix take its name from there.
-spec settings(rehearsed()) -> relup_rehearse_command:settings().
settings(#{root := Root, kind := Kind}) ->
    Names =
        case Kind of
            mix -> [{"RELEASE_DISTRIBUTION", "name"}, {"RELEASE_NODE", atom_to_list(?NODE)}, {"RELEASE_COOKIE", cookie()}];
            relx -> []
        end,
    #{folder => Root, environment => [{"HOME", os:getenv("REHEARSAL_HOME")} | Names]}.

wait_for_start(Node, End) ->
    case relup_rehearse_command:has_ended(get(?MODULE)) of
        {true, Status} -> stopped(Node, "the node ended with status ~w before it had started", [Status]);
        false -> ok
    end,
    case net_kernel:connect_node(?NODE) =:= true andalso rpc:call(?NODE, init, get_status, []) of
        {started, _} ->
            ok;
        _ ->
            erlang:monotonic_time(millisecond) < End orelse stopped(Node, "the node has not started in time", []),
            timer:sleep(100),
            wait_for_start(Node, End)
    end.

%% The first word of what went wrong is that of the node itself.
stopped(#{work := Work}, Format, Arguments) ->
    {ok, Log} = file:read_file(filename:join(Work, "node.log")),
    Last = relup_rehearse_text:last_line(Log),
    throw({unclear, relup_rehearse_text:text(Format ++ ": ~ts", Arguments ++ [Last])}).

load(Node, Module) ->
    {Module, Code, _} = code:get_object_code(Module),
    {module, Module} = call(Node, code, load_binary, [Module, atom_to_list(Module), Code]),
    ok.

-spec stop(rehearsed()) -> ok.
stop(Node) ->
    ok = call(Node, init, stop, []),
    wait_for_end(erlang:monotonic_time(millisecond) + ?LIMIT).

wait_for_end(End) ->
    case relup_rehearse_command:has_ended(get(?MODULE)) of
        {true, _} ->
            erase(?MODULE),
            ok;
        false ->
            erlang:monotonic_time(millisecond) < End orelse throw({failed, <<"the node does not stop">>}),
            timer:sleep(50),
            wait_for_end(End)
    end.

%% Whatever still runs.
-spec stop_all(rehearsed()) -> ok.
stop_all(_) ->
    case get(?MODULE) of
        undefined -> ok;
        Port -> relup_rehearse_command:stop(Port)
    end.

%% Installs the upgrade and makes it permanent; returns the version that runs then.
-spec install(rehearsed()) -> Version :: string().
install(#{work := Work, root := Root} = Node) ->
    changed(Node, "the upgrade", ["--accept-forced", "--on-failure", "keep", Root, filename:join(Work, "upgrade.tar.gz")]).

-spec roll_back(rehearsed()) -> Version :: string().
roll_back(#{root := Root} = Node) ->
    changed(Node, "the rollback", ["--rollback", Root]).

changed(#{root := Root, kind := Kind} = Node, What, Arguments) ->
    {emulator, _} = Before = incarnation(Node),
    case relup_install(Node, Arguments) of
        %% The launcher may be that of another version now.
        {0, _} -> Kind =:= relx andalso name_in_arguments(Root);
        {3, Output} -> throw({failed, relup_rehearse_text:text("the audit after ~ts: ~ts", [What, first(Output, [<<"differs: ">>])])});
        {Status, Output} -> throw({failed, relup_rehearse_text:text("~ts: status ~w: ~ts", [What, Status, first(Output, [<<"not reached: ">>, <<"relup-install: ">>])])})
    end,
    Before =:= incarnation(Node) orelse throw({unclear, relup_rehearse_text:text("the node restarted during ~ts", [What])}),
    {Running, _} = lists:last([{Vsn, Status} || Wanted <- [permanent, current],
        {_, Vsn, _, Status} <- call(Node, release_handler, which_releases, []), Status =:= Wanted]),
    Running.

incarnation(Node) -> {emulator, {call(Node, os, getpid, []), call(Node, erlang, whereis, [application_controller])}}.

%% The differences that it finds.
-spec audit(rehearsed()) -> [binary()].
audit(#{root := Root} = Node) ->
    case relup_install(Node, ["--audit", Root]) of
        {0, _} -> [];
        {_, Output} -> [first(Output, [<<"differs: ">>, <<"relup-install: ">>])]
    end.

relup_install(#{kind := Kind, work := Work} = Node, Arguments) ->
    Reach =
        case Kind of
            mix -> [];
            relx -> ["--node", atom_to_list(?NODE), "--cookie-file", filename:join(Work, "cookie")]
        end,
    command(Node, [os:getenv("REHEARSAL_INSTALL") | Arguments ++ Reach]).

%% The first line that says why, or the last one.
first(Output, Prefixes) ->
    Lines = binary:split(string:trim(Output), <<"\n">>, [global]),
    hd([Line || Prefix <- Prefixes, Line <- Lines, string:prefix(Line, Prefix) =/= nomatch] ++ [lists:last(Lines)]).

%% Runs a program with the settings of the node.
-spec command(rehearsed(), [string()]) -> {non_neg_integer() | timeout, binary()}.
command(Node, Command) -> relup_rehearse_command:run(Command, settings(Node), ?LIMIT).

%% Calls a function of relup_rehearse_node there. A relup may carry modules that this needs, and takes its own away again.
-spec ask(rehearsed(), atom(), [term()]) -> term().
ask(Node, Function, Arguments) ->
    [load(Node, Module) || Module <- ?LOADED, not call(Node, erlang, module_loaded, [Module])],
    call(Node, relup_rehearse_node, Function, Arguments).

call(Node, Module, Function, Arguments) ->
    case rpc:call(?NODE, Module, Function, Arguments, ?LIMIT) of
        {badrpc, nodedown} -> stopped(Node, "the node is down", []);
        {badrpc, Reason} -> throw({unclear, relup_rehearse_text:text("the node does not answer ~w:~w: ~0tP", [Module, Function, Reason, 20])});
        Value -> Value
    end.
