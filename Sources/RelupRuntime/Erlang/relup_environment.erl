%% The environment of applications.
-module(relup_environment).
-export([is_internal/2]).

%% Whether OTP or Elixir keeps something there for itself, which no configuration gives.
-spec is_internal(Application :: atom(), Key :: atom()) -> boolean().
is_internal(_, included_applications) -> true;
is_internal(kernel, Key) -> lists:member(Key, [connect_all, logger]);
%% Elixir sets it when it starts.
is_internal(elixir, ansi_enabled) -> true;
is_internal(elixir, Key) -> lists:prefix("config_provider_", atom_to_list(Key));
is_internal(_, _) -> false.
