%% `rebar3 hot doctor --from 1.0.0`: says whether, and how, the release that was built last upgrades older ones.
-module(rebar3_relup_doctor).
-export([init/1, do/1, format_error/1]).

-spec init(rebar_state:t()) -> {ok, rebar_state:t()}.
init(State) ->
    {ok, rebar_state:add_provider(State, rebar3_relup:provider(
        ?MODULE, doctor, "Says whether and how the release that was built last upgrades older ones",
        [rebar3_relup_upgrade:from()]))}.

-spec do(rebar_state:t()) -> {ok, rebar_state:t()} | {error, term()}.
do(State) ->
    case rebar3_relup_upgrade:tarballs(State) of
        {ok, Old, New, _} ->
            case rebar3_relup:tool("relup-doctor", Old ++ [New]) of
                ok -> {ok, State};
                {error, _} = Error -> Error
            end;
        {error, _} = Error ->
            Error
    end.

-spec format_error(term()) -> iolist().
format_error(Reason) -> rebar3_relup:format_error(Reason).
