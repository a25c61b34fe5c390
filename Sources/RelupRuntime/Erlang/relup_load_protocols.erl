%% Loads protocols as Elixir consolidated them for a version. release_handler loads code only from lib, where a protocol
%% knows none of its implementations.
-module(relup_load_protocols).
-export([run/1]).

-spec run({Version :: string(), [module()]}) -> ok.
run({Version, Protocols}) ->
    Directory = filename:join(relup_release:directory(Version), "consolidated"),
    lists:foreach(fun(Protocol) -> load(Directory, Protocol) end, Protocols),
    %% Code loaded later must come from there too, and the directory of the other version may be removed.
    case lists:filter(fun is_consolidated/1, code:get_path()) of
        [] ->
            ok;
        Others ->
            lists:foreach(fun code:del_path/1, Others),
            true = code:add_patha(Directory)
    end,
    relup_message:info("Loaded ~b consolidated protocols.", [length(Protocols)]).

load(Directory, Protocol) ->
    File = filename:join(Directory, atom_to_list(Protocol) ++ ".beam"),
    case file:read_file(File) of
        {ok, Code} ->
            {module, Protocol} = code:load_binary(Protocol, File, Code);
        {error, Reason} ->
            throw({error, {cannot_read, File, Reason}})
    end.

is_consolidated(Directory) -> filename:basename(Directory) =:= "consolidated".
