defmodule Relup.Task do
  @moduledoc """
  What the mix tasks have in common: their options.
  """

  @doc """
  Parses the arguments of a task. Unknown options are an error of `Mix`.
  """
  @spec parse!([String.t()], keyword, keyword) :: {keyword, [String.t()]}
  def parse!(arguments, switches, aliases \\ []), do: OptionParser.parse!(arguments, strict: switches, aliases: aliases)

  @doc """
  The release that is upgraded to, by the option `--release`.
  """
  @spec release!(keyword) :: Relup.Releases.t()
  def release!(options), do: Relup.Releases.new!(options[:release])

  @doc """
  The old releases: those that are named, and those of `--from`.
  """
  @spec old!(Relup.Releases.t(), keyword, [Path.t()]) :: [Path.t()]
  def old!(release, options, paths) do
    case paths ++ Relup.Releases.from!(release, options) do
      [] -> Mix.raise("relup: name an old release, as tarball, folder or --from VERSION")
      old -> old
    end
  end

  @doc """
  The options for a tool, without those of the task itself.
  """
  @spec passed(keyword, [atom]) :: [String.t()]
  def passed(options, own), do: options |> Keyword.drop([:release, :from | own]) |> Relup.Tools.arguments()
end
