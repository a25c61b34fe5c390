%% A request of cowboy 2.
-module(cowboy_stream_h).
-export([request_process/0]).

request_process() -> receive finish -> ok end.
