%% A command of the user that is to run all the time.
-module(relup_rehearse_load).
-export([start/2, stop/1]).

-export_type([load/0]).

-type load() :: #{file := file:filename(), port := relup_rehearse_command:running()}.

-spec start(relup_rehearse_release:rehearsed(), file:filename()) -> load().
start(#{work := Work} = Node, File) ->
    Log = filename:join(Work, filename:basename(File) ++ ".log"),
    #{file => File, port => relup_rehearse_command:start(["/bin/sh", File], relup_rehearse_release:settings(Node), Log)}.

%% Ends it. One that has failed has seen something.
-spec stop(load()) -> [relup_rehearse:finding()].
stop(#{file := File, port := Port}) ->
    Ended = relup_rehearse_command:has_ended(Port),
    ok = relup_rehearse_command:stop(Port),
    {ok, Command} = file:read_file(File),
    case Ended of
        false -> [];
        {true, 0} -> [{unclear, relup_rehearse_text:text("the load '~ts' ended before the rehearsal did", [string:trim(Command)])}];
        {true, Status} ->
            [{failed, relup_rehearse_text:text("the load '~ts' ended with status ~w: ~ts", [string:trim(Command), Status, last(File)])}]
    end.

last(File) ->
    case file:read_file(File ++ ".log") of
        {ok, Text} -> relup_rehearse_text:last_line(Text);
        {error, _} -> <<>>
    end.
