%% Clients of a web server that a rehearsal lets run while it upgrades: on connections that they keep, on new ones, and on
%% websockets. What the user's own clients would see is what they count.
-module(relup_rehearse_client).
-export([start/1, stop/1]).

-export_type([clients/0, seen/0]).

-type clients() :: {Url :: string(), [{pid(), reference()}]}.
%% Requests or pings that were answered, when each began and ended, in microseconds of system time; those answered with a
%% status of 500 or more, or not as they should be; connections that were refused, and those that ended while something was
%% asked for, or that were kept.
-type seen() :: #{answers := [{integer(), integer()}], failed | refused | lost => non_neg_integer()}.

-define(KEPT, 8).
-define(WEBSOCKETS, 8).
%% In milliseconds: between requests of one client, and until an answer is a failure.
-define(PAUSE, 10).
-define(LIMIT, 30000).

%% `http://HOST:PORT/PATH` or `ws://HOST:PORT/PATH`. Waits until the server listens.
-spec start(Url :: string()) -> clients().
start(Url) ->
    #{scheme := Scheme, host := Host, path := Path} = Parts = uri_string:parse(Url),
    Target = {Host, maps:get(port, Parts, 80), [Path, [[$?, Query] || {ok, Query} <- [maps:find(query, Parts)]]]},
    listens(Target, erlang:monotonic_time(millisecond) + ?LIMIT, Url),
    Run = fun(Client) -> spawn_monitor(fun() -> Client(Target, none, seen()) end) end,
    {Url, case Scheme of
        "http" -> [Run(fun fresh/3) | [Run(fun kept/3) || _ <- lists:seq(1, ?KEPT)]];
        "ws" -> [Run(fun websocket/3) || _ <- lists:seq(1, ?WEBSOCKETS)]
    end}.

listens({Host, Port, _} = Target, End, Url) ->
    case gen_tcp:connect(Host, Port, [], 1000) of
        {ok, Socket} ->
            gen_tcp:close(Socket);
        {error, Reason} ->
            erlang:monotonic_time(millisecond) < End orelse
                throw({unclear, iolist_to_binary(io_lib:format("nothing listens for ~ts: ~w", [Url, Reason]))}),
            timer:sleep(100),
            listens(Target, End, Url)
    end.

%% Ends them, and returns what they have seen in all.
-spec stop(clients()) -> seen().
stop({_, Clients}) -> lists:foldl(fun merge/2, seen(), [stop_one(Client) || Client <- Clients]).

stop_one({Client, Monitor}) ->
    Client ! {stop, self()},
    receive
        {Client, Seen} -> Seen;
        {'DOWN', Monitor, process, Client, Reason} ->
            throw({unclear, relup_rehearse_text:text("a client of the rehearsal failed: ~0tP", [Reason, 20])})
    end.

merge(A, B) ->
    maps:merge_with(fun
        (answers, X, Y) -> X ++ Y;
        (_, X, Y) -> X + Y
    end, A, B).

seen() -> #{answers => [], failed => 0, refused => 0, lost => 0}.

count(What, Seen) -> maps:update_with(What, fun(N) -> N + 1 end, Seen).

now_in_microseconds() -> erlang:system_time(microsecond).

