%% All that a step says: the lines that the user sees, and the verdict.
-module(relup_install_say).
-export([begun/0, say/2, stop/3, text/2, verdict/2]).

%% Shows that the node executes the step, however long it takes.
-spec begun() -> ok.
begun() -> append(<<>>).

%% Says a line.
-spec say(io:format(), [term()]) -> ok.
say(Format, Arguments) -> append([text(Format, Arguments), $\n]).

%% Nobody may be there to read it any more, or the disk is full; the step goes on.
-spec append(iodata()) -> ok.
append(Text) ->
    _ = file:write_file(relup_install_node:answer("said"), Text, [append]),
    ok.

%% Ends the step. `no`: it was refused, and nothing was changed; `busy`: it may be possible in a while; `failed`: something
%% else is wrong.
-spec stop(no | busy | failed, io:format(), [term()]) -> no_return().
stop(Verdict, Format, Arguments) -> throw({stop, Verdict, text(Format, Arguments)}).

-spec text(io:format(), [term()]) -> binary().
text(Format, Arguments) ->
    case unicode:characters_to_binary(io_lib:format(Format, Arguments)) of
        Text when is_binary(Text) -> Text
    end.

%% Writes the verdict and its reason, one that can be read only when it is whole. The script has set some space aside for
%% it, as the disk may be full.
-spec verdict(atom(), binary()) -> ok.
verdict(Verdict, Reason) ->
    File = relup_install_node:answer("verdict"),
    _ = file:delete(relup_install_node:work("space")),
    _ = file:write_file(File ++ ".tmp", [atom_to_list(Verdict), $\n | [[Reason, $\n] || Reason =/= <<>>]]),
    _ = file:rename(File ++ ".tmp", File),
    ok.
