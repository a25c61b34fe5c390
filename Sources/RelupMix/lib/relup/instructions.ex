defmodule Relup.Instructions do
  @moduledoc """
  The instructions of an upgrade, up and down, as modifications get and return them.

  While the release is built, you can add to `up_instructions` and `down_instructions`, with the functions of
  `Relup.InsertInstruction` and `Relup.ShiftInstruction`, and in front, as in `[instruction | up_instructions]`. You
  cannot look at them. `up_version` is the release that is built; `down_version` and `changed_modules` stand for values
  that the upgrade will supply, alone, or within a text as in `"from \#{instructions.down_version}"`.
  """

  alias Relup.Script

  defstruct up_instructions: %Script{},
            down_instructions: %Script{},
            up_version: "",
            down_version: "$down_version",
            changed_modules: :"$changed_modules"

  @typedoc "An instruction of a relup."
  @type instruction :: atom | tuple
  @typedoc "The instructions of one direction."
  @type instructions :: Script.t() | [instruction]
  @type t :: %__MODULE__{
          up_instructions: instructions,
          down_instructions: instructions,
          up_version: String.t(),
          down_version: String.t(),
          changed_modules: [module] | atom
        }

  @doc """
  Adds a step to both directions.
  """
  @spec add(t, Script.step()) :: t
  def add(%__MODULE__{} = instructions, step), do: add(instructions, step, step)

  @doc """
  Adds a step to each direction.
  """
  @spec add(t, Script.step(), Script.step()) :: t
  def add(%__MODULE__{} = instructions, up, down) do
    %{
      instructions
      | up_instructions: Script.add(instructions.up_instructions, up),
        down_instructions: Script.add(instructions.down_instructions, down)
    }
  end
end
