%% Files of the release.
-module(relup_install_file).
-export([replace/2, exists/1, term/1]).

%% Writes a file so that there is always a whole one.
-spec replace(file:filename(), iodata()) -> ok.
replace(File, Contents) ->
    ok = file:write_file(File ++ ".tmp", Contents),
    ok = file:rename(File ++ ".tmp", File).

%% Whether there is anything of this name, a link that leads nowhere too.
-spec exists(file:filename()) -> boolean().
exists(File) -> element(1, file:read_link_info(File)) =:= ok.

%% The one term of a file's contents.
-spec term(binary()) -> term().
term(Contents) ->
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Contents)),
    {ok, Term} = erl_parse:parse_term(Tokens),
    Term.
