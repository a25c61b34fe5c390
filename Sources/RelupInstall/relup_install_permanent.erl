%% Has a start boot a version, as release_handler:make_permanent/1 does. That one empties start_erl.data and RELEASES before
%% it writes them: a node that is killed in between, or whose disk is full, does not start any more.
-module(relup_install_permanent).
-export([make/1, write/2, releases/0]).

%% A version that runs.
-spec make(Vsn :: string()) -> ok.
make(To) ->
    write(To, fun() -> ok end),
    Config =
        case filelib:is_regular(relup_install_node:path(To, "sys.config")) of
            true -> relup_install_node:path(To, "sys");
            false -> false
        end,
    ok = init:make_permanent(relup_install_node:path(To, "start"), Config),
    %% release_handler keeps the releases, and the modules that it could not purge yet, as lists.
    Kept = tuple_to_list(sys:get_state(release_handler)),
    _ = [code:purge(Module) || List <- Kept, is_list(List), {Module, brutal_purge} <- List],
    _ = sys:replace_state(release_handler, fun(State) ->
        list_to_tuple([
            case is_releases(Element) of
                true -> permanent(Element, To);
                false -> Element
            end
         || Element <- tuple_to_list(State)
        ])
    end),
    ok.

-spec is_releases(term()) -> boolean().
is_releases([Release | _]) when element(1, Release) =:= release -> true;
is_releases(_) -> false.

%% Writes both files, and in between has the caller change what else a start reads. Whatever of it is done when this ends:
%% with the status tmp_current, release_handler takes this version for the one that runs if the start has booted it, and for
%% one that is unpacked otherwise.
-spec write(Vsn :: string(), fun(() -> ok)) -> ok.
write(To, Between) ->
    Releases =
        case releases() of
            none -> hd([List || List <- tuple_to_list(sys:get_state(release_handler)), is_releases(List)]);
            Known -> Known
        end,
    {release, _, _, Erts, _, Status} = lists:keyfind(To, 3, Releases),
    Status =:= permanent orelse write_releases(lists:keyreplace(To, 3, Releases, status(To, tmp_current, Releases))),
    relup_install_file:persist(relup_install_node:path("start_erl.data"), [Erts, " ", unicode:characters_to_binary(To)]),
    ok = Between(),
    write_releases(permanent(Releases, To)).

-spec status(string(), atom(), [tuple()]) -> tuple().
status(Vsn, Status, Releases) -> setelement(6, lists:keyfind(Vsn, 3, Releases), Status).

-spec permanent([tuple()], string()) -> [tuple()].
permanent(Releases, To) ->
    [
        case Release of
            {_, _, To, _, _, _} -> setelement(6, Release, permanent);
            {_, _, _, _, _, permanent} -> setelement(6, Release, old);
            _ -> Release
        end
     || Release <- Releases
    ].

%% RELEASES, if it can be read; each as {release, Name, Version, Erts, Libraries, Status}.
-spec releases() -> [tuple()] | none.
releases() ->
    case file:consult(relup_install_node:path("RELEASES")) of
        {ok, [Releases]} -> Releases;
        _ -> none
    end.

-spec write_releases([tuple()]) -> ok.
write_releases(Releases) ->
    relup_install_file:persist(
        relup_install_node:path("RELEASES"), relup_install_say:text("%% coding: utf-8~n~tp.~n", [Releases])).
