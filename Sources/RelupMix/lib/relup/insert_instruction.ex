defmodule Relup.InsertInstruction do
  @moduledoc """
  Inserts instructions into both directions of an upgrade, or into one.

  All take `Relup.Instructions` or one of its lists of instructions, and an instruction or a list of them.
  """

  alias Relup.{Instructions, Script}

  for {name, where} <- [
        append: "at the end, before a restart of the emulator",
        append_after_point_of_no_return: "before the first change of code, processes or applications",
        insert_after_load_object_code: "after the last `load_object_code`",
        insert_before_point_of_no_return: "before the point of no return: a failure there ends the upgrade",
        insert_after_point_of_no_return: "directly after the point of no return"
      ] do
    @doc """
    Inserts #{where}.
    """
    @spec unquote(name)(instructions, Instructions.instruction() | [Instructions.instruction()]) :: instructions
          when instructions: Instructions.t() | Script.t()
    def unquote(name)(instructions, new_instructions)

    def unquote(name)(%Instructions{} = instructions, new),
      do: Instructions.add(instructions, {:insert, unquote(name), new})

    def unquote(name)(script, new), do: Script.add(script, {:insert, unquote(name), new})
  end

  @doc """
  Inserts before the first instruction equal to `given`; after it in the downgrade, which goes the other way.
  """
  @spec insert_before_instruction(instructions, Instructions.instruction(), Instructions.instruction()) :: instructions
        when instructions: Instructions.t() | Script.t()
  def insert_before_instruction(instructions, new_instructions, given)

  def insert_before_instruction(%Instructions{} = instructions, new, given),
    do: Instructions.add(instructions, {:insert, {:before, given}, new}, {:insert, {:after, given}, new})

  def insert_before_instruction(script, new, given), do: Script.add(script, {:insert, {:before, given}, new})

  @doc """
  Inserts after the first instruction equal to `given`; before it in the downgrade, which goes the other way.
  """
  @spec insert_after_instruction(instructions, Instructions.instruction(), Instructions.instruction()) :: instructions
        when instructions: Instructions.t() | Script.t()
  def insert_after_instruction(instructions, new_instructions, given)

  def insert_after_instruction(%Instructions{} = instructions, new, given),
    do: Instructions.add(instructions, {:insert, {:after, given}, new}, {:insert, {:before, given}, new})

  def insert_after_instruction(script, new, given), do: Script.add(script, {:insert, {:after, given}, new})
end
