defmodule Mix.Tasks.Relup.Check do
  @shortdoc "Says whether an upgrade can be installed on a running node"
  @moduledoc """
  Says whether an upgrade can be installed on a running node: the verdict is hot, review or restart.

      mix relup.check --from 1.0.0
      mix relup.check ../store/demo-1.0.0.tar.gz --upgrade demo.upgrade.tar.gz --json

  Old releases are tarballs or folders. Ends with status 1 if the upgrade needs a restart.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
    * `--upgrade FILE` - the upgrade tarball, by default the one that `mix relup.upgrade` makes
    * `--table` - for people, even if the output is not a terminal
    * `--json` - as JSON
    * `--verdict` - only the verdict
    * `--format FORM` - for another program: github, sarif, junit, markdown or json
    * `--strict` - ends with status 1 even if the verdict is review
    * `--color WHEN` - auto, always or never
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @switches [
    from: :keep,
    release: :string,
    upgrade: :string,
    table: :boolean,
    json: :boolean,
    verdict: :boolean,
    format: :string,
    strict: :boolean,
    color: :string
  ]

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, @switches)
    release = Task.release!(options)
    upgrade = options[:upgrade] || Releases.upgrade(release)
    Tools.run!("relup-check", Task.passed(options, [:upgrade]) ++ Task.old!(release, options, paths) ++ [upgrade])
  end
end
