#!/usr/bin/env escript
%% systools_oracle.escript DIR...
%%
%% Runs systools:make_relup/4 in each folder as its case.term tells, and writes expected.term ({ok, Warnings}, the error,
%% or {exception, Class, Reason}; stack traces empty) and, where there is one, expected.relup.
%%
%% The order that systools takes from a hash table is made the one of relup-make: Kahn's algorithm, of the components that
%% are ready the one with the lowest instruction number first.
-mode(compile).
-export([topsort/2]).

main(Dirs) ->
    %% What is not loaded by now is not found later, when the code path is empty.
    [load(Application) || Application <- [stdlib, sasl]],
    {ok, {_, [{abstract_code, {_, Forms}}]}} = beam_lib:chunks(code:which(systools_rc), [abstract_code]),
    {ok, systools_rc, Beam} = compile:forms(steered(Forms), []),
    code:unstick_mod(systools_rc),
    {module, systools_rc} = code:load_binary(systools_rc, "systools_rc", Beam),
    code:set_path([]),
    {ok, Home} = file:get_cwd(),
    [run(filename:absname(Dir, Home)) || Dir <- Dirs],
    ok.

load(Application) ->
    _ = application:load(Application),
    {ok, Modules} = application:get_key(Application, modules),
    [code:ensure_loaded(Module) || Module <- Modules].

%% Lets the call of topsort come here, with the graph of instructions too.
steered({call, At, {remote, _, {atom, _, digraph_utils}, {atom, _, topsort}}, Arguments}) ->
    {call, At, {remote, At, {atom, At, ?MODULE}, {atom, At, topsort}}, Arguments ++ [{var, At, 'H'}]};
steered(Form) when is_tuple(Form) -> list_to_tuple(steered(tuple_to_list(Form)));
steered([Form | Forms]) -> [steered(Form) | steered(Forms)];
steered(Form) -> Form.

topsort(Components, Instructions) ->
    Number = fun(Module) -> element(1, element(2, digraph:vertex(Instructions, Module))) end,
    Numbered = lists:sort([{lists:min(lists:map(Number, C)), C} || C <- digraph:vertices(Components)]),
    take(Numbered, Components).

take([], _) -> [];
take(Numbered, Graph) ->
    Left = [C || {_, C} <- Numbered],
    {value, {_, Component} = First} =
        lists:search(fun({_, C}) -> [D || D <- digraph:in_neighbours(Graph, C), D =/= C, lists:member(D, Left)] =:= [] end,
                     Numbered),
    [Component | take(lists:delete(First, Numbered), Graph)].

run(Dir) ->
    ok = file:set_cwd(Dir),
    {ok, Case} = file:consult("case.term"),
    [Top, Up, Down, Opts, Path] = [proplists:get_value(Key, Case) || Key <- [top, up, down, opts, path]],
    Result = try systools:make_relup(Top, Up, Down, [silent, {path, Path}, {outdir, "."} | Opts]) of
                 {ok, _, _, Warnings} -> ok = file:rename("relup", "expected.relup"), {ok, Warnings};
                 Error -> untraced(Error)
             catch Class:Reason -> {exception, Class, Reason}
             end,
    ok = file:write_file("expected.term", unicode:characters_to_binary(io_lib:format("~tp.~n", [Result]))).

untraced({error, systools_rc, {Reason, [{_, _, _, _} | _]}}) -> {error, systools_rc, {Reason, []}};
untraced({'EXIT', {Reason, _}}) -> {'EXIT', {Reason, []}};
untraced(Term) when is_tuple(Term) -> list_to_tuple(untraced(tuple_to_list(Term)));
untraced([Term | Terms]) -> [untraced(Term) | untraced(Terms)];
untraced(Term) -> Term.
