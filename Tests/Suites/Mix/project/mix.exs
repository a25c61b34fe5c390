defmodule Demo.MixProject do
  use Mix.Project

  def project do
    [
      app: :demo,
      version: "VERSION",
      elixir: "~> 1.14",
      deps: [{:relup, RELUP, runtime: false}],
      releases: [demo: [steps: [:assemble, &Relup.prepare/1, :tar]]]
    ]
  end

  def application, do: [mod: {Demo.Application, []}]
end
