%% The logger, which kernel and Elixir's Logger configure when they start, and never again.
-module(relup_install_audit_logger).
-export([logger/1]).

-spec logger(relup_install_boot:start()) -> relup_install_audit:part().
logger(#{configuration := Config, started := Started}) ->
    Kernel = maps:get(kernel, Config, []),
    IsElixir = lists:member(logger, Started),
    Level = level(Kernel, IsElixir, maps:get(logger, Config, [])),
    #{level := Now} = logger:get_primary_config(),
    Primary = [
        {differs, relup_install_say:text("logger: the primary level is ~tw, not ~tw", [Now, Level])}
     || Level =/= unknown, Now =/= Level
    ],
    {compared, "logger", Primary ++ handlers(proplists:get_value(logger, Kernel, []), IsElixir)}.

%% Elixir's Logger sets the level when it starts.
-spec level([{atom(), term()}], boolean(), [{atom(), term()}]) -> atom().
level(_, true, Logger) ->
    case proplists:get_value(level, Logger, debug) of
        warn -> warning;
        Level when is_atom(Level) -> Level;
        _ -> unknown
    end;
level(Kernel, false, _) ->
    case proplists:get_value(logger_level, Kernel, notice) of
        Level when is_atom(Level) -> Level;
        _ -> unknown
    end.

%% Those that kernel is configured with; Elixir's Logger takes the default one away, and has its own.
-spec handlers(term(), boolean()) -> [relup_install_audit:difference()].
handlers(Entries, IsElixir) when is_list(Entries) ->
    Now = maps:from_list([{Id, Handler} || #{id := Id} = Handler <- logger:get_handler_config()]),
    Configured = [{Id, Module, Given} || {handler, Id, Module, Given} <- Entries],
    Without = [Id || {handler, Id, undefined} <- Entries],
    Expected = [{default, any, #{}} || not IsElixir, not lists:keymember(default, 1, Configured), Without =:= []] ++
        [One || {Id, _, _} = One <- Configured, not IsElixir orelse Id =/= default],
    %% Others may be those of applications, which add them when they start.
    lists:flatmap(fun(One) -> handler(One, Now) end, Expected);
handlers(_, _) ->
    [].

-spec handler({atom(), module() | any, map()}, #{atom() => map()}) -> [relup_install_audit:difference()].
handler({Id, Module, Given}, Now) ->
    case Now of
        #{Id := #{module := Other}} when Module =/= any, Other =/= Module ->
            [{differs, relup_install_say:text("logger: handler ~tw is of module ~tw, not ~tw", [Id, Other, Module])}];
        #{Id := #{level := Level}} ->
            Expected = maps:get(level, Given, Level),
            [
                {differs, relup_install_say:text("logger: the level of handler ~tw is ~tw, not ~tw", [Id, Level, Expected])}
             || Level =/= Expected
            ];
        _ ->
            [{differs, relup_install_say:text("logger: handler ~tw is missing", [Id])}]
    end.
