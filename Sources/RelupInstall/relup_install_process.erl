%% What is said of a process.
-module(relup_install_process).
-export([text/1]).

%% Its pid and its registered name, if it has one.
-spec text(pid()) -> binary().
text(Pid) ->
    case process_info(Pid, registered_name) of
        {registered_name, Name} -> relup_install_say:text("~w ~tw", [Pid, Name]);
        _ -> relup_install_say:text("~w", [Pid])
    end.
