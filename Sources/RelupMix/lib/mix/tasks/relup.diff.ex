defmodule Mix.Tasks.Relup.Diff do
  @shortdoc "Shows what changed between releases"
  @moduledoc """
  Shows what changed between old releases and the one that was built last.

      mix relup.diff --from 1.0.0
      mix relup.diff ../store/demo-1.0.0.tar.gz --json

  Old releases are tarballs or folders. It shows the differences for people; with `--document` it writes the upgrade
  document, which `relup-appup` and the other tools read.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
    * `--json` - as JSON
    * `--summary` - one line for each old release
    * `--document` - the upgrade document
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
    document: :boolean,
    strict_chunks: :boolean,
    exit_code: :boolean
  ]

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, @switches)
    release = Task.release!(options)

    form = if Enum.any?([:table, :json, :summary, :document], &options[&1]), do: [], else: ["--table"]

    Tools.run!(
      "relup-diff",
      form ++ Task.passed(options, [:document]) ++ Task.old!(release, options, paths) ++ [Releases.release!(release)]
    )
  end
end
