%% Runs the tests of a folder of beams with EUnit, and says of each how it went. The last line counts: N passed, N failed.
-module(suite_report).
-behaviour(eunit_listener).
-export([main/0]).
-export([start/1, init/1, handle_begin/3, handle_end/3, handle_cancel/3, terminate/2]).

%% How long a test may take, in seconds; EUnit gives it 5, but the machine may have much else to do.
-define(TIMEOUT, 300).

main() ->
    ok = logger:set_primary_config(level, none),
    Folder = filename:dirname(code:which(?MODULE)),
    Modules = [list_to_atom(filename:basename(File, ".beam")) || File <- filelib:wildcard(Folder ++ "/*.beam")],
    %% As on a node, which has all that a relup carries loaded.
    ok = code:ensure_modules_loaded([Module || Module <- Modules, lists:prefix("relup_", atom_to_list(Module))]),
    Tests = [Test || Module <- Modules, lists:suffix("_tests", atom_to_list(Module)), Test <- tests(Module)],
    case eunit:test([{timeout, ?TIMEOUT, Test} || Test <- Tests], [no_tty, {report, {?MODULE, []}}]) of
        ok -> halt(0);
        error -> halt(1)
    end.

%% As EUnit finds them: functions, and those that give tests.
tests(Module) ->
    Names = [{Name, lists:reverse(atom_to_list(Name))} || {Name, 0} <- Module:module_info(exports)],
    [{Module, Name} || {Name, "tset_" ++ _} <- Names] ++ [{generator, Module, Name} || {Name, "_tset_" ++ _} <- Names].

start(Options) -> eunit_listener:start(?MODULE, Options).

init(_) -> [].

handle_begin(_, _, State) -> State.

handle_end(test, Data, State) ->
    Name = name(Data),
    case proplists:get_value(status, Data) of
        ok ->
            io:format("passed: ~ts (~b ms)~n", [Name, proplists:get_value(time, Data, 0)]);
        {skipped, Reason} ->
            io:format("skipped: ~ts: ~tp~n", [Name, Reason]);
        {error, {Class, Reason, Stack}} ->
            io:format("FAILED: ~ts~n~tp: ~tp~n~tp~n", [Name, Class, Reason, Stack]),
            io:format("~ts", [proplists:get_value(output, Data, "")])
    end,
    State;
handle_end(group, _, State) ->
    State.

handle_cancel(_, Data, State) ->
    case proplists:get_value(reason, Data) of
        undefined -> State;
        Reason -> io:format("FAILED: ~ts~n~tp~n", [name(Data), Reason]), [cancelled | State]
    end.

terminate({ok, Counts}, Cancelled) ->
    Failed = proplists:get_value(fail, Counts, 0) + length(Cancelled),
    io:format("~b passed, ~b failed~n", [proplists:get_value(pass, Counts, 0), Failed]);
terminate({error, Reason}, _) ->
    io:format("FAILED: EUnit ended: ~tp~n0 passed, 1 failed~n", [Reason]).

name(Data) ->
    case proplists:get_value(source, Data) of
        {Module, Name, _} -> io_lib:format("~ts:~ts", [Module, Name]);
        _ -> io_lib:format("~tp", [proplists:get_value(desc, Data)])
    end.
