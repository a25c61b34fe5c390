defmodule Relup.PhoenixModification do
  @moduledoc """
  The ready modification `phoenix`: requests end and channels wait while code is loaded, and purges are soft.
  """
  use Relup.Modification

  @impl Relup.Modification
  def modify_relup(%Instructions{} = instructions, _config), do: Instructions.add(instructions, :phoenix)

  @impl Relup.Modification
  def priority, do: priority_default()
end
