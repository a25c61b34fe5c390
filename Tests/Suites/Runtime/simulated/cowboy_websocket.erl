%% A websocket of cowboy 2: echoes, and answers system messages.
-module(cowboy_websocket).
-export([loop/2, system_continue/3, system_terminate/4, system_code_change/4]).

loop(Parent, websocket) ->
    receive Message -> handle(Message, Parent, websocket) end;
loop(Parent, hibernating) ->
    proc_lib:hibernate(?MODULE, loop, [Parent, websocket]).

handle({system, From, Message}, Parent, Kind) ->
    sys:handle_system_msg(Message, From, Parent, ?MODULE, [], {Parent, Kind});
handle({frame, From, Frame}, Parent, Kind) ->
    From ! {frame, self(), Frame},
    loop(Parent, Kind).

system_continue(_, _, {Parent, Kind}) -> loop(Parent, Kind).
system_terminate(Reason, _, _, _) -> exit(Reason).
system_code_change(State, _, _, _) -> {ok, State}.
