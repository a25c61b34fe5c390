%% What a start of a version would give, as its boot script and sys.config say.
-module(relup_install_boot).
-export([read/1, environment/2, script/2, configuration/2, same/1]).

-export_type([start/0]).

-type start() :: #{
    name := string(),
    vsn := string(),
    %% Folders of code in the order of the code path, those that are there.
    path := [file:filename()],
    %% What is loaded at the start.
    modules := [module()],
    %% Properties of the .app files.
    applications := #{atom() => [{atom(), term()}]},
    started := [atom()],
    %% sys.config, with what it includes and what the command line of the emulator adds.
    configuration := #{atom() => [{atom(), term()}]},
    %% How many config providers of Elixir there are, whose values nobody knows without running them.
    providers := non_neg_integer()
}.

-spec read(Vsn :: string()) -> start().
read(Vsn) ->
    File = relup_install_node:path(Vsn, "start.boot"),
    {ok, Boot} = file:read_file(File),
    {script, {Name, _}, Instructions} = binary_to_term(Boot),
    {Config, Providers} = configuration(relup_install_node:path(Vsn, "sys.config"), init:get_arguments()),
    maps:merge(script(Instructions, fun directory/1), #{name => Name, vsn => Vsn, configuration => Config, providers => Providers}).

%% The environment of an application: what its .app file gives, and the configuration over it.
-spec environment(atom(), #{applications := map(), configuration := map(), _ => _}) -> #{atom() => term()}.
environment(Name, #{applications := Applications, configuration := Config}) ->
    Given = proplists:get_value(env, maps:get(Name, Applications, []), []),
    maps:merge(maps:from_list(Given), maps:from_list(maps:get(Name, Config, []))).

%% Of a boot script, with the folders that Directory gives for its paths.
-spec script([term()], fun((string()) -> file:filename())) -> map().
script(Instructions, Directory) ->
    lists:foldl(
        fun(Instruction, Start) -> instruction(Instruction, Start, Directory) end,
        #{path => [], modules => [], applications => #{}, started => []},
        Instructions).

-spec instruction(term(), map(), fun((string()) -> file:filename())) -> map().
instruction({path, Path}, Start, Directory) ->
    %% The last one holds.
    Start#{path := [Folder || Entry <- Path, Folder <- [Directory(Entry)], filelib:is_dir(Folder)]};
instruction({primLoad, Modules}, #{modules := Known} = Start, _) ->
    Start#{modules := Modules ++ Known};
instruction({kernelProcess, _, {application_controller, start, [{application, Name, Properties}]}}, Start, _) ->
    loaded(Name, Properties, Start);
instruction({apply, {application, load, [{application, Name, Properties}]}}, Start, _) ->
    loaded(Name, Properties, Start);
instruction({apply, {application, start_boot, [Name | _]}}, #{started := Known} = Start, _) ->
    Start#{started := [Name | Known]};
instruction(_, Start, _) ->
    Start.

-spec loaded(atom(), [{atom(), term()}], map()) -> map().
loaded(Name, Properties, #{applications := Known} = Start) -> Start#{applications := Known#{Name => Properties}}.

%% A path of a boot script: $ROOT is the folder of the emulator's release, other variables are given at the start.
-spec directory(string()) -> file:filename().
directory("$" ++ Path) ->
    [Variable | Rest] = filename:split(Path),
    filename:join([variable(Variable) | without_parents(Rest)]);
directory(Path) ->
    Path.

-spec variable(string()) -> string().
variable("ROOT") ->
    code:root_dir();
variable(Name) ->
    Values = lists:append([Pair || {boot_var, Pair} <- init:get_arguments()]),
    case value(Name, Values) of
        {ok, Value} -> Value;
        none -> "$" ++ Name
    end.

%% Names and values in turn.
-spec value(string(), [string()]) -> {ok, string()} | none.
value(Name, [Name, Value | _]) -> {ok, Value};
value(Name, [_, _ | Rest]) -> value(Name, Rest);
value(_, _) -> none.

%% lib/../releases is named like that in releases of mix: as they lie in the folder that is meant, `lib` is left out.
-spec without_parents([string()]) -> [string()].
without_parents(Names) ->
    lists:reverse(lists:foldl(
        fun
            ("..", [Name | Above]) when Name =/= ".." -> Above;
            (Name, Above) -> [Name | Above]
        end,
        [],
        Names)).

%% The configuration that a start takes: that of the file, and of the command line, which wins; and how many config
%% providers of Elixir add to it.
-spec configuration(file:filename(), [{atom(), [string()]}]) -> {#{atom() => [{atom(), term()}]}, non_neg_integer()}.
configuration(File, Arguments) ->
    FromFile = lists:foldl(fun merge/2, #{}, file_configuration(File, 0)),
    Config = lists:foldl(fun merge/2, FromFile, command_line(Arguments)),
    case proplists:get_value(config_provider_init, maps:get(elixir, Config, [])) of
        #{providers := Providers} -> {Config, length(Providers)};
        _ -> {Config, 0}
    end.

-spec merge({atom(), [{atom(), term()}]}, map()) -> map().
merge({Application, Pairs}, Config) ->
    Known = maps:get(Application, Config, []),
    Config#{Application => lists:foldl(fun({Key, Value}, All) -> lists:keystore(Key, 1, All, {Key, Value}) end, Known, Pairs)}.

%% sys.config and the files that it names, which lie beside it or in the current folder; those may name others.
-spec file_configuration(file:filename(), non_neg_integer()) -> [{atom(), [{atom(), term()}]}].
file_configuration(File, Depth) when Depth < 10 ->
    case file:consult(File) of
        {ok, [Entries]} when is_list(Entries) -> lists:flatmap(fun(Entry) -> entry(Entry, File, Depth) end, Entries);
        _ -> []
    end;
file_configuration(_, _) ->
    [].

-spec entry(term(), file:filename(), non_neg_integer()) -> [{atom(), [{atom(), term()}]}].
entry({Application, Pairs}, _, _) when is_atom(Application), is_list(Pairs) ->
    [{Application, [Pair || {Key, _} = Pair <- Pairs, is_atom(Key)]}];
entry([_ | _] = Name, File, Depth) ->
    Included = filename:rootname(Name, ".config") ++ ".config",
    Beside = filename:join(filename:dirname(File), Included),
    case relup_install_file:exists(Beside) of
        true -> file_configuration(Beside, Depth + 1);
        false -> file_configuration(Included, Depth + 1)
    end;
entry(_, _, _) ->
    [].

%% -Application Key Value …; flags of the emulator have no values that are terms for keys.
-spec command_line([{atom(), [string()]}]) -> [{atom(), [{atom(), term()}]}].
command_line(Arguments) -> [{Application, pairs(Values)} || {Application, [_, _ | _] = Values} <- Arguments].

-spec pairs([string()]) -> [{atom(), term()}].
pairs([Key, Value | Rest]) ->
    case {term(Key), term(Value)} of
        {{ok, Name}, {ok, Term}} when is_atom(Name) -> [{Name, Term} | pairs(Rest)];
        _ -> []
    end;
pairs(_) ->
    [].

-spec term(string()) -> {ok, term()} | none.
term(Text) ->
    case erl_scan:string(Text ++ ".") of
        {ok, Tokens, _} ->
            case erl_parse:parse_term(Tokens) of
                {ok, Term} -> {ok, Term};
                {error, _} -> none
            end;
        {error, _, _} ->
            none
    end.

%% What a folder is, whatever it is called: links lead to the same one.
-spec same(file:filename()) -> term().
same(Folder) ->
    case file:read_file_info(Folder) of
        {ok, Info} -> {element(10, Info), element(12, Info)};
        {error, _} -> Folder
    end.
