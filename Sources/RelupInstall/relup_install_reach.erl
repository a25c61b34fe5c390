%% Which processes a script will reach, and which ones it means to and will not: release_handler takes the processes that
%% supervisors tell it, and the modules that their child specifications name.
-module(relup_install_reach).
-export([examine/1, kept/2, report/2]).

%% Says what the script will reach; gives the number of what would make the upgrade fail, or leave processes out, and the
%% children that the script means to keep.
-spec examine([Instruction :: term()]) -> {non_neg_integer(), [relup_install_journal:child()]}.
examine(Instructions) ->
    Aims = relup_install_script:aims(Instructions),
    Tree = relup_install_tree:walk(),
    {Lines, Findings} = report(Aims, Tree),
    lists:foreach(fun(Line) -> relup_install_say:say("~ts", [Line]) end, Lines),
    lists:foreach(fun say/1, Findings),
    {length([refuse || {refuse, _} <- Findings]), kept(Aims, Tree)}.

%% Servers and supervisors that have names among their siblings: other processes come and go, and acceptors of web servers
%% are stopped and started by relups.
-spec kept(relup_install_script:aims(), relup_install_tree:tree()) -> [relup_install_journal:child()].
kept(#{stop := Stop} = Aims, #{places := Places}) ->
    Ends = ends(Aims, Places),
    [
        {Supervisor, Id, Pid}
     || #{supervisor := Supervisor, id := Id, pid := Pid, modules := Modules} <- Places,
        is_pid(Supervisor), Id =/= undefined, relup_install_process:is_server(Pid), not Ends(Pid), Modules -- Stop =:= Modules
    ].

-spec say(relup_install_tree:finding()) -> ok.
say({refuse, Text}) -> relup_install_say:say("~ts", [Text]);
say({note, Text}) -> relup_install_say:say("note: ~ts", [Text]).

%% What is reached, a line a process, and what is not.
-spec report(relup_install_script:aims(), relup_install_tree:tree()) -> {[binary()], [relup_install_tree:finding()]}.
report(Aims, #{places := Places, findings := Walking}) ->
    Targets = relup_install_script:targets(Aims),
    Reached = reached(Targets, Places),
    Walks = maps:get(suspend, Aims) =/= #{} orelse maps:get(stop, Aims) =/= [],
    {lists:flatmap(fun({Module, Pids}) -> lines(Module, Pids, Aims) end, Reached),
        [Finding || Walks, Finding <- Walking] ++
            unreached(Targets, Reached, Places, Aims) ++
            unanswering(Reached, Aims) ++
            old_code(Aims)}.

-spec reached([module()], [relup_install_tree:place()]) -> [{module(), [pid()]}].
reached(Targets, Places) ->
    Found = [{Module, Pid} || #{pid := Pid, modules := Modules} <- Places, Module <- Modules],
    ByModule = lists:foldr(fun({M, P}, Map) -> Map#{M => [P | maps:get(M, Map, [])]} end, #{}, Found),
    [{Module, lists:usort(maps:get(Module, ByModule, []))} || Module <- Targets].

-spec lines(module(), [pid()], relup_install_script:aims()) -> [binary()].
lines(Module, Pids, #{suspend := Suspend, stop := Stop, code_change := Change}) ->
    What = [
        Text
     || {true, Text} <- [
            {maps:is_key(Module, Suspend), "suspend"},
            {lists:member(Module, Change), io_lib:format("~tw:code_change", [Module])},
            {lists:member(Module, Stop), "stop and start"}
        ]
    ],
    Line = fun(Pid) ->
        relup_install_say:text("reached: ~ts (~ts)", [relup_install_process:text(Pid), lists:join(", ", What)])
    end,
    %% Connections may be many.
    More = length(Pids) - 20,
    lists:map(Line, lists:sublist(Pids, 20)) ++
        [relup_install_say:text("reached: ~w more that run ~tw", [More, Module]) || More > 0].

%% Those that run a module that the script updates, and that it will not find; not those that it ends.
-spec unreached([module()], [{module(), [pid()]}], [relup_install_tree:place()], relup_install_script:aims()) ->
    [relup_install_tree:finding()].
unreached(Targets, Reached, Places, Aims) ->
    IsReached = maps:from_list([{{Module, Pid}, true} || {Module, Pids} <- Reached, Pid <- Pids]),
    IsTarget = maps:from_list([{Module, true} || Module <- Targets]),
    Ends = ends(Aims, Places),
    ByPid = maps:from_list([{Pid, Place} || #{pid := Pid} = Place <- Places]),
    Missed = [
        {Module, Pid}
     || IsTarget =/= #{}, Pid <- processes(), Pid =/= self(), Module <- runs(Pid),
        maps:is_key(Module, IsTarget), not maps:is_key({Module, Pid}, IsReached), not Ends(Pid)
    ],
    [{refuse, missed(Module, Pid, ByPid)} || {Module, Pid} <- lists:sublist(Missed, 50)] ++
        [{refuse, relup_install_say:text("not reached: ~w more", [length(Missed) - 50])} || length(Missed) > 50].

%% Event managers run the code of their handlers.
-spec runs(pid()) -> [module()].
runs(Pid) ->
    case relup_install_process:module(Pid) of
        [gen_event] ->
            case relup_install_process:handlers(Pid) of
                {ok, Modules} -> Modules;
                none -> []
            end;
        Modules ->
            Modules
    end.

%% Whether the script ends a process by itself: its application, or a child that it is or descends from.
-spec ends(relup_install_script:aims(), [relup_install_tree:place()]) -> fun((pid()) -> boolean()).
ends(#{applications := [], children := []}, _) ->
    fun(_) -> false end;
ends(#{applications := Applications, children := Children}, Places) ->
    Pids = [
        Pid
     || {Supervisor, Id} <- Children, #{id := Found, supervisor := Above, pid := Pid} <- Places,
        Found =:= Id, Above =:= Supervisor orelse is_atom(Supervisor) andalso Above =:= whereis(Supervisor)
    ],
    fun(Pid) ->
        case application:get_application(Pid) of
            {ok, Application} -> lists:member(Application, Applications);
            undefined -> false
        end orelse Pids =/= [] andalso lists:any(fun(One) -> lists:member(One, Pids) end, [Pid | relup_install_process:ancestors(Pid)])
    end.

-spec missed(module(), pid(), #{pid() => relup_install_tree:place()}) -> binary().
missed(Module, Pid, Places) ->
    Text = relup_install_process:text(Pid),
    case Places of
        #{Pid := #{modules := Modules, id := Id}} ->
            relup_install_say:text("not reached: ~ts (child ~0tP is declared with modules ~0tP, without ~tw)",
                [Text, Id, 8, Modules, 12, Module]);
        _ ->
            relup_install_say:text("not reached: ~ts (~ts)", [Text, why(relup_install_process:ancestors(Pid), Places)])
    end.

%% Why release_handler does not come to the descendants of these processes.
-spec why([pid()], #{pid() => relup_install_tree:place()}) -> binary().
why([], _) ->
    relup_install_say:text("no supervisor of an application started it", []);
why([Ancestor | Others], Places) ->
    case {Places, relup_install_process:supervisor(Ancestor)} of
        {#{Ancestor := #{type := worker, id := Id}}, {ok, _}} ->
            relup_install_say:text("~0tP is declared a worker", [Id, 8]);
        {#{Ancestor := #{type := worker, id := Id}}, none} ->
            relup_install_say:text("~0tP, which started it, is not a supervisor", [Id, 8]);
        {#{Ancestor := #{id := Id}}, _} ->
            relup_install_say:text("~0tP started it, but not as a child", [Id, 8]);
        _ ->
            why(Others, Places)
    end.

%% Those that would not be suspended in time, and so not upgraded.
-spec unanswering([{module(), [pid()]}], relup_install_script:aims()) -> [relup_install_tree:finding()].
unanswering(Reached, #{suspend := Suspend}) ->
    Asked = [{Pid, timeout(maps:get(Module, Suspend))} || {Module, Pids} <- Reached, maps:is_key(Module, Suspend), Pid <- Pids],
    %% sys:statistics/2 costs a process nothing, however large its state is.
    Questions = [{Pid, system, {debug, {statistics, get}}, Timeout} || {Pid, Timeout} <- lists:ukeysort(1, Asked)],
    Timeouts = maps:from_list(Asked),
    lists:flatmap(fun({Pid, Answer}) -> unanswered(Pid, Answer, Timeouts) end, relup_install_ask:ask_all(Questions)).

-spec unanswered(pid(), {ok, term()} | {error, term()} | timeout, #{pid() => timeout()}) -> [relup_install_tree:finding()].
unanswered(Pid, {ok, _}, _) ->
    [
        {note, relup_install_say:text("~ts is suspended already; the upgrade resumes it", [relup_install_process:text(Pid)])}
     || relup_install_process:is_suspended(Pid)
    ];
unanswered(Pid, timeout, Timeouts) ->
    Text = relup_install_process:text(Pid),
    [{refuse, relup_install_say:text("not reached: ~ts (does not answer system messages within ~w ms)", [
        Text, maps:get(Pid, Timeouts)])}];
unanswered(_, {error, _}, _) ->
    %% It has ended meanwhile.
    [].

-spec timeout(timeout() | default) -> timeout().
timeout(default) -> relup_install_ask:timeout();
timeout(Timeout) -> Timeout.

%% check_install_release refuses a soft purge itself.
-spec old_code(relup_install_script:aims()) -> [relup_install_tree:finding()].
old_code(#{purge := Modules}) ->
    [
        {refuse, relup_install_say:text("killed: ~ts, which the script purges", [relup_install_old_code:text(User)])}
     || User <- relup_install_old_code:users(lists:usort(Modules))
    ].
