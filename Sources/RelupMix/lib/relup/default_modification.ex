defmodule Relup.DefaultModification do
  @moduledoc """
  The ready modification `default`: purges are soft, see `Relup.Instructions.SoftPurge`.
  """
  use Relup.Modification

  @impl Relup.Modification
  def modify_relup(%Instructions{} = instructions, _config), do: Instructions.add(instructions, :default)

  @impl Relup.Modification
  def priority, do: priority_default()
end
