%% What the sys.config of a version sets, as a start of that version reads it (application_controller, OTP 25): included
%% files are beside it, and if a key is set twice, the later value wins. release_handler looks for included files in the
%% working directory of the node.
-module(relup_configuration).
-export([of_version/1, value/4]).
-export_type([configuration/0]).

-type configuration() :: [{Application :: atom(), [{Key :: atom(), Value :: term()}]}].

%% All of it, overridden by what the emulator's command line sets. Without files, nobody configured that version.
-spec of_version(string()) -> {configuration(), Included :: [file:filename()]}.
of_version(Version) ->
    Directory = relup_release:directory(Version),
    File = filename:join(Directory, "sys.config"),
    Entries = case file:consult(File) of
        {error, enoent} -> [];
        Read -> entries(File, Read)
    end,
    Included = [included(Name, Directory) || Name <- Entries, is_list(Name)],
    Parts = [part(Entry, Directory) || Entry <- Entries],
    Configuration = lists:foldl(fun merge/2, [], lists:append(Parts)),
    {[{Application, on_command_line(Application, Pairs)} || {Application, Pairs} <- Configuration], Included}.

-spec value(atom(), atom(), configuration(), Default) -> term() | Default.
value(Application, Key, Configuration, Default) ->
    proplists:get_value(Key, proplists:get_value(Application, Configuration, []), Default).

part(Name, Directory) when is_list(Name) ->
    File = included(Name, Directory),
    [Entry || {_, _} = Entry <- entries(File, file:consult(File))];
part({_, _} = Entry, _) -> [Entry];
part(_, _) -> [].

%% Beside sys.config, or else in the working directory.
included(Name, Directory) ->
    Whole = filename:join(filename:dirname(Name), filename:basename(Name, ".config") ++ ".config"),
    Beside = filename:join(Directory, Whole),
    case filelib:is_file(Beside) of
        true -> Beside;
        false -> Whole
    end.

entries(_, {ok, [Entries]}) when is_list(Entries) -> Entries;
entries(_, {ok, []}) -> [];
entries(File, {ok, _}) -> throw({error, {cannot_read, File, not_one_list}});
entries(File, {error, Reason}) -> throw({error, {cannot_read, File, Reason}}).

merge({Application, Pairs}, Configuration) ->
    Before = proplists:get_value(Application, Configuration, []),
    lists:keystore(Application, 1, Configuration, {Application, lists:foldl(fun set/2, Before, Pairs)}).

set({Key, _} = Pair, Pairs) -> lists:keystore(Key, 1, Pairs, Pair).

%% -Application Key Value
on_command_line(Application, Pairs) ->
    case init:get_argument(Application) of
        {ok, Arguments} -> lists:foldl(fun set/2, Pairs, lists:append([pairs(Words) || Words <- Arguments]));
        error -> Pairs
    end.

pairs([Key, Value | Words]) -> [{term(Key), term(Value)} | pairs(Words)];
pairs(_) -> [].

term(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text ++ "."),
    {ok, Term} = erl_parse:parse_term(Tokens),
    Term.
