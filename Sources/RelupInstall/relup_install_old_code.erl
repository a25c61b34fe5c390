%% Who runs old code: a process that still does when its module is loaded once more is killed.
-module(relup_install_old_code).
-export([users/0, users/1, text/1]).

%% The modules that have old code, and who runs it.
-spec users() -> {[module()], [{pid(), module()}]}.
users() ->
    Old = [M || {M, _} <- code:all_loaded(), erlang:check_old_code(M)],
    {Old, users(Old)}.

%% Who runs old code of one of these modules.
-spec users([module()]) -> [{pid(), module()}].
users(Modules) ->
    Old = [M || M <- Modules, erlang:check_old_code(M)],
    [{P, M} || Old =/= [], P <- processes(), M <- Old, erlang:check_process_code(P, M) =:= true].

-spec text({pid(), module()}) -> binary().
text({Pid, Module}) ->
    relup_install_say:text("~ts runs old code of ~tw", [relup_install_process:text(Pid), Module]).
