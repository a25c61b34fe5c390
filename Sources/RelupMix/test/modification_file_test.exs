defmodule Acme.Ping do
  use Relup.RunnableInstruction

  # As edeliver's page on runnable instructions has it.
  def modify_relup(instructions = %Instructions{up_instructions: up_instructions}, _config = %{}) do
    node_name = :node@host

    %{
      instructions
      | up_instructions: [call_this([node_name]) | up_instructions],
        down_instructions: [call_this([node_name]) | instructions.down_instructions]
    }
  end

  def run(_options = [node_name]), do: :net_adm.ping(node_name)
end

defmodule Acme.Note do
  use Relup.RunnableInstruction

  def arguments(%Instructions{} = instructions, %Config{name: name}),
    do: {name, "#{instructions.down_version} to #{instructions.up_version}", [instructions.changed_modules]}

  def insert_where, do: &append_after_point_of_no_return/2
  def dependencies, do: [Acme.Paper]
  def run({name, text, _modules}), do: send(self(), {name, text})
end

defmodule Acme.Plain do
  use Relup.RunnableInstruction

  def run([]) do
    assume {:ok, value} = Process.get(:answer), "no answer"
    info("answered #{value}")
    warn("warned")
  end
end

defmodule Acme.Given do
  use Relup.RunnableInstruction
  def arguments(_instructions, _config), do: Process.get(:given)
  def run(_), do: :ok
end

defmodule Acme.Other do
  use Relup.RunnableInstruction
  def call_this(arguments), do: {:apply, {Acme.Plain, :run, [arguments]}}
  def insert_where, do: fn instructions, call -> insert_after_instruction(instructions, call, :point_of_no_return) end
  def run([]), do: :ok
end

defmodule Acme.Helpers do
  use Relup.Instruction

  def modify_relup(instructions = %Instructions{}, _config = %Config{}) do
    instructions = insert_before_instruction(instructions, {:purge, [:a]}, {:suspend, [:b]})
    instructions = ensure_module_unloaded_after_instruction(instructions, {:suspend, [:b]}, :b)

    %{
      instructions
      | up_instructions: instructions.up_instructions |> insert_after_load_object_code({:purge, [:c]}),
        down_instructions:
          instructions.down_instructions
          |> ensure_module_loaded_before_first_runnable_instructions({:apply, {:d, :run, [[]]}})
    }
  end
end

defmodule Acme.Modification do
  use Relup.Modification

  def modify_relup(instructions = %Instructions{}, config = %Config{}) do
    instructions
    |> Relup.DefaultModification.modify_relup(config)
    |> Relup.Instructions.StartSection.modify_relup(config, :check)
    |> Relup.Instructions.CheckProcessesRunningOldCode.modify_relup(config)
    |> Relup.Instructions.Sleep.modify_relup(config, 1)
    |> Relup.Instructions.Info.modify_relup(config, "down to #{instructions.down_version}", "", &append/2)
    |> Acme.Note.modify_relup(config)
    |> Acme.Plain.modify_relup(config)
  end
end

defmodule Acme.SameBothWays do
  use Relup.Modification

  def modify_relup(instructions = %Instructions{}, config) do
    instructions = Relup.DefaultModification.modify_relup(instructions, config)
    insert = &insert_before_instruction(&1, {:purge, [:a]}, {:resume, [:b]})

    Relup.PhoenixModification.modify_relup(
      %{
        instructions
        | up_instructions: insert.(instructions.up_instructions),
          down_instructions: insert.(instructions.down_instructions)
      },
      config
    )
  end
end

defmodule Acme.Looking do
  use Relup.Modification

  def modify_relup(instructions, _config),
    do: %{instructions | up_instructions: Enum.drop(instructions.up_instructions, 1)}
end

defmodule Acme.Unused do
  use Relup.Modification
  def modify_relup(instructions, _config), do: instructions
  def priority, do: priority_none()
end

defmodule Acme.ForOthers do
  use Relup.Modification
  def modify_relup(instructions, _config), do: instructions
  def usable?(config), do: config.name != :acme
end

