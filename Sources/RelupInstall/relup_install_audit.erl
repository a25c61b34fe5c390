%% Whether the node is what a start of the version that it runs would give.
-module(relup_install_audit).
-export([audit/0]).

-export_type([part/0, difference/0]).

%% `differs`: a start would give something else; `note`: it may, or it cannot be seen.
-type difference() :: {differs | note, binary()}.

%% What has been compared, or cannot be, and how it differs.
-type part() :: {compared | not_compared, What :: iodata(), [difference()]}.

%% Says each difference, and what has been compared.
-spec audit() -> done | differs.
audit() ->
    Vsn = relup_install_node:runs(),
    Start = relup_install_boot:read(Vsn),
    Tree = relup_install_tree:walk(),
    Parts = [
        relup_install_audit_code:modules(Start),
        relup_install_audit_code:paths(Start),
        relup_install_audit_applications:applications(Start),
        relup_install_audit_environment:environment(Start),
        relup_install_audit_processes:children(Tree),
        relup_install_audit_processes:restarted(Tree),
        relup_install_audit_processes:old_code(),
        relup_install_audit_logger:logger(Start)
    ],
    Differences = lists:usort([Difference || {_, _, Found} <- Parts, Difference <- Found]),
    [relup_install_say:say("differs: ~ts", [Text]) || {differs, Text} <- Differences],
    [relup_install_say:say("note: ~ts", [Text]) || {note, Text} <- Differences],
    Count = length([differs || {differs, _} <- Differences]),
    What = fun(Kind) -> lists:join(", ", [Text || {Is, Text, _} <- Parts, Is =:= Kind]) end,
    relup_install_say:say("audit of ~ts: the node ~ts what a start would give; compared: ~ts~ts", [
        Vsn,
        case Count of
            0 -> "is";
            1 -> "differs in 1 way from";
            _ -> io_lib:format("differs in ~w ways from", [Count])
        end,
        What(compared),
        [["; not compared: ", Not] || [_ | _] = Not <- [What(not_compared)]]
    ]),
    case Count of
        0 -> done;
        _ -> differs
    end.
