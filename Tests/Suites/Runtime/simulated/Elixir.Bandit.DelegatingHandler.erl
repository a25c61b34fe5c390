%% A connection that Bandit handles: a server, which runs HTTP/1 requests itself.
-module('Elixir.Bandit.DelegatingHandler').
-behaviour(gen_server).
-export([start_link/1, init/1, handle_call/3, handle_cast/2, handle_info/2]).

start_link(Handler) -> gen_server:start_link(?MODULE, Handler, []).

init(Handler) -> {ok, {socket, #{handler_module => Handler}}}.

handle_call(stray, _, State) -> {reply, get(stray), State}.

handle_cast(stream, State) ->
    proc_lib:spawn_link(cowboy_stream_h, request_process, []),
    {noreply, State};
handle_cast({run, Module, Function}, State) ->
    Module:Function(),
    {noreply, State};
handle_cast(request, State) ->
    receive finish -> {noreply, State} end.

handle_info({frame, From, Frame}, State) ->
    From ! {frame, self(), Frame},
    {noreply, State};
handle_info(Stray, State) ->
    put(stray, Stray),
    {noreply, State}.