took(Begin, #{answers := Answers} = Seen) -> Seen#{answers := [{Begin, now_in_microseconds()} | Answers]}.

%% Goes on after a pause, unless it is to stop.
again(Client, Target, Socket, Seen) ->
    receive
        {stop, From} -> From ! {self(), Seen}
    after ?PAUSE ->
        Client(Target, Socket, Seen)
    end.

connect({Host, Port, _}, Options) ->
    gen_tcp:connect(Host, Port, [binary, {active, false} | Options], ?LIMIT).

%% A request on a new connection.
fresh(Target, none, Seen) ->
    Begin = now_in_microseconds(),
    case connect(Target, [{packet, http_bin}]) of
        {ok, Socket} ->
            {_, Next} = ask(Socket, Target, "close", Begin, Seen),
            gen_tcp:close(Socket),
            again(fun fresh/3, Target, none, Next);
        {error, _} ->
            again(fun fresh/3, Target, none, count(refused, Seen))
    end.

%% A request on a connection that is kept for the next one.
kept(Target, none, Seen) ->
    case connect(Target, [{packet, http_bin}]) of
        {ok, Socket} -> kept(Target, Socket, Seen);
        {error, _} -> again(fun kept/3, Target, none, count(refused, Seen))
    end;
kept(Target, Socket, Seen) ->
    case ask(Socket, Target, "keep-alive", now_in_microseconds(), Seen) of
        {keep, Next} ->
            again(fun kept/3, Target, Socket, Next);
        {close, Next} ->
            gen_tcp:close(Socket),
            again(fun kept/3, Target, none, Next)
    end.

ask(Socket, {Host, Port, Path}, Connection, Begin, Seen) ->
    Request = ["GET ", Path, " HTTP/1.1\r\nhost: ", Host, $:, integer_to_list(Port), "\r\nconnection: ", Connection, "\r\n\r\n"],
    try
        ok = inet:setopts(Socket, [{packet, http_bin}]),
        ok = gen_tcp:send(Socket, Request),
        {ok, {http_response, _, Status, _}} = gen_tcp:recv(Socket, 0, ?LIMIT),
        Headers = headers(Socket, #{}),
        body(Socket, Headers),
        Next = took(Begin, Seen),
        {case string:lowercase(maps:get('Connection', Headers, <<>>)) of <<"close">> -> close; _ -> keep end,
            case Status of
                _ when Status < 500 -> Next;
                _ -> count(failed, Next)
            end}
    catch
        error:{badmatch, {error, Reason}} when Reason =/= timeout -> {close, count(lost, Seen)};
        error:{badmatch, _} -> {close, count(failed, Seen)}
    end.

headers(Socket, Headers) ->
    case gen_tcp:recv(Socket, 0, ?LIMIT) of
        {ok, {http_header, _, Name, _, Value}} -> headers(Socket, Headers#{Name => Value});
        {ok, http_eoh} -> Headers
    end.

body(Socket, Headers) ->
    case Headers of
        #{'Content-Length' := <<"0">>} -> ok;
        #{'Content-Length' := Length} ->
            ok = inet:setopts(Socket, [{packet, raw}]),
            {ok, _} = gen_tcp:recv(Socket, binary_to_integer(Length), ?LIMIT),
            ok;
        #{'Transfer-Encoding' := _} -> chunks(Socket);
        _ -> ok
    end.

chunks(Socket) ->
    ok = inet:setopts(Socket, [{packet, line}]),
    {ok, Line} = gen_tcp:recv(Socket, 0, ?LIMIT),
    [Size | _] = string:lexemes(Line, "\r\n; "),
    ok = inet:setopts(Socket, [{packet, raw}]),
    case binary_to_integer(Size, 16) of
        0 ->
            {ok, <<"\r\n">>} = gen_tcp:recv(Socket, 2, ?LIMIT),
            ok;
        Length ->
            {ok, _} = gen_tcp:recv(Socket, Length + 2, ?LIMIT),
            chunks(Socket)
    end.

%% Pings, which a server answers by itself.
websocket({Host, Port, Path} = Target, none, Seen) ->
    Request = ["GET ", Path, " HTTP/1.1\r\nhost: ", Host, $:, integer_to_list(Port), "\r\nconnection: Upgrade\r\n"
        "upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ", base64:encode(<<0:128>>), "\r\n\r\n"],
    try
        {ok, Socket} = connect(Target, [{packet, http_bin}]),
        ok = gen_tcp:send(Socket, Request),
        {ok, {http_response, _, 101, _}} = gen_tcp:recv(Socket, 0, ?LIMIT),
        _ = headers(Socket, #{}),
        ok = inet:setopts(Socket, [{packet, raw}]),
        websocket(Target, Socket, Seen)
    catch
        error:{badmatch, {error, _}} -> again(fun websocket/3, Target, none, count(refused, Seen));
        error:{badmatch, _} -> again(fun websocket/3, Target, none, count(failed, Seen))
    end;
websocket(Target, Socket, Seen) ->
    Begin = now_in_microseconds(),
    %% An empty ping, masked with zeroes.
    _ = gen_tcp:send(Socket, <<16#89, 16#80, 0:32>>),
    case pong(Socket) of
        ok -> again(fun websocket/3, Target, Socket, took(Begin, Seen));
        lost -> again(fun websocket/3, Target, none, count(lost, Seen))
    end.

%% Whatever comes before the answer is the application's.
pong(Socket) ->
    case gen_tcp:recv(Socket, 2, ?LIMIT) of
        {ok, <<_:4, 16#A:4, 0>>} -> ok;
        {ok, <<_:4, 8:4, _>>} -> lost;
        {ok, <<_, 0:1, 127:7>>} -> skip(Socket, 8);
        {ok, <<_, 0:1, 126:7>>} -> skip(Socket, 2);
        {ok, <<_, 0:1, 0:7>>} -> pong(Socket);
        {ok, <<_, 0:1, Length:7>>} -> skip(Socket, {bytes, Length});
        _ -> lost
    end.

skip(Socket, {bytes, Length}) ->
    case gen_tcp:recv(Socket, Length, ?LIMIT) of
        {ok, _} -> pong(Socket);
        {error, _} -> lost
    end;
skip(Socket, Size) ->
    case gen_tcp:recv(Socket, Size, ?LIMIT) of
        {ok, Bytes} -> skip(Socket, {bytes, binary:decode_unsigned(Bytes)});
        {error, _} -> lost
    end.
