%% The sys.config of a version, as launchers of relx make it at a start.
-module(relup_install_config).
-export([expand/1, substitute/2]).

%% Makes sys.config of its template, with the environment of the node; refuses one that cannot be read.
-spec expand(Vsn :: string()) -> ok.
expand(Vsn) ->
    File = relup_install_node:path(Vsn, "sys.config"),
    case template(File) of
        none ->
            ok;
        Template ->
            {ok, Contents} = file:read_file(Template),
            {Text, Unset} = substitute(Contents, fun(Name) -> os:getenv(Name) end),
            [relup_install_say:say("note: ${~ts} of sys.config is not set on the node", [Name]) || Name <- Unset],
            relup_install_file:replace(File, Text),
            relup_install_say:say("expanded sys.config of ~ts", [Vsn])
    end,
    case file:consult(File) of
        {ok, [Config]} when is_list(Config) -> ok;
        {error, enoent} -> relup_install_say:say("note: ~ts has no sys.config", [Vsn]);
        {error, Reason} ->
            relup_install_say:stop(no, "cannot read sys.config of ~ts: ~ts", [Vsn, file:format_error(Reason)]);
        {ok, _} -> relup_install_say:stop(no, "sys.config of ~ts is not one list", [Vsn])
    end.

%% sys.config.src, or sys.config itself where RELX_REPLACE_OS_VARS asks for it; that is kept as sys.config.orig.
-spec template(file:filename()) -> file:filename() | none.
template(File) ->
    case relup_install_file:exists(File ++ ".src") of
        true ->
            File ++ ".src";
        false ->
            case os:getenv("RELX_REPLACE_OS_VARS") =/= false andalso relup_install_file:exists(File) of
                true ->
                    {ok, _} = file:copy(File, File ++ ".orig"),
                    File ++ ".orig";
                false ->
                    none
            end
    end.

%% Replaces ${NAME} and ${NAME:-default}; gives the names that have neither a value nor a default.
-spec substitute(binary(), fun((string()) -> string() | false)) -> {binary(), Unset :: [string()]}.
substitute(Contents, Get) ->
    Parts = re:split(Contents, "(\\$\\{[^}]*\\})", [unicode, {return, list}]),
    Values = [value(Part, Get) || Part <- Parts],
    {relup_install_say:text("~ts", [[Text || {Text, _} <- Values]]), lists:append([Unset || {_, Unset} <- Values])}.

-spec value(string(), fun((string()) -> string() | false)) -> {string(), [string()]}.
value("${" ++ Rest, Get) ->
    [Name | Default] = string:split(lists:droplast(Rest), ":-"),
    case {Default, Get(Name)} of
        {[Text], Empty} when Empty =:= false; Empty =:= "" -> {Text, []};
        {[], false} -> {"", [Name]};
        {_, Text} -> {Text, []}
    end;
value(Text, _) ->
    {Text, []}.