defmodule Relup.ModificationFileTest do
  use ExUnit.Case

  alias Relup.{Config, Instructions, ModificationFile, Script}

  @config %Config{name: :acme, version: "2.0.0"}

  defp text(module) do
    "%% coding: utf-8\n%% What" <> text = ModificationFile.text(module, @config)
    text |> String.split("\n", parts: 2) |> Enum.at(1)
  end

  defp steps(module) do
    instructions = module.modify_relup(%Instructions{up_version: "2.0.0"}, @config)
    {Script.steps(instructions.up_instructions), Script.steps(instructions.down_instructions)}
  end

  test "steps that are the same both ways stand there once" do
    assert text(Acme.Modification) == """
           default.
           {'StartSection',check}.
           'CheckProcessesRunningOldCode'.
           {'Sleep',1}.
           {'Info',{'$text',[<<"down to ">>,'$down_version']},<<>>,append}.
           {run,'Elixir.Acme.Note',
                [{arguments,{acme,{'$text',['$down_version',<<" to 2.0.0">>]},
                                  ['$changed_modules']}},
                 {where,append_after_point_of_no_return},
                 {dependencies,['Elixir.Acme.Paper']}]}.
           {run,'Elixir.Acme.Plain',[{arguments,[]},{where,append}]}.
           """
  end

  test "a place that the downgrade would mirror is said for each direction" do
    assert text(Acme.SameBothWays) == """
           default.
           {up,{insert,{before,{resume,[b]}},{purge,[a]}}}.
           {up,phoenix}.
           {down,{insert,{before,{resume,[b]}},{purge,[a]}}}.
           {down,phoenix}.
           """
  end

  test "instructions can be put in front" do
    call = {:apply, {Acme.Ping, :run, [[:node@host]]}}
    assert steps(Acme.Ping) == {[{:insert, :prepend, [call]}], [{:insert, :prepend, [call]}]}
  end

  test "an instruction of another form is inserted as it is, with its loads" do
    call = {:apply, {Acme.Plain, :run, [[]]}}

    assert steps(Acme.Other) ==
             {[{:insert, {:after, :point_of_no_return}, call}, {:load_before_first, Acme.Other, call}],
              [{:insert, {:before, :point_of_no_return}, call}, {:unload_after_last, Acme.Other, call}]}
  end

  test "helpers take both directions, the downgrade mirrored, or one" do
    assert steps(Acme.Helpers) ==
             {[
                {:insert, {:before, {:suspend, [:b]}}, {:purge, [:a]}},
                {:unload_after, :b, {:suspend, [:b]}},
                {:insert, :insert_after_load_object_code, {:purge, [:c]}}
              ],
              [
                {:insert, {:after, {:suspend, [:b]}}, {:purge, [:a]}},
                {:load_before, :b, {:suspend, [:b]}},
                {:load_before_first, :d, {:apply, {:d, :run, [[]]}}}
              ]}
  end

  test "what looks at the instructions is an error" do
    assert_raise Mix.Error, ~r/Acme.Looking cannot be evaluated when the release is built/, fn ->
      text(Acme.Looking)
    end
  end

  test "the usable one with the highest priority counts" do
    assert ModificationFile.choose([], @config) == nil
    assert ModificationFile.choose([Acme.Unused, Acme.ForOthers], @config) == nil
    assert ModificationFile.choose([Acme.Unused, Acme.Modification, Acme.ForOthers], @config) == Acme.Modification
    assert ModificationFile.choose([Relup.DefaultModification, Acme.Looking], @config) == Acme.Looking

    assert_raise Mix.Error, ~r/priority 1000: Acme.Looking, Acme.Modification/, fn ->
      ModificationFile.choose([Acme.Looking, Acme.Modification], @config)
    end
  end

  test "the configuration names another" do
    Application.put_env(:relup, :modification, Acme.Looking)
    on_exit(fn -> Application.delete_env(:relup, :modification) end)
    assert ModificationFile.choose([Acme.Looking, Acme.Modification], @config) == Acme.Looking
    assert_raise Mix.Error, ~r/is not a Relup.Modification/, fn -> ModificationFile.choose([], @config) end
  end

  test "arguments of any kind" do
    Process.put(:given, %{at: ~D[2020-01-01], from: [to: "$down_version"]})
    assert text(Acme.Given) =~ "day => 1"
    assert text(Acme.Given) =~ "[{to,'$down_version'}]"

    for {given, message} <- [
          {self(), "cannot be written"},
          {[fn -> 1 end], "cannot be written"},
          {~c"$down_version", "charlist"}
        ] do
      Process.put(:given, given)
      assert_raise Mix.Error, ~r/#{message}/, fn -> text(Acme.Given) end
    end
  end

  test "an assumption that fails is thrown" do
    assert catch_throw(Acme.Plain.run([])) == {:error, "no answer"}
  end

  test "messages are told to the logger and to who waits" do
    Process.put(:answer, {:ok, 42})
    {:ok, shell} = StringIO.open("")
    upgraded = self()

    waiting =
      spawn_link(fn ->
        Process.group_leader(self(), shell)
        Process.monitor(upgraded)
        send(upgraded, :waits)
        Process.sleep(:infinity)
      end)

    assert_receive :waits
    log = ExUnit.CaptureLog.capture_log(fn -> assert Acme.Plain.run([]) == :ok end)
    assert log =~ "[notice] answered 42"
    assert log =~ "[warning] warned"
    assert {"", "answered 42\nwarned\n"} = StringIO.contents(shell)
    Process.unlink(waiting)
    Process.exit(waiting, :kill)
  end
end
