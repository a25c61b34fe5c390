defmodule Relup.ShiftInstruction do
  @moduledoc """
  Shifts instructions, so that a module is loaded when it is called.

  All take `Relup.Instructions` or one of its lists of instructions. The former is for both directions, and the
  downgrade goes the other way: what is loaded before an instruction in the upgrade is unloaded after it in the
  downgrade. A module that an upgrade neither loads nor unloads stays as it is.
  """

  alias Relup.{Instructions, Script}

  for {name, opposite, step, opposite_step, when_loaded} <- [
        {:ensure_module_loaded_before_instruction, :ensure_module_unloaded_after_instruction, :load_before,
         :unload_after, {"loaded before", "unloaded after"}},
        {:ensure_module_loaded_before_first_runnable_instructions,
         :ensure_module_unloaded_after_last_runnable_instruction, :load_before_first, :unload_after_last,
         {"loaded before the first call of the module in", "unloaded after the last call of the module in"}}
      ] do
    {loaded, unloaded} = when_loaded

    @doc """
    Makes sure that `module` is #{loaded} `instruction`.
    """
    @spec unquote(name)(instructions, Instructions.instruction(), module) :: instructions
          when instructions: Instructions.t() | Script.t()
    def unquote(name)(instructions, instruction, module)

    def unquote(name)(%Instructions{} = instructions, instruction, module) do
      Instructions.add(
        instructions,
        {unquote(step), module, instruction},
        {unquote(opposite_step), module, instruction}
      )
    end

    def unquote(name)(script, instruction, module), do: Script.add(script, {unquote(step), module, instruction})

    @doc """
    Sees to it that `module` is #{unloaded} `instruction`.
    """
    @spec unquote(opposite)(instructions, Instructions.instruction(), module) :: instructions
          when instructions: Instructions.t() | Script.t()
    def unquote(opposite)(instructions, instruction, module)

    def unquote(opposite)(%Instructions{} = instructions, instruction, module) do
      Instructions.add(
        instructions,
        {unquote(opposite_step), module, instruction},
        {unquote(step), module, instruction}
      )
    end

    def unquote(opposite)(script, instruction, module),
      do: Script.add(script, {unquote(opposite_step), module, instruction})
  end

  @doc """
  Sees to it that the module of a call of `run/1` is loaded before the first such call.
  """
  @spec ensure_module_loaded_before_first_runnable_instructions(instructions, Instructions.instruction()) ::
          instructions
        when instructions: Instructions.t() | Script.t()
  def ensure_module_loaded_before_first_runnable_instructions(instructions, {:apply, {module, :run, _}} = call),
    do: ensure_module_loaded_before_first_runnable_instructions(instructions, call, module)

  @doc """
  Makes sure that the module of a call of `run/1` is unloaded after the last such call.
  """
  @spec ensure_module_unloaded_after_last_runnable_instruction(instructions, Instructions.instruction()) :: instructions
        when instructions: Instructions.t() | Script.t()
  def ensure_module_unloaded_after_last_runnable_instruction(instructions, {:apply, {module, :run, _}} = call),
    do: ensure_module_unloaded_after_last_runnable_instruction(instructions, call, module)
end
