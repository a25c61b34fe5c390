defmodule Relup.Config do
  @moduledoc """
  The release that is built: what instructions and modifications are told of it.
  """

  defstruct [:name, :version]

  @type t :: %__MODULE__{name: atom, version: String.t()}
end
