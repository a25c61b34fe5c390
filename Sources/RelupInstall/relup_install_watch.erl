%% Whether the node does worse than before the installation: crash reports, children that were restarted, memory, and
%% processes that wait for a scheduler.
-module(relup_install_watch).
-export([begin_to/0, watch/1, forget/0]).

%% Measures the node as it is before, and has the logger collect reports from now on.
-spec begin_to() -> ok.
begin_to() ->
    collect(),
    keep("before", {erlang:memory(total), run_queue()}).

%% OTP's own reports; the last of them, and no more than 100 kB. The node is to evaluate nothing for each report, so the
%% filter is a function of OTP.
-spec collect() -> ok.
collect() ->
    forget(),
    ok = logger:add_handler(relup_install, logger_std_h, #{
        level => error,
        config => #{file => relup_install_node:work("reports"), max_no_bytes => 100000},
        filter_default => stop,
        filters => [{otp, {erlang:make_fun(logger_filters, domain, 2), {log, sub, [otp]}}}],
        formatter => {logger_formatter, #{single_line => true, depth => 12, chars_limit => 300, template => [msg, "\n"]}}
    }).

%% Collects no more; a run that was ended may have left it.
-spec forget() -> ok.
forget() ->
    _ = logger:remove_handler(relup_install),
    ok.

%% Says what is wrong by now. The first time it only takes down which children run.
-spec watch(relup_install:request()) -> done | differs.
watch(#{watch := GoesOn}) ->
    Children = relup_install_reach:kept(relup_install_script:aims([]), relup_install_tree:walk()),
    {Memory, Queue} = kept("before"),
    Found =
        case kept("watched") of
            none ->
                keep("watched", Children),
                %% The emulator may have restarted.
                lists:member(relup_install, logger:get_handler_ids()) orelse collect(),
                [];
            Before ->
                restarted(Before, Children)
        end ++ reports() ++ memory(Memory, erlang:memory(total)) ++ queue(Queue, run_queue()),
    [relup_install_say:say("watch: ~ts", [Text]) || Text <- Found],
    GoesOn andalso Found =:= [] orelse forget(),
    case Found of
        [] -> done;
        _ -> differs
    end.

-spec keep(string(), term()) -> ok.
keep(File, Term) -> ok = file:write_file(relup_install_node:work(File), term_to_binary(Term)).

-spec kept(string()) -> term().
kept(File) ->
    case file:read_file(relup_install_node:work(File)) of
        {ok, Term} -> binary_to_term(Term);
        {error, _} -> none
    end.

-spec restarted([relup_install_journal:child()], [relup_install_journal:child()]) -> [binary()].
restarted(Before, Now) ->
    Pids = maps:from_list([{{Supervisor, Id}, Pid} || {Supervisor, Id, Pid} <- Now]),
    [
        relup_install_say:text("~0tP of ~ts was restarted", [Id, 8, relup_install_process:text(Supervisor)])
     || {Supervisor, Id, Pid} <- Before, maps:get({Supervisor, Id}, Pids, Pid) =/= Pid
    ].

-spec reports() -> [binary()].
reports() ->
    _ = logger_std_h:filesync(relup_install),
    case file:read_file(relup_install_node:work("reports")) of
        {ok, <<_, _/binary>> = Reports} ->
            Lines = string:lexemes(Reports, "\n"),
            [relup_install_say:text("~w error reports, the first: ~ts", [length(Lines), string:slice(hd(Lines), 0, 300)])];
        _ ->
            []
    end.

%% More than twice as much, and 64 MiB.
-spec memory(pos_integer(), pos_integer()) -> [binary()].
memory(Before, Now) ->
    [
        relup_install_say:text("~w MiB of memory, ~w before", [Now bsr 20, Before bsr 20])
     || Now > 2 * Before + 64 bsl 20
    ].

%% More than ten processes a scheduler above what was waiting before.
-spec queue(non_neg_integer(), non_neg_integer()) -> [binary()].
queue(Before, Now) ->
    [
        relup_install_say:text("~w processes wait for a scheduler, ~w before", [Now, Before])
     || Now > Before + 10 * erlang:system_info(schedulers_online)
    ].

%% The least of half a second.
-spec run_queue() -> non_neg_integer().
run_queue() ->
    lists:min([begin timer:sleep(100), erlang:statistics(total_run_queue_lengths) end || _ <- lists:seq(1, 5)]).
