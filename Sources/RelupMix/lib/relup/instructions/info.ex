defmodule Relup.Instructions.Info do
  @moduledoc """
  Logs a text, and shows it to whoever runs the upgrade.
  """
  use Relup.Instruction

  @doc """
  Does so in the upgrade and in the downgrade, at the place that a function of `Relup.InsertInstruction` names.
  """
  @impl Relup.Instruction
  @spec modify_relup(Instructions.t(), Config.t(), String.t(), String.t(), Relup.Instruction.insert_fun()) ::
          Instructions.t()
  def modify_relup(instructions, _config, up \\ "", down \\ "", insert_where \\ &append_after_point_of_no_return/2) do
    %Instructions{up_instructions: up_script, down_instructions: down_script} = insert_where.(%Instructions{}, :info)
    [{:insert, up_place, :info}] = Relup.Script.steps(up_script)
    [{:insert, down_place, :info}] = Relup.Script.steps(down_script)
    Instructions.add(instructions, {:Info, up, down, up_place}, {:Info, up, down, down_place})
  end
end
