%% An HTTP/1 connection of cowboy 2: waits, and answers system messages.
-module(cowboy_http).
-export([loop/1, upgrade/2, system_continue/3, system_terminate/4, system_code_change/4]).

loop(Parent) ->
    receive
        {system, From, Message} -> sys:handle_system_msg(Message, From, Parent, ?MODULE, [], Parent)
    end.

%% Stays on the stack of the websocket.
upgrade(Parent, Kind) ->
    cowboy_websocket:loop(Parent, Kind),
    ok.

system_continue(_, _, Parent) -> loop(Parent).
system_terminate(Reason, _, _, _) -> exit(Reason).
system_code_change(Parent, _, _, _) -> {ok, Parent}.
