%% The clients. Each does one thing again and again, waits a little in between, and tells what became of it.
-module(load_client).
-export([run/2, set_interval/1]).

%% How long a client waits between two requests, and a slow request works, in milliseconds.
-define(REST, 25).
-define(WORK, 100).

-spec run(atom(), {gen_tcp | ssl, inet:port_number()}) -> ok.
run(Kind, Transport) ->
    timer:sleep(rand:uniform(500)),
    loop(Kind, Transport, none, 0).

%% Each kind has a connection that it keeps, none if it has to be made.
loop(Kind, Transport, Connection, N) ->
    case load_count:is_on() of
        true ->
            Next = try use(Kind, Transport, Connection, N)
            catch
                throw:Outcome -> load_count:add(Kind, Outcome), load_http:close_all(), none;
                error:_ -> load_count:add(Kind, failed), load_http:close_all(), none
            end,
            timer:sleep(?REST),
            loop(Kind, Transport, Next, N + 1);
        false ->
            ok
    end.

use(websocket, Transport, none, _) -> frames(websocket(Transport), 0);
use(events, Transport, none, _) -> events(Transport);
use(http2, Transport, none, _) -> http2(load_http2:connect(Transport));
use('http2-upload', Transport, none, _) -> uploads(load_http2:connect(Transport));
use(Kind, Transport, Connection, N) ->
    Start = now_in_microseconds(),
    Used = case Connection of none -> load_http:connect(Transport); _ -> Connection end,
    {Work, Kept} = request(Kind, Used, N),
    load_count:done(Kind, Start, Work * 1000),
    case Kept of
        keep when Kind =/= connection -> Used;
        _ -> load_http:close(Used), none
    end.

request(Kind, Connection, _) when Kind =:= keepalive; Kind =:= connection ->
    {Status, Text, Kept} = load_http:request(Connection, get, "/value",
        ["Connection: close\r\n" || Kind =:= connection], <<>>),
    Status =:= 200 orelse throw(fault(Text)),
    {0, Kept};
request(post, Connection, N) ->
    Name = io_lib:format("~w ~b", [self(), N]),
    {200, Count, Kept} = load_http:request(Connection, post, "/posts", [], Name),
    Count =:= <<"1">> orelse throw(doubled),
    {0, Kept};
request(slow, Connection, _) ->
    {200, <<"slow">>, Kept} = load_http:request(Connection, get, "/slow?" ++ integer_to_list(?WORK), [], <<>>),
    {?WORK, Kept};
request(poll, Connection, _) ->
    {200, <<"poll">>, Kept} = load_http:request(Connection, get, "/poll?" ++ integer_to_list(?WORK), [], <<>>),
    {?WORK, Kept};
request(chunked, Connection, _) ->
    {200, <<"0123456789">>, Kept} = load_http:request(Connection, get, "/chunked", [], <<>>),
    {100, Kept};
