defmodule Demo.Paper do
  def write(text) do
    {count, _} = :persistent_term.get(:paper)
    :persistent_term.put(:paper, {count + 1, text})
  end
end

defmodule Demo.Mark do
  @moduledoc "Counts upgrades and downgrades, and writes down what it was told."
  use Edeliver.Relup.RunnableInstruction

  def arguments(instructions = %Instructions{}, _config = %Config{name: name}) do
    {name, "#{instructions.down_version} and #{instructions.up_version}", instructions.changed_modules}
  end

  def insert_where, do: &append_after_point_of_no_return/2

  def dependencies, do: [Demo.Paper]

  def run({name, versions, modules}) do
    assume true = Demo.Counter in modules, "the counter does not change"
    info("==> #{name} #{versions}")
    Demo.Paper.write({name, versions})
  end
end

defmodule Demo.Ready do
  @moduledoc "Refuses the upgrade where the counter does not run, before anything happens."
  use Edeliver.Relup.RunnableInstruction

  def insert_where, do: &insert_before_point_of_no_return/2

  def run([]) do
    assume true = is_pid(Process.whereis(Demo.Counter)), "the counter does not run"
  end
end

defmodule Demo.Modification do
  use Edeliver.Relup.Modification
  alias Edeliver.Relup.Instructions.{CheckProcessesRunningOldCode, Info}

  def modify_relup(instructions = %Instructions{}, config = %Config{}) do
    instructions
    |> Edeliver.Relup.DefaultModification.modify_relup(config)
    |> CheckProcessesRunningOldCode.modify_relup(config)
    |> Info.modify_relup(config, "up to #{instructions.up_version}", "down to #{instructions.down_version}")
    |> Demo.Ready.modify_relup(config)
    |> Demo.Mark.modify_relup(config)
    |> log_upgrade
  end

  defp log_upgrade(instructions = %Instructions{up_instructions: up_instructions}) do
    %{instructions | up_instructions: [{:apply, {:logger, :notice, ["upgrade begins"]}} | up_instructions]}
  end
end
