defmodule Relup.Instruction do
  @moduledoc """
  A part of a modification: it changes the instructions of an upgrade.

      defmodule Acme.Relup.LogUpgrade do
        use Relup.Instruction

        def modify_relup(instructions = %Instructions{}, _config = %Config{}) do
          append(instructions, {:apply, {:logger, :notice, ["upgraded to \#{instructions.up_version}"]}})
        end
      end

  `use` makes the aliases `Instructions` and `Config`, and imports `Relup.InsertInstruction` and
  `Relup.ShiftInstruction`. What such a module says goes into the modification file of a release, see
  `Relup.prepare/1`.
  """

  @typedoc "A function of `Relup.InsertInstruction` that takes instructions and what to insert."
  @type insert_fun :: (Relup.Instructions.t(), Relup.Instructions.instruction() -> Relup.Instructions.t())

  @doc "Changes the instructions."
  @callback modify_relup(Relup.Instructions.t(), Relup.Config.t()) :: Relup.Instructions.t()

  @doc false
  defmacro __using__(_options) do
    quote do
      @behaviour Relup.Instruction
      alias Relup.{Config, Instructions}
      import Relup.InsertInstruction
      import Relup.ShiftInstruction
    end
  end
end
