%% terms_oracle.escript DIR
%%
%% Reads the terms of DIR/terms, and writes them as ~p, ~tp, ~w and ~tw to DIR/p, DIR/tp, DIR/w and DIR/tw, each with a dot
%% and a new line, and the number of its OTP to DIR/otp. The keys of maps are in their order, which OTP 26 and later have to be asked for.
-mode(compile).

main([Dir]) ->
    Release = list_to_integer(erlang:system_info(otp_release)),
    ok = file:write_file(filename:join(Dir, "otp"), integer_to_list(Release)),
    {ok, Terms} = file:consult(filename:join(Dir, "terms")),
    Order = case Release >= 26 of true -> "k"; false -> "" end,
    [write(Dir, Terms, Order, Sequence) || Sequence <- ["p", "tp", "w", "tw"]],
    ok.

write(Dir, Terms, Order, Sequence) ->
    Text = [io_lib:format("~" ++ Order ++ Sequence ++ ".~n", [Term]) || Term <- Terms],
    ok = file:write_file(filename:join(Dir, Sequence), unicode:characters_to_binary(Text)).
