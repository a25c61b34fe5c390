defmodule Relup.Script do
  @moduledoc """
  The instructions of one direction of an upgrade, before there is one.

  When a release is built it is not known which releases will be upgraded to it. So a script knows no instructions; it
  remembers what is to be done to them, as steps of a modification file. What asks for its instructions fails.
  """

  defstruct steps: []

  @typedoc "A step of a modification file, for one direction."
  @type step :: tuple | atom
  @typedoc "A script, or one with instructions put in front of it."
  @type t :: %__MODULE__{steps: [step]} | nonempty_improper_list(term, t)

  @doc """
  Remembers one more step.

      iex> %Relup.Script{} |> Relup.Script.add({:insert, :append, :restart_emulator}) |> Relup.Script.steps()
      [{:insert, :append, :restart_emulator}]
  """
  @spec add(t, step) :: t
  def add(script, step), do: %__MODULE__{steps: [step | reversed(script)]}

  @doc """
  The steps in the order in which they are to be done.

      iex> Relup.Script.steps([:first, :second | %Relup.Script{}])
      [{:insert, :prepend, [:first, :second]}]
  """
  @spec steps(t) :: [step]
  def steps(script), do: script |> reversed() |> Enum.reverse()

  defp reversed(%__MODULE__{steps: steps}), do: steps

  defp reversed([_ | _] = script) do
    {instructions, rest} = in_front(script, [])
    [{:insert, :prepend, instructions} | reversed(rest)]
  end

  defp reversed(other) do
    raise ArgumentError, "the instructions of an upgrade are unknown when a release is built, but are #{inspect(other)}"
  end

  defp in_front([instruction | rest], seen), do: in_front(rest, [instruction | seen])
  defp in_front(rest, seen), do: {Enum.reverse(seen), rest}
end
