%% A connection that shakes hands.
-module(ranch).
-export([handshake/0]).

handshake() -> receive {handshake, _} -> ok end.
