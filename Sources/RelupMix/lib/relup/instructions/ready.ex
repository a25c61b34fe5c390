ready = [
  # Made of the declarations of relup-modify.
  CheckProcessesRunningOldCode: "Refuses the upgrade if a process still runs old code of a module that it loads.",
  CheckRanchAcceptors: "Refuses the upgrade if the acceptors of a web server cannot be found.",
  CheckRanchConnections: "Refuses the upgrade if the connections of a web server cannot be found.",
  SuspendRanchAcceptors: "Accepts no connections from here on.",
  SuspendChannels: "Holds websockets from here on.",
  FinishRunningRequests: "Lets running requests end first.",
  RerunFailedRequests: "Asks requests that failed during the upgrade to run again.",
  ResumeChannels: "Lets websockets go on.",
  ResumeRanchAcceptors: "Accepts connections again.",
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
