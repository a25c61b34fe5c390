%% A sys.config that holds all that a start of a version would configure, with what config providers give. release_handler
%% sets the environment from sys.config before it runs the script: with this file no value is missing at any moment.
%%
%% A start must run the providers again, so the file lies there during the installation alone; it may hold secrets.
-module(relup_install_complete).
-export([check/1, with/2, restore/1]).

%% Runs the providers of a version, so that one that fails does so before anything has changed.
-spec check(Vsn :: string()) -> ok.
check(Vsn) ->
    case configuration(Vsn) of
        none ->
            ok;
        #{providers := Providers, missing := Missing} = Result ->
            relup_install_say:say("config providers of ~ts: ~w, no value is missing at any moment", [
                Vsn, length(Providers) - length(Missing)]),
            [relup_install_say:say(
                "note: config provider ~tw is new in ~ts: what it gives is missing until the script has loaded it", [M, Vsn])
                || M <- Missing],
            is_writable(text(Result)) orelse
                relup_install_say:say(
                    "note: the configuration of ~ts has values that no file can hold: what config providers give is "
                    "missing until the script begins", [Vsn])
    end,
    ok.

%% Calls a function while sys.config of a version is complete.
-spec with(Vsn :: string(), fun(() -> Answer)) -> Answer.
with(Vsn, Function) ->
    Text =
        case configuration(Vsn) of
            none -> none;
            Result -> text(Result)
        end,
    case Text =/= none andalso is_writable(Text) of
        true ->
            write(Vsn, Text),
            try
                Function()
            after
                restore(Vsn)
            end;
        false ->
            Function()
    end.

%% Puts the file back that a start reads, where this or an interrupted run has replaced it.
-spec restore(Vsn :: string()) -> ok.
restore(Vsn) ->
    Kept = kept(Vsn),
    case relup_install_file:exists(Kept) of
        true -> ok = file:rename(Kept, file(Vsn));
        false -> ok
    end.

-spec file(string()) -> file:filename().
file(Vsn) -> relup_install_node:path(Vsn, "sys.config").

%% The file that a start reads, in the meantime.
-spec kept(string()) -> file:filename().
kept(Vsn) -> relup_install_node:path(Vsn, "sys.config.start").

%% None where sys.config says everything.
-spec configuration(string()) -> relup_providers:result() | none.
configuration(Vsn) ->
    try relup_providers:configuration(Vsn) of
        #{included := [], providers := []} -> none;
        Result -> Result
    catch
        _:Reason ->
            relup_install_say:stop(
                no, "the configuration of ~ts fails: ~ts; nothing was changed", [Vsn, reason(Reason)])
    end.

%% What a start would show of it.
-spec reason(term()) -> io_lib:chars().
reason(#{'__struct__' := Exception, '__exception__' := true} = Reason) ->
    io_lib:format("~tw: ~ts", [Exception, 'Elixir.Exception':message(Reason)]);
reason(Reason) ->
    io_lib:format("~0tP", [Reason, 12]).

-spec text(relup_providers:result()) -> binary().
text(#{configuration := Configuration}) -> relup_install_say:text("%% coding: utf-8~n~0tp.~n", [Configuration]).

%% Processes, references and functions cannot be read again.
-spec is_writable(binary()) -> boolean().
is_writable(Text) ->
    case erl_scan:string(unicode:characters_to_list(Text)) of
        {ok, Tokens, _} -> element(1, erl_parse:parse_term(Tokens)) =:= ok;
        {error, _, _} -> false
    end.

%% For the user of the node alone, from the first byte, and a whole file at any moment.
-spec write(string(), binary()) -> ok.
write(Vsn, Text) ->
    File = file(Vsn),
    New = File ++ ".tmp",
    _ = file:delete(New),
    ok = file:write_file(New, <<>>, [exclusive]),
    ok = file:change_mode(New, 8#600),
    ok = file:write_file(New, Text),
    case file:make_link(File, kept(Vsn)) of
        ok ->
            ok;
        {error, _} ->
            %% The folder knows no links.
            {ok, Info} = file:read_file_info(File),
            {ok, _} = file:copy(File, kept(Vsn)),
            ok = file:change_mode(kept(Vsn), element(8, Info) band 8#7777)
    end,
    ok = file:rename(New, File).
