%% The logger, which kernel and Elixir's Logger configure when they start, and never again.
-module(relup_install_audit_logger).
-export([logger/1]).

-spec logger(relup_install_boot:start()) -> relup_install_audit:part().
logger(#{started := Started} = Start) ->
    Kernel = relup_install_boot:environment(kernel, Start),
    IsElixir = lists:member(logger, Started),
    OfKernel = maps:get(logger_level, Kernel, notice),
    Levels =
        case relup_install_boot:environment(logger, Start) of
            %% Elixir's Logger sets the level when it starts; without one, some versions take `debug`.
            #{level := warn} when IsElixir -> [warning];
            #{level := Own} when IsElixir -> [Own];
            _ when IsElixir -> [debug, OfKernel];
            _ -> [OfKernel]
        end,
    #{level := Now} = logger:get_primary_config(),
    Primary = [
        {differs, relup_install_say:text("logger: the primary level is ~tw, not ~tw", [Now, hd(Levels)])}
     || not lists:member(Now, Levels)
    ],
    {compared, "logger", Primary ++ handlers(maps:get(logger, Kernel, []), IsElixir)}.

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
