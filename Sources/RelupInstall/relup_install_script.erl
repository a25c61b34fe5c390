%% What a script of a relup means to do with processes, as release_handler_1:eval/2 of OTP 25 to 29 evaluates it.
-module(relup_install_script).
-export([aims/1, targets/1]).

-export_type([aims/0]).

-type aims() :: #{
    %% Whose processes it suspends, each within that many milliseconds; `default` are 5000.
    suspend := #{module() => timeout() | default},
    stop := [module()],
    code_change := [module()],
    %% Whose old code it purges, and kills the processes that run it.
    purge := [module()],
    %% What it ends by itself.
    applications := [atom()],
    children := [{Supervisor :: pid() | term(), Id :: term()}]
}.

-spec aims([Instruction :: term()]) -> aims().
aims(Instructions) ->
    Nothing = #{suspend => #{}, stop => [], code_change => [], purge => [], applications => [], children => []},
    lists:foldl(fun aim/2, Nothing, Instructions).

-spec aim(term(), aims()) -> aims().
aim({suspend, Modules}, #{suspend := Known} = Aims) ->
    Aims#{suspend := maps:merge(Known, maps:from_list([timed(Module) || Module <- Modules]))};
aim({stop, Modules}, Aims) ->
    add(stop, Modules, Aims);
aim({code_change, Modules}, Aims) ->
    add(code_change, [Module || {Module, _} <- Modules], Aims);
aim({code_change, _, Modules}, Aims) ->
    add(code_change, [Module || {Module, _} <- Modules], Aims);
aim({Load, {Module, brutal_purge, _}}, Aims) when Load =:= load; Load =:= remove ->
    add(purge, [Module], Aims);
aim({purge, Modules}, Aims) ->
    add(purge, Modules, Aims);
aim({apply, {application, stop, [Application]}}, Aims) ->
    add(applications, [Application], Aims);
aim({apply, {supervisor, terminate_child, [Supervisor, Id]}}, Aims) ->
    add(children, [{Supervisor, Id}], Aims);
aim(_, Aims) ->
    Aims.

-spec timed(module() | {module(), timeout()}) -> {module(), timeout() | default}.
timed({Module, Timeout}) -> {Module, Timeout};
timed(Module) -> {Module, default}.

-spec add(atom(), [term()], aims()) -> aims().
add(Key, Values, Aims) -> Aims#{Key := maps:get(Key, Aims) ++ Values}.

%% The modules whose processes it means to reach, sorted.
-spec targets(aims()) -> [module()].
targets(#{suspend := Suspend, stop := Stop, code_change := Change}) ->
    lists:usort(maps:keys(Suspend) ++ Stop ++ Change).
