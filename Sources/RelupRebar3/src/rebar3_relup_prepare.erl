%% `rebar3 hot prepare`: adds to the release's tarballs what upgrades need. As a hook it runs after each `rebar3 tar`:
%%
%%     {provider_hooks, [{post, [{tar, {hot, prepare}}]}]}.
-module(rebar3_relup_prepare).
-export([init/1, do/1, format_error/1]).

-spec init(rebar_state:t()) -> {ok, rebar_state:t()}.
init(State) ->
    {ok, rebar_state:add_provider(State, rebar3_relup:provider(
        ?MODULE, prepare, "Adds to tarballs of a release what upgrades need", []))}.

-spec do(rebar_state:t()) -> {ok, rebar_state:t()} | {error, term()}.
do(State) ->
    {Options, _} = rebar_state:command_parsed_args(State),
    case rebar3_relup:releases(State, proplists:get_value(release, Options)) of
        {ok, #{tarballs := Tarballs}} -> prepare(Tarballs, State);
        {error, _} = Error -> Error
    end.

%% A prepared one stays as it is.
prepare([], State) ->
    {ok, State};
prepare([Tarball | Rest], State) ->
    case rebar3_relup:tool("relup-prepare", ["--overwrite", Tarball, "-o", Tarball]) of
        ok -> prepare(Rest, State);
        {error, _} = Error -> Error
    end.

-spec format_error(term()) -> iolist().
format_error(Reason) -> rebar3_relup:format_error(Reason).
