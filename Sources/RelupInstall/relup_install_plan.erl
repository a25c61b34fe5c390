%% What one step leaves to the next: the way, what this run has made, and what the node was like before.
-module(relup_install_plan).
-export([new/3, read/0, write/1, keep/1, kept/0]).

-export_type([plan/0, child/0]).

%% A child of a supervisor.
-type child() :: {Supervisor :: pid(), Id :: term(), Pid :: pid()}.

-type plan() :: #{
    name := string(),
    from := string(),
    to := string(),
    back := boolean(),
    %% Files and folders that were not there before.
    made := [file:filename()],
    wrote_releases := boolean(),
    started := term(),
    environment := [{string(), string() | false}],
    %% Whether the relup restarts the emulator.
    restarts => boolean()
}.

-spec new(From :: string(), To :: string(), IsBack :: boolean()) -> plan().
new(From, To, IsBack) ->
    #{
        name => relup_install_node:name(From),
        from => From,
        to => To,
        back => IsBack,
        made => [],
        wrote_releases => false,
        started => relup_install_node:incarnation(),
        environment => relup_install_node:environment()
    }.

-spec read() -> plan().
read() ->
    {ok, [Plan]} = file:consult(relup_install_node:work("plan")),
    Plan.

%% The children that the script means to keep.
-spec keep([child()]) -> ok.
keep(Children) -> file:write_file(relup_install_node:work("kept"), term_to_binary(Children)).

%% Those of the installation of this run, unless the node has started since.
-spec kept() -> [child()] | none.
kept() ->
    case file:read_file(relup_install_node:work("kept")) of
        {ok, Kept} ->
            #{started := Started} = read(),
            case relup_install_node:incarnation() of
                Started -> binary_to_term(Kept);
                _ -> none
            end;
        {error, _} ->
            none
    end.

-spec write(plan()) -> ok.
write(Plan) -> relup_install_file:replace(relup_install_node:work("plan"), relup_install_say:text("~0tp.~n", [Plan])).
