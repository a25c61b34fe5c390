%% The processes that release_handler finds: from the top supervisor of each application down, by what supervisors say of
%% their children (release_handler_1:get_supervised_procs/0 of OTP 25 to 29). Asks what it asks, but never for long, and
%% nobody who would not understand the question.
-module(relup_install_tree).
-export([walk/0]).

-export_type([place/0, child/0, finding/0, tree/0]).

%% A process that release_handler finds, and the modules that it takes it to run.
-type place() :: #{
    pid := pid(),
    id := term(),
    %% `top` has no supervisor.
    supervisor := pid() | undefined,
    type := top | supervisor | worker,
    modules := [module()],
    application := atom()
}.

%% A child of any supervisor that is not there.
-type child() :: {Supervisor :: pid(), Id :: term(), undefined | restarting}.

%% `refuse`: with that the upgrade fails; `note`: it may.
-type finding() :: {refuse | note, binary()}.

-type tree() :: #{places := [place()], missing := [child()], supervisors := non_neg_integer(), findings := [finding()]}.

-spec walk() -> tree().
walk() ->
    Trees = [application(Application) || {Application, _, _} <- application:which_applications()],
    lists:foldr(fun join/2, nothing(), Trees).

-spec nothing() -> tree().
nothing() -> #{places => [], missing => [], supervisors => 0, findings => []}.

-spec join(tree(), tree()) -> tree().
join(A, B) ->
    Merge = fun
        (supervisors) -> maps:get(supervisors, A) + maps:get(supervisors, B);
        (Key) -> maps:get(Key, A) ++ maps:get(Key, B)
    end,
    maps:from_list([{Key, Merge(Key)} || Key <- maps:keys(A)]).

-spec refuse(io:format(), [term()]) -> tree().
refuse(Format, Arguments) -> (nothing())#{findings := [{refuse, relup_install_say:text(Format, Arguments)}]}.

%% An application without processes has no master.
-spec application(atom()) -> tree().
application(Application) ->
    case application_controller:get_master(Application) of
        Master when is_pid(Master) ->
            %% A master does nothing but answer that.
            case application_master:get_child(Master) of
                {Top, _} when is_pid(Top) -> top(Application, Top);
                _ -> nothing()
            end;
        undefined ->
            nothing()
    end.

