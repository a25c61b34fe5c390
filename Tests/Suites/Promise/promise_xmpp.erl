%% Clients of an XMPP server, on the server's own node: sessions that are opened once, and asked whether they live.
-module(promise_xmpp).
-export([open/2, alive/1, log_in/2]).

%% Opens sessions, one a user, through a port of this host. A process keeps them.
open(Port, Count) ->
    Users = [<<"user", (integer_to_binary(N))/binary>> || N <- lists:seq(1, Count)],
    [register_user(User) || User <- Users],
    Owner = self(),
    Keeper = spawn(fun() ->
        Sockets = [log_in(Port, User) || User <- Users],
        Owner ! {self(), opened},
        keep(Sockets)
    end),
    true = register(?MODULE, Keeper),
    receive {Keeper, opened} -> Count end.

register_user(User) ->
    case ejabberd_auth:try_register(User, <<"localhost">>, <<"secret">>) of
        ok -> ok;
        {ok, _} -> ok
    end.

keep(Sockets) ->
    receive {From, alive} -> From ! {alive, length([ok || Socket <- Sockets, answers(Socket)])}, keep(Sockets) end.

%% How many of them answer, and whether one more can log in through the port.
alive(Port) ->
    ?MODULE ! {self(), alive},
    Alive = receive {alive, N} -> N end,
    {Alive, try gen_tcp:close(log_in(Port, <<"user1">>)) of ok -> true catch _:_ -> false end}.

answers(Socket) ->
    gen_tcp:send(Socket, <<"<iq type='get' id='live' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>">>) =:= ok andalso
        try until(Socket, <<"id='live'">>) of _ -> true catch _:_ -> false end.

log_in(Port, User) ->
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {active, false}]),
    Send = fun(Text, Answer) -> ok = gen_tcp:send(Socket, Text), until(Socket, Answer) end,
    Stream = <<"<stream:stream to='localhost' version='1.0' xmlns='jabber:client' "
        "xmlns:stream='http://etherx.jabber.org/streams'>">>,
    Send(Stream, <<"</stream:features>">>),
    Send([<<"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>">>,
        base64:encode(<<0, User/binary, 0, "secret">>), <<"</auth>">>], <<"<success">>),
    Send(Stream, <<"</stream:features>">>),
    Send(<<"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>">>, <<"</bind>">>),
    Socket.

until(Socket, Text) -> until(Socket, Text, <<>>).

until(Socket, Text, Got) ->
    case binary:match(Got, Text) of
        nomatch ->
            case gen_tcp:recv(Socket, 0, 10000) of
                {ok, More} -> until(Socket, Text, <<Got/binary, More/binary>>);
                {error, Reason} -> error({Reason, Got})
            end;
        _ -> ok
    end.
