%% The environment of applications. Names of keys are said, values never: they may be secrets.
-module(relup_install_audit_environment).
-export([environment/1]).

-spec environment(relup_install_boot:start()) -> relup_install_audit:part().
environment(#{applications := Applications, providers := Providers} = Start) ->
    Compared = [
        {Name, relup_install_boot:environment(Name, Start), maps:from_list(application:get_all_env(Name))}
     || Name <- maps:keys(Applications)
    ],
    Keys = lists:sum([maps:size(Expected) || {_, Expected, _} <- Compared]),
    Found = lists:flatmap(fun({Name, Expected, Now}) -> application(Name, Expected, Now, Providers) end, Compared),
    {compared, io_lib:format("~w keys of the environment", [Keys]), Found}.

-spec application(atom(), #{atom() => term()}, #{atom() => term()}, non_neg_integer()) ->
    [relup_install_audit:difference()].
application(Name, Expected, Now, Providers) ->
    Same = fun(Key) -> maps:find(Key, Expected) =:= maps:find(Key, Now) end,
    Keys = [Key || Key <- lists:usort(maps:keys(Expected) ++ maps:keys(Now)), not Same(Key), not relup_environment:is_internal(Name, Key)],
    {Known, Unknown} = lists:partition(fun(Key) -> maps:is_key(Key, Expected) end, Keys),
    case Providers of
        0 ->
            %% Code may have set those that no configuration has, and would again.
            [{differs, relup_install_say:text("environment: ~tw of ~tw ~s", [Key, Name, how(Key, Now)])} || Key <- Known] ++
                note("environment: ~ts of ~tw: no configuration has it", Unknown, Name);
        _ ->
            %% They are part of the user's code, which is not run for this.
            note("environment: ~ts of ~tw: not compared, as config providers may give it", Keys, Name)
    end.

-spec note(io:format(), [atom()], atom()) -> [relup_install_audit:difference()].
note(_, [], _) ->
    [];
note(Format, Keys, Name) ->
    [{note, relup_install_say:text(Format, [lists:join(", ", [io_lib:format("~tw", [Key]) || Key <- Keys]), Name])}].

-spec how(atom(), #{atom() => term()}) -> string().
how(Key, Now) ->
    case maps:is_key(Key, Now) of
        true -> "has another value than a start would give";
        false -> "is missing"
    end.
