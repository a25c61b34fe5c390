%% An HTTP/2 connection of cowboy 2: waits.
-module(cowboy_http2).
-export([loop/1]).

loop(Parent) ->
    receive
        {'EXIT', Parent, Reason} -> exit(Reason);
        {tcp, _, _} -> loop(Parent)
    end.
