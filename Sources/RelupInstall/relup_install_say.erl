%% All that a step says: the lines that the user sees, and the verdict.
-module(relup_install_say).
-export([say/2, stop/3, text/2, verdict/2]).

%% Says a line.
-spec say(io:format(), [term()]) -> ok.
say(Format, Arguments) ->
    ok = file:write_file(relup_install_node:work("said"), [text(Format, Arguments), $\n], [append]).

%% Ends the step. `no`: it was refused, and nothing was changed; `failed`: something else is wrong.
-spec stop(no | failed, io:format(), [term()]) -> no_return().
stop(Verdict, Format, Arguments) -> throw({stop, Verdict, text(Format, Arguments)}).

-spec text(io:format(), [term()]) -> binary().
text(Format, Arguments) ->
    case unicode:characters_to_binary(io_lib:format(Format, Arguments)) of
        Text when is_binary(Text) -> Text
    end.

%% Writes the verdict and its reason, one that can be read only when it is whole.
-spec verdict(atom(), binary()) -> ok.
verdict(Verdict, Reason) ->
    Lines = [[Reason, $\n] || Reason =/= <<>>],
    relup_install_file:replace(relup_install_node:work("verdict"), [atom_to_list(Verdict), $\n | Lines]).
