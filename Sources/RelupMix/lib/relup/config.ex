defmodule Relup.Config do
  @moduledoc """
  What instructions and modifications know about the release that is built.
  """

  defstruct [:name, :version]

  @type t :: %__MODULE__{name: atom, version: String.t()}
end
