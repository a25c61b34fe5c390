defmodule Shop.Version do
  @version Mix.Project.config()[:version]

  def compiled, do: @version
  def loaded, do: to_string(Application.spec(:shop, :vsn))
end
