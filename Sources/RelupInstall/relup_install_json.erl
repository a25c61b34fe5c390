%% Writes JSON (RFC 8259).
-module(relup_install_json).
-export([text/1]).

-export_type([value/0]).

%% An object, a list, a string or null.
-type value() :: {[{atom(), value()}]} | [value()] | {text, string()} | null.

-spec text(value()) -> iolist().
text({Pairs}) ->
    [${, lists:join($,, [[text({text, atom_to_list(Key)}), $:, text(Value)] || {Key, Value} <- Pairs]), $}];
text({text, Text}) ->
    [$", [character(Character) || Character <- Text], $"];
text(null) ->
    "null";
text(List) ->
    [$[, lists:join($,, [text(Value) || Value <- List]), $]].

-spec character(char()) -> iolist().
character($") -> "\\\"";
character($\\) -> "\\\\";
character(Character) when Character < 32 -> io_lib:format("\\u~4.16.0b", [Character]);
character(Character) -> [Character].
