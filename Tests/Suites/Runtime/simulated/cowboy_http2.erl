%% An HTTP/2 connection of cowboy 2: each message of its socket begins a request.
-module(cowboy_http2).
-export([loop/1]).

loop(Parent) ->
    receive
        {'EXIT', Parent, Reason} -> exit(Reason);
        {tcp, _, _} -> proc_lib:spawn_link(cowboy_stream_h, request_process, []), loop(Parent)
    end.
