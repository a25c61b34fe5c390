%% Reports what happens to the node's logger and to the shell that runs the upgrade.
-module(relup_message).
-export([info/2, warning/2]).
-otp_release(?OTP_RELEASE).

-spec info(io:format(), [term()]) -> ok.
info(Format, Arguments) -> tell(notice, Format, Arguments).

-spec warning(io:format(), [term()]) -> ok.
warning(Format, Arguments) -> tell(warning, Format, Arguments).

tell(Level, Format, Arguments) ->
    logger:log(Level, Format, Arguments),
    Text = unicode:characters_to_binary(io_lib:format(Format ++ "~n", Arguments)),
    lists:foreach(fun(Shell) -> show(Shell, Text) end, shells()).

%% The group leaders of the processes that wait for this one. release_handler evaluates the relup in its own process,
%% and its caller monitors it until it answers. The node's console already has the message from the logger.
shells() ->
    {monitored_by, Waiting} = process_info(self(), monitored_by),
    Callers = [Pid || Pid <- [self() | Waiting], is_pid(Pid), node(Pid) =:= node()],
    Leaders = [Leader || Caller <- Callers, {group_leader, Leader} <- [process_info(Caller, group_leader)]],
    [Leader || Leader <- lists:usort(Leaders), not is_console(Leader)].

%% Processes of an application write to the console through the application's master.
is_console(Leader) ->
    Leader =:= whereis(user)
        orelse node(Leader) =:= node() andalso relup_process:module(Leader) =:= application_master.

%% Nobody waits for the answer: a shell that is gone, hangs or is far away does not delay the upgrade. What this process
%% sends stays in its order.
show(Shell, Text) ->
    Nobody = spawn(fun() -> ok end),
    Shell ! {io_request, Nobody, make_ref(), {put_chars, unicode, Text}}.
