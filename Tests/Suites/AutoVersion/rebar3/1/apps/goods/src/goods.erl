-module(goods).
-export([price/1]).

price(apple) -> 3.