request(upload, Connection, _) ->
    %% A body in pieces, a while apart.
    load_http:send(Connection, "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"),
    [begin load_http:send(Connection, binary:copy(<<"a">>, 1000)), timer:sleep(20) end || _ <- lists:seq(1, 5)],
    {200, Fields} = load_http:head(Connection),
    <<"5000">> = load_http:body(Connection, Fields),
    {100, case Fields of #{'Connection' := <<"close">>} -> close; _ -> keep end}.

%% Two slow requests at any moment, and a fast one whenever one of them ends: the connection is never without a request.
http2(Connection) ->
    {First, Begun} = begin_request(slow, Connection),
    timer:sleep(?WORK div 2),
    {Second, Both} = begin_request(slow, Begun),
    http2(Both, maps:from_list([First, Second])).

%% By stream, what each request is and when it began.
http2(Connection, Running) when Running =:= #{} ->
    load_http2:close(Connection),
    none;
http2(Connection, Running) ->
    {{Stream, Status, Text}, Rest} = load_http2:answer(Connection),
    {{Kind, Start}, Others} = maps:take(Stream, Running),
    Status =:= 200 orelse throw(fault(Text)),
    load_count:done(http2, Start, case Kind of slow -> ?WORK * 1000; value -> 0 end),
    case Kind =:= slow andalso load_count:is_on() andalso not load_http2:is_closing(Rest) of
        true ->
            {Slow, Begun} = begin_request(slow, Rest),
            {Value, Both} = begin_request(value, Begun),
            http2(Both, maps:merge(Others, maps:from_list([Slow, Value])));
        false ->
            http2(Rest, Others)
    end.

begin_request(Kind, Connection) ->
    Path = case Kind of slow -> "/slow?" ++ integer_to_list(?WORK); value -> "/value" end,
    Start = now_in_microseconds(),
    {Stream, Begun} = load_http2:request(Connection, get, Path, fin),
    {{Stream, {Kind, Start}}, Begun}.

%% A body in pieces, a while apart, beside another request.
uploads(Connection) ->
    Start = now_in_microseconds(),
    {Slow, One} = load_http2:request(Connection, get, "/slow?" ++ integer_to_list(?WORK), fin),
    {Upload, Two} = load_http2:request(One, post, "/upload", nofin),
    Sent = lists:foldl(fun(_, Before) ->
        After = load_http2:data(Before, Upload, binary:copy(<<"a">>, 1000), nofin),
        timer:sleep(20),
        After
    end, Two, lists:seq(1, 5)),
    {{Stream1, 200, Text1}, Three} = load_http2:answer(load_http2:data(Sent, Upload, <<>>, fin)),
    {{Stream2, 200, Text2}, Four} = load_http2:answer(Three),
    #{Slow := <<"slow">>, Upload := <<"5000">>} = #{Stream1 => Text1, Stream2 => Text2},
    load_count:done('http2-upload', Start, ?WORK * 1000),
    timer:sleep(?REST),
    case load_count:is_on() andalso not load_http2:is_closing(Four) of
        true -> uploads(Four);
        false -> load_http2:close(Four), none
    end.

%% What an answer other than 200 says.
fault(<<"missing">>) -> missing;
fault(<<"mixed">>) -> mixed;
fault(_) -> failed.

%% Server-sent events come with numbers, one every 20 milliseconds.
events(Transport) ->
    Connection = load_http:connect(Transport),
    load_http:send(Connection, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    {200, #{'Transfer-Encoding' := <<"chunked">>}} = load_http:head(Connection),
    event(Connection, 0).

event({Module, Socket} = Connection, N) ->
    Start = now_in_microseconds(),
    ok = case Module of gen_tcp -> inet:setopts(Socket, [{packet, line}]); ssl -> ssl:setopts(Socket, [{packet, line}]) end,
    read_until(Connection, <<"data: ", (integer_to_binary(N))/binary, "\n">>, 5),
    load_count:done(events, Start, 20000),
    case load_count:is_on() of
        true -> event(Connection, N + 1);
        false -> load_http:close(Connection), none
    end.

%% The line, within so many.
read_until(_, _, 0) ->
    throw(lost);
read_until({Module, Socket} = Connection, Line, Left) ->
    case Module:recv(Socket, 0, 15000) of
        {ok, Line} -> ok;
        {ok, _} -> read_until(Connection, Line, Left - 1);
        {error, timeout} -> throw(failed);
        {error, _} -> throw(reset)
    end.

websocket(Transport) ->
    Connection = load_http:connect(Transport),
    load_http:send(Connection, ["GET /websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"]),
    {101, _} = load_http:head(Connection),
    {Module, Socket} = Connection,
    ok = case Module of gen_tcp -> inet:setopts(Socket, [{packet, raw}]); ssl -> ssl:setopts(Socket, [{packet, raw}]) end,
    Connection.

%% Numbered frames out, masked with zeros, and the same number behind a version and a blank back.
frames(Connection, N) ->
    Start = now_in_microseconds(),
    Text = integer_to_binary(N),
    load_http:send(Connection, [<<1:1, 0:3, 1:4, 1:1, (byte_size(Text)):7, 0:32>>, Text]),
    <<1:1, 0:3, 1:4, 0:1, Size:7>> = load_http:receive_bytes(Connection, 2),
    case binary:split(load_http:receive_bytes(Connection, Size), <<" ">>) of
        [_, Text] -> load_count:done(websocket, Start, 0);
        _ -> throw(lost)
    end,
    timer:sleep(interval()),
    case load_count:is_on() of
        true -> frames(Connection, N + 1);
        false -> load_http:close(Connection), none
    end.

%% Between two frames of a websocket, in milliseconds.
-spec set_interval(pos_integer()) -> ok.
set_interval(Interval) -> persistent_term:put({?MODULE, interval}, Interval).

interval() -> persistent_term:get({?MODULE, interval}).

now_in_microseconds() -> erlang:monotonic_time(microsecond).
