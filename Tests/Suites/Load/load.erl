%% A load client for releases that are upgraded: clients of several kinds use a web server all the time, and each answer
%% is counted for the phase in which it came. The phase is what the last line of standard input names; at its end the
%% table is written.
%%
%%     erl -noshell -pa FOLDER -run load main PORT CLIENTS WEBSOCKETS [TLS-PORT]
-module(load).
-export([main/1, certificate/1]).

%% Of 40 clients.
-define(SHARES, [
    {keepalive, 11}, {connection, 8}, {post, 6}, {slow, 3}, {poll, 2}, {chunked, 2}, {upload, 2}, {events, 2},
    {http2, 2}, {'http2-upload', 2}
]).

-spec main([string()]) -> pid().
main(Arguments) ->
    spawn(fun() ->
        try run(Arguments) of Status -> halt(Status)
        catch Class:Reason:Stack -> io:format("~p: ~0tP~n~0tP~n", [Class, Reason, 30, Stack, 30]), halt(2)
        end
    end).

run([Port, Clients, Websockets | Secure]) ->
    [{ok, _} = application:ensure_all_started(ssl) || Secure =/= []],
    load_count:new(),
    Plain = {gen_tcp, list_to_integer(Port)},
    Transports = [Plain | [{ssl, list_to_integer(P)} || P <- Secure]],
    Count = list_to_integer(Clients),
    Kinds = [{Kind, lists:nth(1 + N rem length(Transports), Transports)} || {Kind, Share} <- ?SHARES,
        N <- lists:seq(1, round(Share * Count / 40))],
    %% Some hundred frames a second in all.
    load_client:set_interval(max(50, 3 * list_to_integer(Websockets))),
    Frames = [{websocket, Plain} || _ <- lists:seq(1, list_to_integer(Websockets))],
    Pids = [spawn_link(fun() -> load_client:run(Kind, Transport) end) || {Kind, Transport} <- Kinds ++ Frames],
    phases(),
    load_count:stop(),
    %% Each ends with what it is at.
    Monitors = [monitor(process, Pid) || Pid <- Pids],
    [receive {'DOWN', Monitor, process, _, _} -> ok after 10000 -> load_count:add(stop, failed) end || Monitor <- Monitors],
    books(Plain),
    load_count:write(),
    case load_count:faults() of 0 -> 0; _ -> 1 end.

%% Writes a certificate of the machine itself, with its key, to a file.
-spec certificate([file:filename()]) -> no_return().
certificate([File]) ->
    Chain = [{digest, sha256}, {key, {rsa, 2048, 65537}}],
    Side = #{root => Chain, intermediates => [], peer => Chain},
    #{server_config := Options} = public_key:pkix_test_data(#{server_chain => Side, client_chain => Side}),
    {Kind, Key} = proplists:get_value(key, Options),
    Entries = [{'Certificate', proplists:get_value(cert, Options), not_encrypted}, {Kind, Key, not_encrypted}],
    ok = file:write_file(File, public_key:pem_encode(Entries)),
    halt(0).

phases() ->
    case io:get_line("") of
        eof ->
            ok;
        Line ->
            io:format("until ~ts: ~b faults, longest pause ~b ms~n",
                [string:trim(Line), load_count:faults(), load_count:longest_pause()]),
            load_count:phase(string:trim(Line)),
            phases()
    end.

%% What the server says was posted, beside what the clients were told.
books(Transport) ->
    try
        {200, Text, _} = load_http:request(load_http:connect(Transport), get, "/posts", [], <<>>),
        [Names, Posts] = [binary_to_integer(N) || N <- binary:split(Text, <<" ">>)],
        Told = load_count:posted(),
        io:format("posts: ~b were confirmed, the server has ~b, and counted ~b~n", [Told, Names, Posts]),
        [load_count:add(post, doubled, Posts - Names) || Posts > Names],
        [load_count:add(post, lost, Told - Names) || Told > Names]
    catch
        error:Reason -> io:format("posts: ~0tP~n", [Reason, 20]), load_count:add(post, failed)
    end.
