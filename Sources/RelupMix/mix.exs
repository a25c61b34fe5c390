defmodule Relup.MixProject do
  use Mix.Project

  def project do
    [
      app: :relup,
      version: "0.1.0",
      elixir: "~> 1.14",
      description: "Hot upgrades of mix releases",
      deps: []
    ]
  end

  def application, do: []
end
