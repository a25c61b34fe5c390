%% A page that shows what happened while the node was upgraded: which instruction ran when, and which process stood still.
-module(relup_rehearse_page).
-export([page/3]).

%% In pixels: where lanes begin, how long they are, and how far apart.
-define(LEFT, 320).
-define(WIDTH, 640).
-define(LANE, 22).

-spec page(proven | failed | unclear, Cause :: binary(), Figures :: [{atom(), term()}]) -> iolist().
page(Verdict, Cause, Figures) ->
    Value = fun(Key) -> proplists:get_value(Key, Figures, "") end,
    Title = ["Rehearsal of ", escape(Value(old)), " to ", escape(Value(new))],
    ["<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>", Title, "</title>\n<style>\n"
        "body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }\n"
        ":root { color-scheme: light dark; } svg { width: 100%; font-size: 12px; } text { fill: currentColor; }\n"
        "td { padding: 0 1rem 0 0; vertical-align: top; } td:first-child { text-align: right; white-space: nowrap; }\n"
        ".proven { color: #2e7d32; } .failed { color: #c62828; } .unclear { color: #b26a00; }\n"
        "</style>\n<h1>", Title, "</h1>\n",
        "<p><strong class=\"", atom_to_list(Verdict), "\">", atom_to_list(Verdict), "</strong> ", escape(Cause), "</p>\n",
        [["<p>", escape(Url), ": ", escape(relup_rehearse_report:answers(Answer)), "</p>\n"] ||
            {Url, Answer} <- proplists:get_value(answers, Figures, [])],
        upgrade(proplists:get_value(events, Figures, [])), "</html>\n"].

upgrade([]) ->
    [];
upgrade(Events) ->
    Begin = lists:min([element(2, Event) || Event <- Events]),
    Time = max(1, lists:max([element(3, Event) || Event <- Events]) - Begin),
    Span = fun(Event, Lane, Colour) ->
        X = ?LEFT + (element(2, Event) - Begin) * ?WIDTH div Time,
        Width = max(2, (element(3, Event) - element(2, Event)) * ?WIDTH div Time),
        io_lib:format("<rect x=\"~w\" y=\"~w\" width=\"~w\" height=\"~w\" fill=\"~s\"><title>~ts, ~ts</title></rect>\n",
            [X, Lane * ?LANE, Width, ?LANE - 6, Colour, name(Event), milliseconds(Event)])
    end,
    Instructions = [Event || {instruction, _, _, _} = Event <- Events],
    Suspended = [Event || {suspended, _, _, _, _} = Event <- Events],
    Lanes = lists:zip(lists:seq(1, length(Suspended)), Suspended),
    ["<h2>While it was upgraded</h2>\n",
        io_lib:format("<svg viewBox=\"0 0 ~w ~w\" role=\"img\">\n", [?LEFT + ?WIDTH, (length(Suspended) + 2) * ?LANE]),
        label(0, "the script"), [Span(Event, 0, "#5c6bc0") || Event <- Instructions],
        [[label(Lane, name(Event)), Span(Event, Lane, "#ef6c00")] || {Lane, Event} <- Lanes],
        io_lib:format("<text x=\"~w\" y=\"~w\" text-anchor=\"end\">~.1f ms</text>\n</svg>\n",
            [?LEFT + ?WIDTH, (length(Suspended) + 1) * ?LANE + 12, Time / 1000]),
        "<h2>Instructions</h2>\n<table>\n",
        [["<tr><td>", milliseconds(Event), "<td><code>", name(Event), "</code>\n"] || Event <- Instructions], "</table>\n"].

label(Lane, Text) ->
    io_lib:format("<text x=\"~w\" y=\"~w\" text-anchor=\"end\">~ts</text>\n", [?LEFT - 8, Lane * ?LANE + 12, Text]).

name({instruction, _, _, Instruction}) -> escape(unicode:characters_to_binary(io_lib:format("~0tP", [Instruction, 20])));
name({suspended, _, _, Process, _}) -> escape(Process).

milliseconds(Event) -> io_lib:format("~.1f ms", [(element(3, Event) - element(2, Event)) / 1000]).

escape(Text) -> unicode:characters_to_binary([escaped(Character) || Character <- unicode:characters_to_list(Text)]).

escaped($&) -> "&amp;";
escaped($<) -> "&lt;";
escaped($>) -> "&gt;";
escaped($") -> "&quot;";
escaped(Character) -> Character.
