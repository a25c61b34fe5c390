%% A request of cowboy 2.
-module(cowboy_stream_h).
-export([request_process/0]).

request_process() ->
    receive
        finish -> ok;
        read -> cowboy_req:read_body(), request_process()
    end.
