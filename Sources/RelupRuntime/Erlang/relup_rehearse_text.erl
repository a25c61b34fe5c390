%% Texts that a rehearsal says or reads.
-module(relup_rehearse_text).
-export([text/2, last_line/1]).

-spec text(io:format(), [term()]) -> binary().
text(Format, Arguments) ->
    Text = unicode:characters_to_binary(io_lib:format(Format, Arguments)),
    true = is_binary(Text),
    Text.

%% The last line of what a program has said.
-spec last_line(binary()) -> binary().
last_line(Text) -> lists:last([<<>> | binary:split(string:trim(Text), <<"\n">>, [global])]).
