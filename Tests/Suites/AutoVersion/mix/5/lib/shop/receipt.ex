defmodule Shop.Receipt do
  defstruct total: 0

  def text, do: to_string(%__MODULE__{total: Shop.Till.takings()})

  defimpl String.Chars do
    def to_string(receipt), do: "total #{receipt.total}"
  end
end
