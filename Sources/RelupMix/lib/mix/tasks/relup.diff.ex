defmodule Mix.Tasks.Relup.Diff do
  @shortdoc "Shows what changed between releases"
  @moduledoc """
  Shows what changed between old releases and the one that was built last.

      mix relup.diff --from 1.0.0
      mix relup.diff ../store/demo-1.0.0.tar.gz --json

  Old releases are tarballs or folders. On a terminal it shows the differences for people; otherwise it writes the
  upgrade document, which `relup-appup` and the other tools read.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
    * `--table` - for people, even if the output is not a terminal
    * `--json` - as JSON
    * `--summary` - one line for each old release
    * `--strict-chunks` - compares all chunks of beams
    * `--exit-code` - ends with status 1 if the releases differ
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @switches [
    from: :keep,
    release: :string,
    table: :boolean,
    json: :boolean,
    summary: :boolean,
    strict_chunks: :boolean,
    exit_code: :boolean
  ]

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, @switches)
    release = Task.release!(options)

    Tools.run!(
      "relup-diff",
      Task.passed(options, []) ++ Task.old!(release, options, paths) ++ [Releases.release!(release)]
    )
  end
end
