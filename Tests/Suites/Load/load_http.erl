%% HTTP/1.1 as a client needs it here: one request at a time, and what went wrong told apart.
-module(load_http).
-export([connect/1, connect/2, close/1, close_all/0, request/5, send/2, head/1, body/2, receive_bytes/2]).

-type transport() :: {gen_tcp | ssl, inet:port_number()}.
-type connection() :: {gen_tcp | ssl, Socket :: term()}.
-export_type([connection/0]).

%% How long an answer may take, in milliseconds.
-define(TIMEOUT, 15000).

-spec connect(transport()) -> connection().
connect(Transport) -> connect(Transport, []).

%% Throws refused or reset.
-spec connect(transport(), [term()]) -> connection().
connect({Module, Port}, More) ->
    Options = [binary, {active, false}, {nodelay, true} | More ++ options(Module)],
    case Module:connect({127, 0, 0, 1}, Port, Options, ?TIMEOUT) of
        {ok, Socket} -> put({?MODULE, Socket}, Module), {Module, Socket};
        {error, econnreset} -> throw(reset);
        {error, closed} -> throw(reset);
        {error, _} -> throw(refused)
    end.

options(ssl) -> [{verify, verify_none}, {log_level, none}];
options(gen_tcp) -> [].

-spec close(connection()) -> ok.
close({Module, Socket}) ->
    erase({?MODULE, Socket}),
    _ = Module:close(Socket),
    ok.

%% Closes all connections of this process.
-spec close_all() -> ok.
close_all() -> lists:foreach(fun close/1, [{Module, Socket} || {{?MODULE, Socket}, Module} <- get()]).

%% The status, the body, and whether the server keeps the connection. Throws reset or failed.
-spec request(connection(), get | post, string(), [iodata()], iodata()) -> {integer(), binary(), keep | close}.
request(Connection, Method, Path, Headers, Body) ->
    Length = [["Content-Length: ", integer_to_list(iolist_size(Body)), "\r\n"] || Method =:= post],
    send(Connection, [string:uppercase(atom_to_list(Method)), " ", Path, " HTTP/1.1\r\nHost: localhost\r\n",
        Length, Headers, "\r\n", Body]),
    {Status, Fields} = head(Connection),
    Text = body(Connection, Fields),
    {Status, Text, case Fields of #{'Connection' := <<"close">>} -> close; _ -> keep end}.

-spec send(connection(), iodata()) -> ok.
send({Module, Socket}, Data) -> taken(Module:send(Socket, Data)).

-spec head(connection()) -> {Status :: integer(), #{atom() | binary() => binary()}}.
head({Module, Socket} = Connection) ->
    ok = options(Connection, [{packet, http_bin}]),
    {http_response, _, Status, _} = taken(Module:recv(Socket, 0, ?TIMEOUT)),
    {Status, fields(Connection, #{})}.

fields({Module, Socket} = Connection, Fields) ->
    case taken(Module:recv(Socket, 0, ?TIMEOUT)) of
        {http_header, _, Name, _, Value} -> fields(Connection, Fields#{Name => Value});
        http_eoh -> Fields
    end.

-spec body(connection(), map()) -> binary().
body(Connection, #{'Content-Length' := Length}) ->
    ok = options(Connection, [{packet, raw}]),
    receive_bytes(Connection, binary_to_integer(Length));
body(Connection, #{'Transfer-Encoding' := <<"chunked">>}) ->
    iolist_to_binary(chunks(Connection)).

chunks({Module, Socket} = Connection) ->
    ok = options(Connection, [{packet, line}]),
    Size = binary_to_integer(string:trim(taken(Module:recv(Socket, 0, ?TIMEOUT))), 16),
    ok = options(Connection, [{packet, raw}]),
    Chunk = receive_bytes(Connection, Size),
    <<"\r\n">> = receive_bytes(Connection, 2),
    [Chunk | [chunks(Connection) || Size > 0]].

-spec receive_bytes(connection(), non_neg_integer()) -> binary().
receive_bytes(_, 0) -> <<>>;
receive_bytes({Module, Socket}, Size) -> taken(Module:recv(Socket, Size, ?TIMEOUT)).

options({gen_tcp, Socket}, Options) -> given(inet:setopts(Socket, Options));
options({ssl, Socket}, Options) -> given(ssl:setopts(Socket, Options)).

given(ok) -> ok;
given({error, _}) -> throw(reset).

taken(ok) -> ok;
taken({ok, Value}) -> Value;
taken({error, timeout}) -> throw(failed);
taken({error, _}) -> throw(reset).
