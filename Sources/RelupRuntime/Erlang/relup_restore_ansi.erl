%% Sets the key ansi_enabled of elixir as Elixir's own start does with OTP 26 and later. No configuration has the key, so
%% release_handler removes it when it sets the environment.
-module(relup_restore_ansi).
-export([run/1]).

-spec run(Version :: string()) -> ok.
run(_Version) ->
    case application:get_env(elixir, ansi_enabled) of
        undefined -> restore();
        {ok, _} -> ok
    end.

restore() ->
    %% OTP 25 and earlier do not have it.
    Terminal = prim_tty,
    _ = code:ensure_loaded(Terminal),
    case erlang:function_exported(Terminal, isatty, 1) andalso is_set_by_start() of
        true -> application:set_env(elixir, ansi_enabled, Terminal:isatty(stdout) =:= true);
        false -> ok
    end.

%% Whether the Elixir of this release knows the key where it starts.
is_set_by_start() ->
    case code:get_object_code(elixir) of
        {elixir, Code, _} ->
            {ok, {elixir, [{atoms, Atoms}]}} = beam_lib:chunks(Code, [atoms]),
            lists:keymember(ansi_enabled, 2, Atoms);
        error ->
            false
    end.
