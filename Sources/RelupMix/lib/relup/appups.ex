defmodule Relup.Appups do
  @moduledoc """
  The appups of a project, which win over those that `relup-appup` would generate.
  """

  @doc """
  Copies the files `APP.appup` of the folders to their places in a release, and returns these.

  Appups that dependencies bring in their own `ebin` are in the release already.
  """
  @spec copy(Mix.Release.t(), [Path.t()]) :: [Path.t()]
  def copy(%Mix.Release{} = release, folders) do
    for folder <- folders, file <- Path.wildcard(Path.join(folder, "*.appup")) do
      check(file)
      name = Path.basename(file, ".appup")
      target = Path.join([ebin(release, name, file), "#{name}.appup"])
      File.cp!(file, target)
      target
    end
  end

  defp ebin(release, name, file) do
    case Enum.find(release.applications, fn {application, _} -> Atom.to_string(application) == name end) do
      {_, properties} -> Path.join([release.path, "lib", "#{name}-#{properties[:vsn]}", "ebin"])
      nil -> Mix.raise("relup: '#{file}' is for #{name}, which is not an application of the release")
    end
  end

  defp check(file) do
    case :file.consult(file) do
      {:ok, [{version, up, down} | _]} when is_list(version) and is_list(up) and is_list(down) -> :ok
      {:ok, _} -> Mix.raise("relup: '#{file}' is not an appup: {Version, [Up], [Down]} expected")
      {:error, reason} -> Mix.raise("relup: cannot read '#{file}': #{:file.format_error(reason)}")
    end
  end
end
