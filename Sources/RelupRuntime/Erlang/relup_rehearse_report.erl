%% What a rehearsal leaves: a file beside the upgrade that says what was seen, of which relup-show makes a page.
-module(relup_rehearse_report).
-export([write/4, stood_still/1, answers/1, longest/1]).

%% JSON in one line, so that a shell can look for members that belong together.
-spec write(file:filename(), proven | failed | unclear, binary(), [{atom(), term()}]) -> ok.
write(Work, Verdict, Cause, Figures) ->
    Events = proplists:get_value(events, Figures, []),
    Begin = lists:min([element(2, Event) || Event <- Events] ++ [infinity]),
    End = lists:max([element(3, Event) || Event <- Events] ++ [0]),
    Members =
        [{"verdict", string(atom_to_binary(Verdict))}, {"cause", string(Cause)}] ++
            [{Name, string(unicode:characters_to_binary(os:getenv(Variable, "")))} ||
                {Name, Variable} <- [{"old_sha256", "REHEARSAL_OLD"}, {"upgrade_sha256", "REHEARSAL_UPGRADE"}]] ++
            [{"otp", string(list_to_binary(erlang:system_info(otp_release)))}] ++
            [{atom_to_list(Key), string(unicode:characters_to_binary(Value))} ||
                {Key, Value} <- Figures, Key =:= old orelse Key =:= new] ++
            [{atom_to_list(Key), integer_to_list(Value)} || {Key, Value} <- Figures, is_integer(Value)] ++
            [{"clients", list([clients(Url, Seen, Begin, End) || {Url, Seen} <- proplists:get_value(answers, Figures, [])])}] ++
            [{"suspended", list([suspended(Event, Begin) || {suspended, _, _, _, _} = Event <- Events])},
                {"instructions", list([instruction(Event, Begin) || {instruction, _, _, _} = Event <- Events])}],
    ok = file:write_file(filename:join(Work, "result"), [object(Members), $\n]).

object(Members) -> [${, lists:join(",", [[string(list_to_binary(Name)), $:, Value] || {Name, Value} <- Members]), $}].

list(Elements) -> [$[, lists:join(",", Elements), $]].

%% With the requests that ran meanwhile: when they began, and how long they took.
clients(Url, #{answers := Answers} = Seen, Begin, End) ->
    Meanwhile = [[$[, integer_to_list(From - Begin), $,, integer_to_list(To - From), $]] ||
        {From, To} <- Answers, To >= Begin, From =< End],
    object([{"url", string(Url)}, {"answers", integer_to_list(length(Answers))}] ++
        [{atom_to_list(What), integer_to_list(maps:get(What, Seen))} || What <- [failed, refused, lost]] ++
        [{"longest_microseconds", integer_to_list(longest(Answers))}, {"meanwhile", list(Meanwhile)}]).

suspended({suspended, From, To, Process, Queue}, Begin) ->
    object([{"process", string(Process)}, {"at", integer_to_list(From - Begin)},
        {"microseconds", integer_to_list(To - From)}, {"queue", integer_to_list(Queue)}]).

instruction({instruction, From, To, Instruction}, Begin) ->
    Text = unicode:characters_to_binary(io_lib:format("~0tP", [Instruction, 30])),
    object([{"instruction", string(Text)}, {"at", integer_to_list(From - Begin)},
        {"microseconds", integer_to_list(To - From)}]).

string(Text) -> [$", [escaped(Character) || Character <- unicode:characters_to_list(Text)], $"].

escaped($") -> "\\\"";
escaped($\\) -> "\\\\";
escaped(Character) when Character < 32 -> io_lib:format("\\u~4.16.0b", [Character]);
escaped(Character) -> unicode:characters_to_binary([Character]).

%% How long the script took, and how long a process stood still at most.
-spec stood_still([relup_rehearse_node:event()]) -> binary().
stood_still(Events) ->
    Script = lists:sum([End - Begin || {instruction, Begin, End, _} <- Events]),
    Still = lists:sort([{End - Begin, Process} || {suspended, Begin, End, Process, _} <- Events]),
    Longest =
        case Still of
            [] -> "no process stood still";
            _ ->
                {Time, Process} = lists:last(Still),
                io_lib:format("~w processes stood still, ~ts for ~.1f ms", [length(Still), Process, Time / 1000])
        end,
    unicode:characters_to_binary(io_lib:format("the script took ~.1f ms, ~ts", [Script / 1000, Longest])).

%% What clients have seen, in a line.
-spec answers(relup_rehearse_client:seen()) -> binary().
answers(#{answers := Answers, failed := Failed, refused := Refused, lost := Lost}) ->
    relup_rehearse_text:text(
        "~w answers, ~w failed, ~w connections refused, ~w lost, the longest answer took ~w ms",
        [length(Answers), Failed, Refused, Lost, longest(Answers) div 1000]).

%% The longest time that an answer took, in microseconds.
-spec longest([{Begin :: integer(), End :: integer()}]) -> non_neg_integer().
longest(Answers) -> lists:foldl(fun({Begin, End}, Longest) -> max(End - Begin, Longest) end, 0, Answers).
