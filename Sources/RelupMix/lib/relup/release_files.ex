defmodule Relup.ReleaseFiles do
  @moduledoc """
  The files that `release_handler` needs in a release and that `mix release` does not write.

  `relup-prepare` adds the first two to tarballs, with the same bytes. They are written here as well because releases
  are often built where the tools are not installed.
  """

  @doc """
  Writes `releases/RELEASES`, `releases/NAME-VSN.rel` and an empty `releases/VSN/relup`.
  """
  @spec write(Mix.Release.t()) :: :ok
  def write(%Mix.Release{name: name, version: version, path: path}) do
    releases = Path.join(path, "releases")
    # Those of other versions, which were built in the same folder, would go into the tarball.
    [releases, "#{name}-*.rel"] |> Path.join() |> Path.wildcard() |> Enum.each(&File.rm!/1)
    {:ok, [resource]} = :file.consult(Path.join([releases, version, "#{name}.rel"]))
    File.write!(Path.join(releases, "#{name}-#{version}.rel"), text(resource))
    File.write!(Path.join(releases, "RELEASES"), text(installed(resource)))
    File.write!(Path.join([releases, version, "relup"]), text({to_charlist(version), [], []}))
  end

  @doc """
  The term of `releases/RELEASES` for a node that is installed with the release of a resource file.

      iex> Relup.ReleaseFiles.installed({:release, {~c"demo", ~c"1"}, {:erts, ~c"13"}, [{:kernel, ~c"8", :permanent}]})
      [{:release, ~c"demo", ~c"1", ~c"13", [{:kernel, ~c"8", ~c"lib/kernel-8"}], :permanent}]
  """
  @spec installed(tuple) :: [tuple]
  def installed({:release, {name, version}, {:erts, erts}, applications}) do
    libraries =
      for application <- applications do
        [name, version] = application |> Tuple.to_list() |> Enum.take(2)
        {name, version, ~c"lib/#{name}-#{version}"}
      end

    [{:release, name, version, erts, libraries, :permanent}]
  end

  @doc """
  A file with a term that `:file.consult/1` reads.

      iex> IO.chardata_to_string(Relup.ReleaseFiles.text({~c"1.0.0", [], []}))
      "%% coding: utf-8\\n{\\"1.0.0\\",[],[]}.\\n"
  """
  @spec text(term) :: IO.chardata()
  def text(term), do: :unicode.characters_to_binary(:io_lib.format("%% coding: utf-8~n~tp.~n", [term]))
end
