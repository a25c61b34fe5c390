%% What this run, or one before it that was ended, has begun and not brought to its end: the way, how far it came, and what
%% it has made. It is on the disk before each step and after it, and outlives runs and nodes.
-module(relup_install_journal).
-export([new/3, read/0, write/1, claim/1, enter/1, settle/1, keep/1, kept/0]).

-export_type([journal/0, job/0, state/0, child/0]).

%% A child of a supervisor.
-type child() :: {Supervisor :: pid(), Id :: term(), Pid :: pid()}.

-type job() :: install | check | rollback.

%% `settled`: nothing is unfinished. `preparing`: what runs has not changed. `installing`: release_handler changes it, or
%% did so when the run ended. `installed`: it runs, and a restart boots the version before. `finishing`: it becomes
%% permanent.
-type state() :: settled | preparing | installing | installed | finishing.

%% Without the optional keys where it is settled.
-type journal() :: #{
    state := state(),
    %% The last job that came to its end.
    last := none | {job(), From :: string(), To :: string()},
    %% The run that is at work on it.
    run => string(),
    job => job(),
    name => string(),
    from => string(),
    to => string(),
    %% Files and folders that were not there before, those of the version `makes`.
    made => [file:filename()],
    makes => string(),
    %% Where release_handler takes the tarball from.
    tarball => file:filename(),
    wrote_releases => boolean(),
    started => term(),
    environment => [{string(), string() | false}],
    %% Whether the relup restarts the emulator.
    restarts => boolean()
}.

-spec new(job(), From :: string(), To :: string()) -> journal().
new(Job, From, To) ->
    #{
        state => preparing,
        last => none,
        run => relup_install_lock:run(),
        job => Job,
        name => relup_install_node:name(From),
        from => From,
        to => To,
        made => [],
        makes => To,
        wrote_releases => false,
        started => relup_install_node:incarnation(),
        environment => relup_install_node:environment()
    }.

-spec file() -> file:filename().
file() -> relup_install_node:path("relup-install.journal").

-spec read() -> journal().
read() ->
    case file:consult(file()) of
        {ok, [Journal]} -> Journal;
        {error, enoent} -> #{state => settled, last => none};
        {error, Reason} -> relup_install_say:stop(failed, "cannot read '~ts': ~ts", [file(), file:format_error(Reason)])
    end.

-spec write(journal()) -> ok.
write(Journal) -> relup_install_file:persist(file(), relup_install_say:text("%% coding: utf-8~n~0tp.~n", [Journal])).

%% Begins a job of this run.
-spec claim(journal()) -> ok.
claim(Journal) ->
    #{last := Last} = read(),
    write(Journal#{last := Last}).

-spec enter(state()) -> ok.
enter(State) -> write((read())#{state := State}).

%% Nothing is unfinished any more: the job is done, or all of it was undone.
-spec settle(done | undone) -> ok.
settle(Outcome) ->
    case {Outcome, read()} of
        {done, #{job := Job, from := From, to := To}} when From =/= To -> settled({Job, From, To});
        {_, #{last := none}} -> relup_install_file:forget(file());
        {_, #{last := Last}} -> settled(Last)
    end.

-spec settled({job(), string(), string()}) -> ok.
settled(Last) -> write(#{state => settled, last => Last}).

%% The children that the script means to keep.
-spec keep([child()]) -> ok.
keep(Children) -> file:write_file(relup_install_node:work("kept"), term_to_binary(Children)).

%% Those of the installation of this run, unless the node has started since.
-spec kept() -> [child()] | none.
kept() ->
    case file:read_file(relup_install_node:work("kept")) of
        {ok, Kept} ->
            case {read(), relup_install_node:incarnation()} of
                {#{started := Started}, Started} -> binary_to_term(Kept);
                _ -> none
            end;
        {error, _} ->
            none
    end.
