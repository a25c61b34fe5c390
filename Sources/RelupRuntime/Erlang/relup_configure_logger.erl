%% Configures the logger as the configuration of a version says. kernel and sasl read that only when they start:
%% kernel's logger_level, logger_metadata, logger, error_logger and logger_sasl_compatible, sasl's sasl_error_logger and
%% errlog_type (logger:internal_init_logger/0, logger:add_handlers/1 and sasl:start/2, OTP 25).
%%
%% What both versions configure alike stays as it is, and so does what neither configures, such as the handlers of
%% applications.
-module(relup_configure_logger).
-export([run/1]).

-spec run({From :: string(), To :: string()}) -> ok.
run({From, To}) ->
    [Old, New] = [settings(element(1, relup_configuration:of_version(Version))) || Version <- [From, To]],
    Changed = [Part || Part <- [level, metadata, filters, proxy, modules, handlers], get(Part, Old) =/= get(Part, New)],
    lists:foreach(fun(Part) -> change(Part, get(Part, Old), get(Part, New)) end, Changed),
    _ = Changed =/= [] andalso relup_message:info("Configured the logger: ~ts.",
        [lists:join(", ", [atom_to_list(Part) || Part <- Changed])]),
    ok.

get(Part, Settings) -> maps:get(Part, Settings).

%% What a version configures ------------------------------------------------------------------------------------------

