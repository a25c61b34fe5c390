%% `rebar3 hot upgrade --from 1.0.0`: makes an upgrade to the release that was built last. It takes the options of
%% relup-upgrade.
-module(rebar3_relup_upgrade).
-export([init/1, do/1, format_error/1]).
-export([from/0, tarballs/1]).

-spec init(rebar_state:t()) -> {ok, rebar_state:t()}.
init(State) ->
    Passed = [{Name, undefined, option(Name), Type, Help} || {Name, Type, Help} <- passed()],
    {ok, rebar_state:add_provider(State, rebar3_relup:provider(
        ?MODULE, upgrade, "Makes an upgrade to the release that was built last",
        [from(), {output, $o, "output", string, "the upgrade tarball"} | Passed]))}.

%% The option that names old releases.
-spec from() -> tuple().
from() -> {from, undefined, "from", string, "an old release: its version, or a tarball; may be repeated"}.

%% What goes to relup-upgrade as it is.
passed() ->
    [
        {slim, boolean, "leave out files that all old releases have"},
        {auto_version, boolean, "give what changed under the same version a new one"},
        {version_suffix, string, "what such versions end with"},
        {label, string, "what names this build on the node"},
        {modification, string, "default, phoenix, none or a modification file"},
        {relup_mod, string, "a module of the release with edeliver's behaviour"},
        {appups, string, "appups that win over generated ones"},
        {emulator, boolean, "restart the emulator, for another OTP"},
        {checksum, boolean, "also write FILE.sha256"},
        {overwrite, boolean, "replace an existing upgrade"},
        {force, boolean, "pack an upgrade that needs a restart"}
    ].

option(Name) -> lists:flatten(string:replace(atom_to_list(Name), "_", "-", all)).

-spec do(rebar_state:t()) -> {ok, rebar_state:t()} | {error, term()}.
do(State) ->
    case tarballs(State) of
        {ok, Old, New, Options} ->
            Output = proplists:get_value(output, Options, filename:rootname(filename:rootname(New)) ++ ".upgrade.tar.gz"),
            case rebar3_relup:tool("relup-upgrade", arguments(Options) ++ ["-o", Output] ++ Old ++ [New]) of
                ok ->
                    rebar_api:info("Upgrade: ~ts", [Output]),
                    {ok, State};
                {error, _} = Error ->
                    Error
            end;
        {error, _} = Error ->
            Error
    end.

arguments(Options) ->
    lists:append([argument(Type, "--" ++ option(Name), Value) || {Name, Type, _} <- passed(), {N, Value} <- Options, N =:= Name]).

argument(boolean, Option, true) -> [Option];
argument(boolean, _, false) -> [];
argument(string, Option, Value) -> [Option, Value].

%% The old releases that the command names, the newest one, and the options.
-spec tarballs(rebar_state:t()) -> {ok, [file:filename()], file:filename(), [{atom(), term()}]} | {error, term()}.
tarballs(State) ->
    {Options, _} = rebar_state:command_parsed_args(State),
    case rebar3_relup:releases(State, proplists:get_value(release, Options)) of
        {ok, #{tarballs := Tarballs} = Releases} ->
            Old = [rebar3_relup:versioned(Releases, From, State) || From <- proplists:get_all_values(from, Options)],
            {ok, Old, lists:last(Tarballs), Options};
        {error, _} = Error ->
            Error
    end.

-spec format_error(term()) -> iolist().
format_error(Reason) -> rebar3_relup:format_error(Reason).
