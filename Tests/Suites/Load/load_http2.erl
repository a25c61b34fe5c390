%% HTTP/2 as a client needs it here: several requests at once on one connection, with small fields and bodies.
-module(load_http2).
-export([connect/1, close/1, is_closing/1, request/4, data/4, answer/1]).

-opaque connection() :: #{
    via := load_http:connection(), next := pos_integer(), closing := boolean(),
    %% How many bytes of bodies the server takes as yet.
    window := integer(),
    %% What has come of an answer, by the number of its stream, and answers that have come as a whole.
    begun := #{pos_integer() => {Status :: integer(), Body :: binary()}}, ended := [answer()]
}.
-type answer() :: {Stream :: pos_integer(), Status :: integer(), Body :: binary()}.
-export_type([connection/0]).

-define(DATA, 0).
-define(HEADERS, 1).
-define(RST_STREAM, 3).
-define(SETTINGS, 4).
-define(PING, 6).
-define(GOAWAY, 7).
-define(WINDOW_UPDATE, 8).

-define(END_STREAM, 1).
-define(ACK, 1).
-define(END_HEADERS, 4).

%% Speaks HTTP/2 at once; of TLS, it asks for it.
-spec connect({gen_tcp | ssl, inet:port_number()}) -> connection().
connect({Module, _} = Transport) ->
    Via = load_http:connect(Transport, [{alpn_advertised_protocols, [<<"h2">>]} || Module =:= ssl]),
    load_http:send(Via, ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", frame(?SETTINGS, 0, 0, <<>>)]),
    #{via => Via, next => 1, closing => false, window => 65535, begun => #{}, ended => []}.

-spec close(connection()) -> ok.
close(#{via := Via}) -> load_http:close(Via).

%% Whether the server has said that it takes no more requests.
-spec is_closing(connection()) -> boolean().
is_closing(#{closing := Closing}) -> Closing.

%% Begins a request; its body, if it has one, is what data sends.
-spec request(connection(), get | post, string(), fin | nofin) -> {Stream :: pos_integer(), connection()}.
request(#{via := Via, next := Stream} = Connection, Method, Path, End) ->
    load_http:send(Via, frame(?HEADERS, ?END_HEADERS bor flag(End), Stream, fields(Method, Via, Path))),
    {Stream, Connection#{next := Stream + 2}}.

%% Sends a part of a body once the server takes it.
-spec data(connection(), Stream :: pos_integer(), binary(), fin | nofin) -> connection().
data(#{via := Via, window := Window} = Connection, Stream, Data, End) when byte_size(Data) =< Window ->
    load_http:send(Via, frame(?DATA, flag(End), Stream, Data)),
    Connection#{window := Window - byte_size(Data)};
data(Connection, Stream, Data, End) ->
    data(received(Connection), Stream, Data, End).

flag(fin) -> ?END_STREAM;
flag(nofin) -> 0.

%% The fields as numbers of the static table of HPACK, and as literals.
fields(Method, {Module, _}, Path) ->
    [case Method of get -> 16#82; post -> 16#83 end, case Module of gen_tcp -> 16#86; ssl -> 16#87 end,
        16#04, length(Path), Path, 16#01, 9, "localhost"].

frame(Type, Flags, Stream, Payload) ->
    [<<(iolist_size(Payload)):24, Type, Flags, Stream:32>>, Payload].

%% Waits for an answer to end. Throws reset or failed.
-spec answer(connection()) -> {answer(), connection()}.
answer(#{ended := [Answer | Others]} = Connection) -> {Answer, Connection#{ended := Others}};
answer(Connection) -> answer(received(Connection)).

received(#{via := Via} = Connection) ->
    <<Size:24, Type, Flags, _:1, Stream:31>> = load_http:receive_bytes(Via, 9),
    case taken(Type, Flags, Stream, load_http:receive_bytes(Via, Size), Connection) of
        #{begun := #{Stream := {Status, Body}} = Begun, ended := Ended} = Next
                when Type =< ?HEADERS, Flags band ?END_STREAM =/= 0 ->
            Next#{begun := maps:remove(Stream, Begun), ended := Ended ++ [{Stream, Status, Body}]};
        Next ->
            Next
    end.

taken(?DATA, _, Stream, Data, #{via := Via, begun := Begun} = Connection) ->
    #{Stream := {Status, Body}} = Begun,
    _ = Data =/= <<>> andalso load_http:send(Via, frame(?WINDOW_UPDATE, 0, 0, <<(byte_size(Data)):32>>)),
    Connection#{begun := Begun#{Stream := {Status, <<Body/binary, Data/binary>>}}};
taken(?HEADERS, _, Stream, _, #{begun := Begun} = Connection) when is_map_key(Stream, Begun) ->
    Connection;
taken(?HEADERS, _, Stream, Fields, #{begun := Begun} = Connection) ->
    Connection#{begun := Begun#{Stream => {status(Fields), <<>>}}};
taken(?RST_STREAM, _, _, <<Code:32>>, Connection) ->
    %% Without an error, the server wants no more of the body of a request that it has answered.
    Code =:= 0 orelse throw(reset),
    Connection;
taken(Type, Flags, _, Payload, #{via := Via} = Connection)
        when Type =:= ?SETTINGS orelse Type =:= ?PING, Flags band ?ACK =:= 0 ->
    load_http:send(Via, frame(Type, ?ACK, 0, case Type of ?PING -> Payload; ?SETTINGS -> <<>> end)),
    Connection;
taken(?WINDOW_UPDATE, _, 0, <<_:1, More:31>>, #{window := Window} = Connection) ->
    Connection#{window := Window + More};
taken(?GOAWAY, _, _, _, Connection) ->
    Connection#{closing := true};
taken(_, _, _, _, Connection) ->
    Connection.

%% The status comes first, but for changes of the size of the table.
status(<<2#001:3, _:5, Fields/binary>>) -> status(Fields);
status(<<16#88, _/binary>>) -> 200;
status(_) -> 500.
