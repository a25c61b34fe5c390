%% machine_oracle.escript FILE
%%
%% Writes a line for each thing that the installed OTP knows: `opcode Number Arity`, `chunk Name` of every chunk of its
%% beams, and `instruction Name` of every instruction of appups and relups that systools accepts. The names are
%% those that the clauses of `systools_rc:check_op/1` test for.
-mode(compile).

main([File]) ->
    Beams = filelib:wildcard(filename:join([code:lib_dir(), "*", "ebin", "*.beam"])),
    Chunks = lists:usort([Name || Beam <- Beams, {Name, _, _} <- proplists:get_value(chunks, beam_lib:info(Beam))]),
    Instructions = lists:usort(tested(systools_rc, check_op, 1)),
    ok = file:write_file(File, [
        [io_lib:format("opcode ~b ~b~n", [Number, Arity]) || {Number, Arity} <- opcodes(1)],
        [["chunk ", Name, $\n] || Name <- Chunks],
        [io_lib:format("instruction ~ts~n", [Name]) || Name <- Instructions]
    ]).

opcodes(Number) ->
    try beam_opcodes:opname(Number) of
        {_, Arity} -> [{Number, Arity} | opcodes(Number + 1)]
    catch
        error:_ -> []
    end.

tested(Module, Name, Arity) ->
    {beam_file, Module, _, _, _, Functions} = beam_disasm:file(code:which(Module)),
    [Code] = [Code || {function, N, A, _, Code} <- Functions, N =:= Name, A =:= Arity],
    lists:append([atoms(Instruction) || Instruction <- Code]).

atoms({select_val, _, _, {list, Choices}}) -> [Atom || {atom, Atom} <- Choices];
atoms({test, is_eq_exact, _, [_, {atom, Atom}]}) -> [Atom];
atoms({test, is_tagged_tuple, _, [_, _, {atom, Atom}]}) -> [Atom];
atoms(_) -> [].
