defmodule Relup.Instructions.Sleep do
  @moduledoc """
  Waits, so that one can try out what the instructions around it do.
  """
  use Relup.Instruction

  @doc "Waits for some seconds."
  @impl Relup.Instruction
  @spec modify_relup(Instructions.t(), Config.t(), integer) :: Instructions.t()
  def modify_relup(instructions, _config, seconds \\ 30), do: Instructions.add(instructions, {:Sleep, seconds})
end
