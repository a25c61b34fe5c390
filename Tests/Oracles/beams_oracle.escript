%% beams_oracle.escript FILE
%%
%% Writes a line for every beam of the installed Erlang, and of Elixir if it is there: its path and what beam_lib:md5/1
%% says of it.
-mode(compile).

main([File]) ->
    Elixir = [filename:dirname(filename:dirname(filename:dirname(Path)))
        || Path <- filelib:wildcard("/usr/lib/elixir/lib/elixir/ebin/elixir.beam")],
    Beams = lists:append([filelib:wildcard(filename:join([Lib, "*", "ebin", "*.beam"]))
        || Lib <- [code:lib_dir() | Elixir]]),
    ok = file:write_file(File, [[Path, $\s, md5(Path), $\n] || Path <- lists:sort(Beams)]).

md5(Path) ->
    {ok, {_, Digest}} = beam_lib:md5(Path),
    binary:encode_hex(Digest).
