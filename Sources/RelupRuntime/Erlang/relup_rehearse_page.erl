%% A page that shows what happened while the node was upgraded: which instruction ran when, which process stood still, how
%% long clients waited; and beside it what relup-show had said would happen.
-module(relup_rehearse_page).
-export([page/4]).

%% In pixels: where lanes begin, how long they are, and how far apart.
-define(LEFT, 320).
-define(WIDTH, 640).
-define(LANE, 22).

-spec page(proven | failed | unclear, Cause :: binary(), Figures :: [{atom(), term()}], Plan :: binary()) -> iolist().
page(Verdict, Cause, Figures, Plan) ->
    Value = fun(Key) -> proplists:get_value(Key, Figures, "") end,
    Events = proplists:get_value(events, Figures, []),
    Clients = proplists:get_value(answers, Figures, []),
    Title = ["Rehearsal of ", escape(Value(old)), " to ", escape(Value(new))],
    ["<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>", Title, "</title>\n<style>\n"
        "body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }\n"
        ":root { color-scheme: light dark; } svg { width: 100%; font-size: 12px; } text { fill: currentColor; }\n"
        "td { padding: 0 1rem 0 0; vertical-align: top; } td:first-child { text-align: right; white-space: nowrap; }\n"
        ".beside { display: flex; flex-wrap: wrap; gap: 2rem; } .beside > div { flex: 1 1 26rem; overflow-x: auto; }\n"
        ".proven { color: #2e7d32; } .failed { color: #c62828; } .unclear { color: #b26a00; }\n"
        "</style>\n<h1>", Title, "</h1>\n",
        "<p><strong class=\"", atom_to_list(Verdict), "\">", atom_to_list(Verdict), "</strong> ", escape(Cause), "</p>\n",
        [["<p>", escape(Url), ": ", escape(relup_rehearse_report:answers(Answer)), "</p>\n"] ||
            {Url, Answer} <- Clients],
        timeline(Events, Clients),
        "<div class=\"beside\">\n<div><h2>Measured</h2>\n", instructions(Events), "</div>\n",
        "<div><h2>Planned</h2>\n<pre>", escape(Plan), "</pre></div>\n</div>\n</html>\n"].

timeline([], _) ->
    [];
timeline(Events, Clients) ->
    Begin = lists:min([element(2, Event) || Event <- Events]),
    Time = max(1, lists:max([element(3, Event) || Event <- Events]) - Begin),
    X = fun(Moment) -> ?LEFT + min(max(Moment - Begin, 0), Time) * ?WIDTH div Time end,
    Span = fun(Event, Lane, Colour) ->
        From = X(element(2, Event)),
        io_lib:format("<rect x=\"~w\" y=\"~w\" width=\"~w\" height=\"~w\" fill=\"~s\"><title>~ts, ~ts</title></rect>\n",
            [From, Lane * ?LANE, max(2, X(element(3, Event)) - From), ?LANE - 6, Colour, name(Event), milliseconds(Event)])
    end,
    Suspended = [Event || {suspended, _, _, _, _} = Event <- Events],
    Waiting = [{Url, [Answer || {From, To} = Answer <- Answers, To >= Begin, From =< Begin + Time]} ||
        {Url, #{answers := Answers}} <- Clients],
    ["<h2>While it was upgraded</h2>\n",
        io_lib:format("<svg viewBox=\"0 0 ~w ~w\" role=\"img\">\n",
            [?LEFT + ?WIDTH, (length(Suspended) + 2 * length(Waiting) + 2) * ?LANE]),
        label(0, "the script"), [Span(Event, 0, "#5c6bc0") || {instruction, _, _, _} = Event <- Events],
        [[label(Lane, name(Event)), Span(Event, Lane, "#ef6c00")] || {Lane, Event} <- lists:enumerate(Suspended)],
        [answers(length(Suspended) + 2 * Lane - 1, Url, Answers, X) || {Lane, {Url, Answers}} <- lists:enumerate(Waiting)],
        io_lib:format("<text x=\"~w\" y=\"~w\" text-anchor=\"end\">~.1f ms</text>\n</svg>\n",
            [?LEFT + ?WIDTH, (length(Suspended) + 2 * length(Waiting) + 1) * ?LANE + 12, Time / 1000])].

%% Two lanes in which each request is a line from its begin to its end, the higher the longer it took.
answers(Lane, Url, Answers, X) ->
    Longest = relup_rehearse_report:longest(Answers),
    Bottom = (Lane + 2) * ?LANE - 6,
    [label(Lane, [escape(Url), io_lib:format(", up to ~w ms", [Longest div 1000])]),
        "<path stroke=\"#00897b\" d=\"",
        [io_lib:format("M~w ~wH~w", [X(Begin), Bottom - (End - Begin) * (2 * ?LANE - 8) div max(1, Longest), max(X(Begin) + 1, X(End))]) ||
            {Begin, End} <- Answers],
        "\"/>\n"].

instructions(Events) ->
    ["<table>\n",
        [["<tr><td>", milliseconds(Event), "<td><code>", name(Event), "</code>\n"] || {instruction, _, _, _} = Event <- Events],
        "</table>\n"].

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
