defmodule Relup.Releases do
  @moduledoc """
  Where the releases of a project are, and its upgrades.

  `mix release` leaves a tarball of every version in the build folder. Those of old releases are looked for there and in
  the folders of `config :relup, releases: ["releases"]`. The build folder is that of `MIX_ENV`, or of `prod` if that is
  not set.
  """

  @enforce_keys [:name, :version, :build]
  defstruct [:name, :version, :build]

  @typedoc "The release to upgrade to."
  @type t :: %__MODULE__{name: String.t(), version: String.t(), build: Path.t()}

  @doc """
  The release of a name in the current project; without a name the only one.
  """
  @spec new!(String.t() | nil) :: t
  def new!(name) do
    project = Mix.Project.config()
    releases = project[:releases] || []
    name = name || project[:default_release] || only(releases) || project[:app]
    options = for {key, options} <- releases, to_string(key) == to_string(name), do: options
    unless options != [] or to_string(name) == to_string(project[:app]), do: Mix.raise("relup: unknown release #{name}")
    %__MODULE__{name: to_string(name), version: version(options, project), build: build_path()}
  end

  defp only([]), do: nil
  defp only([{name, _}]), do: name

  defp only(releases),
    do: Mix.raise("relup: name one of the releases: --release #{Enum.map_join(releases, ", ", &elem(&1, 0))}")

  defp version([options | _], project) when is_list(options) do
    case options[:version] do
      version when is_binary(version) -> version
      {:from_app, app} -> version_of(app)
      nil -> project[:version]
    end
  end

  defp version(_, project), do: project[:version]

  defp version_of(app) do
    case Application.load(app) do
      {:error, {:already_loaded, _}} -> :ok
      :ok -> :ok
      {:error, _} -> Mix.raise("relup: cannot find the application #{app}, whose version is that of the release")
    end

    app |> Application.spec(:vsn) |> to_string()
  end

  defp build_path do
    environment = if System.get_env("MIX_ENV"), do: Mix.env(), else: :prod

    Path.relative_to_cwd(
      System.get_env("MIX_BUILD_PATH") || Path.join(Path.dirname(Mix.Project.build_path()), "#{environment}")
    )
  end

  @doc """
  The release itself: its tarball, or else its folder.
  """
  @spec release!(t) :: Path.t()
  def release!(%__MODULE__{} = release) do
    tarball = Path.join(release.build, "#{release.name}-#{release.version}.tar.gz")
    folder = Path.join([release.build, "rel", release.name])

    cond do
      File.regular?(tarball) -> tarball
      File.dir?(Path.join([folder, "releases", release.version])) -> folder
      true -> Mix.raise("relup: there is no '#{tarball}' yet: run MIX_ENV=prod mix release first")
    end
  end

  @doc """
  The upgrade to it, unless an option names another.
  """
  @spec upgrade(t) :: Path.t()
  def upgrade(%__MODULE__{} = release),
    do: Path.join(release.build, "#{release.name}-#{release.version}.upgrade.tar.gz")

  @doc """
  The old releases of the versions that `--from` gives.
  """
  @spec from!(t, keyword) :: [Path.t()]
  def from!(%__MODULE__{} = release, options) do
    folders = [release.build | List.wrap(Application.get_env(:relup, :releases, "releases"))]

    for {:from, version} <- options do
      path = Enum.find(Enum.map(folders, &tarball(&1, release, version)), &File.regular?/1)
      path || Mix.raise("relup: cannot find release #{release.name} #{version} (#{known(release, folders)})")
    end
  end

  defp tarball(folder, release, version), do: Path.join(folder, "#{release.name}-#{version}.tar.gz")

  defp known(release, folders) do
    versions =
      for folder <- folders,
          file <- Path.wildcard(tarball(folder, release, "*")),
          [_, version] <- [Regex.run(~r/^#{Regex.escape(release.name)}-(.*)\.tar\.gz$/, Path.basename(file))],
          not String.ends_with?(version, ".upgrade"),
          do: version

    "#{Enum.join(folders, " and ")} contain #{if versions == [], do: "none", else: Enum.join(versions, ", ")}"
  end
end
