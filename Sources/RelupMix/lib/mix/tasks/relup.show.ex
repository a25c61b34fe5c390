defmodule Mix.Tasks.Relup.Show do
  @shortdoc "Shows an upgrade to people"
  @moduledoc """
  Shows an upgrade: what is done before the point of no return, what after it, and whose processes are
  suspended when.

      mix relup.show
      mix relup.show demo.upgrade.tar.gz --html > demo.html

  Shows the upgrade that `mix relup.upgrade` made last, or a file: an upgrade, relup, appup, release or beam.

  ## Options

    * `--release NAME` - the release, if the project has several
    * `--json`, `--dot`, `--html` - as JSON, as a graph for Graphviz, as a page for a browser
    * `--erlang` - the term of a file as Erlang prints it, with `--latin1` as older Erlang does
    * `--compare OTHER` - how the file differs from another one
    * `--all` - all steps and rows on a terminal, too
    * `--color WHEN` - auto, always or never
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @switches [
    release: :string,
    json: :boolean,
    dot: :boolean,
    html: :boolean,
    erlang: :boolean,
    latin1: :boolean,
    compare: :string,
    all: :boolean,
    color: :string
  ]

  @impl Mix.Task
  def run(arguments) do
    case Task.parse!(arguments, @switches) do
      {options, []} -> show(options, options |> Task.release!() |> Releases.upgrade())
      {options, [file]} -> show(options, file)
      {_, _} -> Mix.raise("relup: one file at a time")
    end
  end

  defp show(options, file), do: Tools.run!("relup-show", Task.passed(options, []) ++ [file])
end