settings(Configuration) ->
    Value = fun(Application, Key, Default) -> relup_configuration:value(Application, Key, Configuration, Default) end,
    Logger = Value(kernel, logger, []),
    Sasl = sasl(Value),
    #{
        level => {Value(kernel, logger_level, undefined), level(Sasl)},
        metadata => Value(kernel, logger_metadata, Value(kernel, logger_default_metadata, #{})),
        filters => filters(Logger),
        proxy => proplists:get_value(proxy, Logger, undefined),
        modules => lists:foldl(fun levels/2, #{}, Logger),
        handlers => handlers(Logger, Value) ++ [{sasl, logger_std_h, Sasl} || Sasl =/= none]
    }.

filters(Logger) ->
    case lists:keyfind(filters, 1, Logger) of
        {filters, Default, Filters} -> {Default, Filters};
        false -> {log, []}
    end.

levels({module_level, Level, Modules}, Levels) ->
    lists:foldl(fun(Module, Map) -> Map#{Module => Level} end, Levels, Modules);
levels(_, Levels) -> Levels.

%% The handlers of kernel, the default one with what kernel adds to it.
handlers(Logger, Value) ->
    Handlers = [{Id, Module, Config} || {handler, Id, Module, Config} <- Logger],
    Filters = default_filters(Value(kernel, logger_sasl_compatible, false)),
    case type(Logger, Value) of
        none -> [{Id, Module, filtered(Id, Config, Filters)} || {Id, Module, Config} <- Handlers];
        Type ->
            Own = #{formatter => {logger_formatter, #{legacy_header => true, single_line => false}}},
            Typed = Own#{config => #{type => Type}},
            All = case lists:keyfind(default, 1, Handlers) of
                {_, logger_std_h, Config} -> replaced(Handlers, logger_std_h, maps:merge(Typed, Config));
                {_, Module, Config} -> replaced(Handlers, Module, maps:merge(Own, Config));
                false -> [{default, logger_std_h, Typed} | Handlers]
            end,
            [{Id, Module, filtered(Id, Config, Filters)} || {Id, Module, Config} <- All]
    end ++ simple(Logger, Value, Handlers, Filters).

replaced(Handlers, Module, Config) -> lists:keyreplace(default, 1, Handlers, {default, Module, Config}).

filtered(default, Config, Filters) when not is_map_key(filters, Config) ->
    maps:merge(#{filter_default => stop, filters => Filters}, Config);
filtered(_, Config, _) -> Config.

%% Where the default handler writes; none if kernel makes none.
type(Logger, Value) ->
    case Value(kernel, error_logger, undefined) of
        tty -> standard_io;
        undefined ->
            case lists:member({handler, default, undefined}, Logger) of
                true -> none;
                false -> standard_io
            end;
        {file, _} = File -> File;
        _ -> none
    end.

%% The handler that kernel begins with stays until there is a default one.
simple(Logger, Value, Handlers, Filters) ->
    IsSilent = Value(kernel, error_logger, undefined) =:= silent,
    case type(Logger, Value) =/= none orelse IsSilent orelse lists:keymember(default, 1, Handlers) of
        true -> [];
        false -> [{simple, logger_simple_h, #{filter_default => stop, filters => Filters}}]
    end.

default_filters(IsCompatible) ->
    Domain = case IsCompatible of true -> [otp]; _ -> [otp, sasl] end,
    [
        {remote_gl, {fun logger_filters:remote_gl/2, stop}},
        {domain, {fun logger_filters:domain/2, {log, super, Domain}}},
        {no_domain, {fun logger_filters:domain/2, {log, undefined, []}}}
    ].

%% The handler that sasl adds if reports should appear as before OTP 21.
sasl(Value) ->
    case {Value(kernel, logger_sasl_compatible, false), Value(sasl, sasl_error_logger, tty)} of
        {true, Destination} when Destination =/= false ->
            Level = case Value(sasl, errlog_type, all) of error -> error; _ -> info end,
            #{
                level => Level,
                filter_default => stop,
                filters => [
                    {remote_gl, {fun logger_filters:remote_gl/2, stop}},
                    {sasl_domain, {fun logger_filters:domain/2, {log, equal, [otp, sasl]}}}
                ],
                config => #{type => case Destination of tty -> standard_io; _ -> Destination end},
                formatter => {logger_formatter, #{legacy_header => true, single_line => false}}
            };
        _ -> none
    end.

%% sasl lowers the level of the logger to that of progress reports.
level(#{level := info}) -> info;
level(_) -> none.

%% Changes -------------------------------------------------------------------------------------------------------------

change(level, _, {_, AtMost}) ->
    Level = application:get_env(kernel, logger_level, info),
    ok = logger:set_primary_config(level, case AtMost =:= info andalso logger:compare_levels(info, Level) =:= lt of
        true -> info;
        false -> Level
    end);
change(metadata, _, Metadata) -> ok = logger:set_primary_config(metadata, Metadata);
change(proxy, _, undefined) -> ok = logger:set_proxy_config(#{});
change(proxy, _, Options) -> ok = logger:set_proxy_config(Options);
change(filters, {_, Old}, {Default, New}) ->
    _ = [logger:remove_primary_filter(Id) || {Id, _} <- Old ++ New],
    [ok = logger:add_primary_filter(Id, Filter) || {Id, Filter} <- New],
    ok = logger:set_primary_config(filter_default, Default);
change(modules, Old, New) ->
    [logger:unset_module_level(Module) || Module <- maps:keys(Old), not is_map_key(Module, New)],
    [ok = logger:set_module_level(Module, Level) || {Module, Level} <- maps:to_list(New),
        maps:find(Module, Old) =/= {ok, Level}],
    ok;
change(handlers, Old, New) ->
    %% Removed handlers go first, because a new one may write to the same file.
    _ = [logger:remove_handler(Id) || {Id, _, _} <- Old, not lists:keymember(Id, 1, New)],
    [put_handler(Handler) || Handler <- New, not lists:member(Handler, Old)],
    ok.

%% A running handler gets its new configuration. If it refuses that, or its module changed, it is removed and added
%% again.
put_handler({Id, Module, Config}) ->
    case logger:get_handler_config(Id) of
        {ok, #{module := Module}} ->
            case logger:set_handler_config(Id, Config) of
                ok -> ok;
                {error, _} -> ok = logger:remove_handler(Id), add_handler(Id, Module, Config)
            end;
        {ok, _} -> ok = logger:remove_handler(Id), add_handler(Id, Module, Config);
        {error, _} -> add_handler(Id, Module, Config)
    end.

add_handler(Id, Module, Config) ->
    case logger:add_handler(Id, Module, Config) of
        ok -> ok;
        {error, Reason} -> throw({error, {handler_not_added, Id, Reason}})
    end.
