defmodule Mix.Tasks.Relup.Doctor do
  @shortdoc "Says whether and how old releases upgrade"
  @moduledoc """
  Says in some ten lines whether and how old releases upgrade to the one that was built last: the verdict, what changes,
  what stands still, what to correct, and the next command.

      mix relup.doctor --from 1.0.0

  Old releases are tarballs or folders. Ends with status 1 if the upgrade needs a restart.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
    * `--color WHEN` - auto, always or never
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, from: :keep, release: :string, color: :string)
    release = Task.release!(options)

    Tools.run!(
      "relup-doctor",
      Task.passed(options, []) ++ Task.old!(release, options, paths) ++ [Releases.release!(release)]
    )
  end
end
