defmodule Relup.MixProject do
  use Mix.Project

  def project do
    [
      app: :relup,
      version: "0.1.0",
      elixir: "~> 1.14",
      description: "Hot upgrades of mix releases",
      deps: [],
      package: [
        licenses: ["Apache-2.0"],
        links: %{"release_handler" => "https://www.erlang.org/doc/apps/sasl/release_handler.html"},
        files: ["lib", "mix.exs", "README.md", "LICENSE"]
      ],
      docs: [main: "readme", extras: ["README.md"]]
    ]
  end

  def application, do: []
end

# Our tasks may print a document. mix reads this file before it compiles anything for them, so what it says about that
# goes where messages go. The tools that the tasks run have the streams of this process.
if match?(["relup." <> _ | _], System.argv()) do
  Process.group_leader(self(), Process.whereis(:standard_error))
end
