ready = [
  # Made of the declarations of relup-modify.
  # Done by relup-modify itself.
  SoftPurge: "Keeps the upgrade from killing processes that run old code.",
  SuspendAppProcesses: "A note for the reader, nothing is done.",
  ReloadModules: "A note for the reader, nothing is done.",
  CodeChangeOnAppProcesses: "A note for the reader, nothing is done.",
  ResumeAppProcesses: "A note for the reader, nothing is done."
]

for {name, doc} <- ready do
  defmodule Module.concat(Relup.Instructions, name) do
    @moduledoc "#{doc} A ready instruction of `relup-modify`."
    use Relup.Instruction

    @impl Relup.Instruction
    def modify_relup(%Instructions{} = instructions, _config), do: Instructions.add(instructions, unquote(name))
  end
end