-spec top(atom(), pid()) -> tree().
top(Application, Top) ->
    Place = #{pid => Top, id => Application, supervisor => undefined, type => top, application => Application},
    case state(Top) of
        {ok, _, Status} ->
            Found = [Place#{modules => [Module]} || Module <- callback(Top)],
            join((nothing())#{places := Found}, below(Place#{modules => []}, Status));
        Unanswered ->
            unanswered(Place#{modules => []}, Unanswered)
    end.

%% The callback module of a top supervisor that has just answered. It crashes for what is not a supervisor, and
%% release_handler then goes on without one.
-spec callback(pid()) -> [module()].
callback(Top) ->
    try
        [supervisor:get_callback_module(Top)]
    catch
        _:_ -> []
    end.

%% What sys:get_status/1 gives, without which release_handler crashes.
-spec state(pid()) -> {ok, running | suspended, term()} | timeout | {error, term()}.
state(Pid) ->
    case relup_install_ask:ask(Pid, system, get_status) of
        {ok, {status, _, {module, _}, [_, State, _, _, _]} = Status} -> {ok, State, Status};
        {ok, Other} -> {error, Other};
        Other -> Other
    end.

-spec unanswered(place(), timeout | {error, term()}) -> tree().
unanswered(Place, timeout) ->
    refuse(
        "~ts does not answer system messages: release_handler would give up after ~w s, and the node restart",
        [text(Place), relup_install_ask:timeout() div 1000]);
unanswered(#{pid := Pid} = Place, {error, Reason}) ->
    case is_process_alive(Pid) of
        true -> refuse("~ts answers something else than its status: ~0tP", [text(Place), Reason, 10]);
        false -> nothing()
    end.

%% The children of a process that is taken for a supervisor.
-spec below(place(), term()) -> tree().
below(#{pid := Pid} = Place, {status, _, {module, Loop}, [_, State, _, _, _]}) ->
    case {State, understands(Pid, Loop, which_children)} of
        {suspended, _} ->
            refuse(
                "~ts is suspended: release_handler would give up, and the node restart; resume it with sys:resume/1",
                [text(Place)]);
        {_, false} ->
            %% One that has ended since does not show what it was.
            case is_process_alive(Pid) of
                true ->
                    refuse(
                        "~ts is not a supervisor: release_handler would ask it for its children, and a server crashes then",
                        [text(Place)]);
                false ->
                    nothing()
            end;
        {_, _} ->
            case relup_install_ask:ask(Pid, '$gen_call', which_children) of
                {ok, Children} when is_list(Children) ->
                    %% Most are workers that tell their modules, and there may be very many.
                    {Plain, Others} = lists:partition(fun is_plain/1, Children),
                    One = (nothing())#{supervisors := 1, places := [place(Child, Place) || Child <- Plain]},
                    lists:foldr(fun join/2, One, [child(Child, Place) || Child <- Others]);
                timeout ->
                    refuse(
                        "~ts does not tell its children within ~w s: release_handler would wait for it for ever",
                        [text(Place), relup_install_ask:timeout() div 1000]);
                {ok, Other} ->
                    refuse("~ts answers something else than its children: ~0tP", [text(Place), Other, 10]);
                {error, _} ->
                    %% It has ended meanwhile: then it has no children for release_handler either.
                    nothing()
            end
    end.

%% Servers of OTP hand what they do not know to their callback module. Special processes such as connections of cowboy
%% answer calls by themselves, or by another module. `unknown` is asked: release_handler would.
-spec understands(pid(), Loop :: module(), atom()) -> boolean() | unknown.
understands(Pid, Loop, Request) ->
    case {relup_install_process:supervisor(Pid), lists:member(Loop, [gen_server, gen_statem, gen_event])} of
        {{ok, _}, _} -> true;
        {none, true} -> relup_install_ask:knows(relup_install_process:module(Pid), Request);
        {none, false} -> relup_install_ask:knows([Loop], '$gen_call')
    end.

-spec is_plain(term()) -> boolean().
is_plain({_, Pid, worker, Modules}) -> is_pid(Pid) andalso is_list(Modules);
is_plain(_) -> false.

-spec place(term(), place()) -> place().
place({Id, Pid, Type, Modules}, #{pid := Supervisor, application := Application}) ->
    #{pid => Pid, id => Id, supervisor => Supervisor, type => Type, modules => Modules, application => Application}.

-spec child(term(), place()) -> tree().
child({Id, Gone, _, _}, #{pid := Supervisor}) when Gone =:= undefined; Gone =:= restarting ->
    (nothing())#{missing := [{Supervisor, Id, Gone}]};
child({_, Pid, Type, Modules} = Child, Above) when is_pid(Pid) ->
    Place = place(Child, Above),
    case {Type, Modules} of
        {worker, dynamic} -> dynamic(Place);
        {supervisor, List} when is_list(List) -> supervisor(Place);
        {supervisor, dynamic} ->
            refuse(
                "~ts is a supervisor with modules dynamic: release_handler would crash, and the node restart",
                [text(Place)]);
        _ -> nothing()
    end;
child(_, _) ->
    nothing().

-spec supervisor(place()) -> tree().
supervisor(#{pid := Pid} = Place) ->
    Below =
        case state(Pid) of
            {ok, _, Status} -> below(Place, Status);
            Unanswered -> unanswered(Place, Unanswered)
        end,
    join((nothing())#{places := [Place]}, Below).

%% Event managers tell the modules of their handlers.
-spec dynamic(place()) -> tree().
dynamic(#{pid := Pid} = Place) ->
    case relup_install_process:handlers(Pid) of
        {ok, Modules} ->
            (nothing())#{places := [Place#{modules := Modules}]};
        none ->
            case relup_install_ask:knows(relup_install_process:module(Pid), get_modules) of
                false ->
                    refuse(
                        "~ts is declared with modules dynamic, but does not tell them, as it is not an event manager: "
                        "release_handler would give up after ~w s, and the node restart",
                        [text(Place), relup_install_ask:timeout() div 1000]);
                _ ->
                    (nothing())#{findings := [{note, relup_install_say:text("~ts tells its modules itself", [text(Place)])}]}
            end
    end.

-spec text(place()) -> binary().
text(#{pid := Pid, id := Application, type := top}) ->
    relup_install_say:text("~ts, which start/2 of application ~tw gave", [relup_install_process:text(Pid), Application]);
text(#{pid := Pid, id := Id, supervisor := Supervisor}) ->
    relup_install_say:text("~ts, child ~0tP of ~ts", [
        relup_install_process:text(Pid), Id, 8, relup_install_process:text(Supervisor)
    ]).
