defmodule Relup.Instructions.StartSection do
  @moduledoc """
  Logs that a section of the upgrade begins.
  """
  use Relup.Instruction

  @type section :: :check | :suspend | :upgrade | :resume | :finished

  @doc false
  @impl Relup.Instruction
  def modify_relup(_instructions, _config), do: raise(ArgumentError, "StartSection needs a section")

  @doc "Logs that this section begins."
  @spec modify_relup(Instructions.t(), Config.t(), section) :: Instructions.t()
  def modify_relup(instructions, _config, section), do: Instructions.add(instructions, {:StartSection, section})
end
