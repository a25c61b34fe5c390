defmodule Mix.Tasks.Relup.Appup do
  @shortdoc "Suggests a code_change for states that have another form"
  @moduledoc """
  Prints a `code_change` to begin with, in the language of the module, for each state whose form differs between old
  releases and the one that was built last, and that nothing converts.

      mix relup.appup --from 1.0.0

  Old releases are tarballs or folders. The appups themselves need no work: `mix relup.upgrade` writes those that are
  missing.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, from: :keep, release: :string)
    release = Task.release!(options)
    Tools.run!("relup-appup", ["--suggest"] ++ Task.old!(release, options, paths) ++ [Releases.release!(release)])
  end
end
