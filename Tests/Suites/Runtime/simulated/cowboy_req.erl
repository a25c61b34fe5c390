%% A request that waits for its body.
-module(cowboy_req).
-export([read_body/0]).

read_body() -> receive body -> ok end.
