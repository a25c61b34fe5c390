%% How erl_call reaches the node. A launcher starts an emulator for each step, which takes longer than most steps.
-module(relup_install_way).
-export([leave/0]).

%% Leaves the node's name and its cookie in the folder of the run, where only its user can read them, unless the script
%% has a cookie already. Another transport is none of erl_call's, and a node that no epmd knows cannot be found.
-spec leave() -> ok.
leave() ->
    Cookie = relup_install_node:work(".erlang.cookie"),
    Other = [Flag || Flag <- [proto_dist, epmd_module, start_epmd, erl_epmd_port], init:get_argument(Flag) =/= error],
    case is_alive() andalso Other =:= [] andalso not filelib:is_regular(Cookie) of
        true ->
            _ = file:write_file(Cookie, <<>>),
            _ = file:change_mode(Cookie, 8#600),
            _ = file:write_file(Cookie, atom_to_binary(erlang:get_cookie(), utf8)),
            _ = file:change_mode(Cookie, 8#400),
            _ = file:write_file(relup_install_node:work("node"), [atom_to_binary(node(), utf8), $\n]),
            ok;
        false ->
            ok
    end.
