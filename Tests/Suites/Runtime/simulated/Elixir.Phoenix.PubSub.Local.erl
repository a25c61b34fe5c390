%% The PubSub server of Phoenix 1.2 and 1.3: monitors who subscribed.
-module('Elixir.Phoenix.PubSub.Local').
-behaviour(gen_server).
-export([start_link/1, init/1, handle_call/3, handle_cast/2]).

start_link(Subscribers) -> gen_server:start_link(?MODULE, Subscribers, []).

init(Subscribers) -> {ok, [monitor(process, Pid) || Pid <- Subscribers]}.

handle_call(_, _, State) -> {reply, ok, State}.
handle_cast(_, State) -> {noreply, State}.
