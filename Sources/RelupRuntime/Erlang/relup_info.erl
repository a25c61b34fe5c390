%% Logs a text and shows it to whoever runs the upgrade.
-module(relup_info).
-export([run/1]).

-spec run(unicode:chardata()) -> ok.
run(Text) -> relup_message:info("~ts", [Text]).
