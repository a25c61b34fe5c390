-module(till_app).
-behaviour(application).
-export([start/2, stop/1, build/0]).

start(_, _) -> till_sup:start_link().
stop(_) -> ok.
build() -> 5.
