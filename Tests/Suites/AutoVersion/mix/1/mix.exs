defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      elixir: "~> 1.14",
      deps: [{:stock, path: "stock"}],
      releases: [shop: [steps: [:assemble, &copy_appups/1, :tar], cookie: "shop"]]
    ]
  end

  def application, do: [mod: {Shop, []}, extra_applications: [:logger]]

  defp copy_appups(release) do
    for appup <- Path.wildcard("appups/*.appup") do
      File.cp!(appup, Path.join([release.path, "lib", "shop-0.1.0", "ebin", Path.basename(appup)]))
    end

    release
  end
end
