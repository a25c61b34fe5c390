defmodule Relup.ModificationFile do
  @moduledoc """
  What a `Relup.Modification` does, as a modification file for `relup-modify`.
  """

  alias Relup.{Config, Instructions, Script}

  @doc """
  Writes the modification of a release to `releases/VSN/relup.modification`, if a module of it is one.
  """
  @spec write(Mix.Release.t()) :: :ok
  def write(%Mix.Release{} = release) do
    config = %Config{name: release.name, version: release.version}
    file = Path.join([release.path, "releases", release.version, "relup.modification"])

    case choose(modules(release), config) do
      nil -> File.rm_rf!(file)
      module -> File.write!(file, text(module, config))
    end

    :ok
  end

  @doc """
  The text of the file.
  """
  @spec text(module, Config.t()) :: binary
  def text(module, %Config{} = config) do
    {up, down} = steps(module, config)
    lines = for step <- both(up, down), do: :io_lib.format("~tp.~n", [placeholders(step, module)])
    :unicode.characters_to_binary(["%% coding: utf-8\n%% What ", inspect(module), " does.\n" | lines])
  end

  @doc """
  The module whose modification counts: the usable one with the highest priority, or that of
  `config :relup, modification: Acme.Relup.Modification`.
  """
  @spec choose([module], Config.t()) :: module | nil
  def choose(modules, config) do
    case Application.get_env(:relup, :modification) do
      nil ->
        highest(modules, config)

      asked ->
        if asked in modules,
          do: asked,
          else: Mix.raise("relup: #{inspect(asked)} is not a Relup.Modification of the release")
    end
  end

  defp highest(modules, config) do
    candidates = for module <- modules, module.usable?(config), module.priority() > 0, do: {module.priority(), module}
    top = candidates |> Enum.map(&elem(&1, 0)) |> Enum.max(fn -> nil end)

    case for {^top, module} <- candidates, do: module do
      [] ->
        nil

      [module] ->
        module

      several ->
        Mix.raise("relup: several modifications have the priority #{top}: #{Enum.map_join(several, ", ", &inspect/1)}")
    end
  end

  # The modules of a release with the behaviour, but for ours.
  defp modules(release) do
    for {application, properties} <- release.applications,
        application != :relup and not properties[:otp_app?],
        beam <- Path.wildcard(Path.join(properties[:path], "ebin/*.beam")),
        {:ok, {module, [attributes: attributes]}} <- [:beam_lib.chunks(to_charlist(beam), [:attributes])],
        Enum.any?(attributes, fn {key, values} -> key in [:behaviour, :behavior] and Relup.Modification in values end),
        do: module
  end

  defp steps(module, config) do
    instructions = module.modify_relup(%Instructions{up_version: config.version}, config)
    {Script.steps(instructions.up_instructions), Script.steps(instructions.down_instructions)}
  rescue
    error ->
      Mix.raise("""
      relup: #{inspect(module)} cannot be evaluated when the release is built: #{Exception.message(error)}
      It can insert and shift instructions, but not look at those of the upgrade, nor at the version that is upgraded.
      """)
  end

  # The steps of both directions, as long as they are the same as one.
  defp both([step | up], [step | down]) do
    if mirrored?(step), do: directed([step | up], [step | down]), else: [step | both(up, down)]
  end

  defp both(up, down), do: directed(up, down)

  defp directed(up, down), do: Enum.map(up, &{:up, &1}) ++ Enum.map(down, &{:down, &1})

  # Whether a step for both directions means another place in the downgrade.
  defp mirrored?({:insert, place, _}), do: is_tuple(place)
  defp mirrored?({:run, _, options}), do: is_tuple(options[:where])
  defp mirrored?(_), do: false

  # What is not known before the upgrade, in the words of modification files.
  defp placeholders("$down_version", _module), do: :"$down_version"

  defp placeholders(text, _module) when is_binary(text) do
    case String.split(text, "$down_version") do
      [text] -> text
      parts -> {:"$text", parts |> Enum.intersperse(:"$down_version") |> Enum.reject(&(&1 == ""))}
    end
  end

  defp placeholders(list, module) when is_list(list) do
    if List.ascii_printable?(list) and list != [] do
      text = List.to_string(list)
      if text =~ "$down_version", do: Mix.raise("relup: #{inspect(module)} uses down_version in a charlist: '#{text}'")
      list
    else
      Enum.map(list, &placeholders(&1, module))
    end
  end

  defp placeholders(tuple, module) when is_tuple(tuple),
    do: tuple |> Tuple.to_list() |> Enum.map(&placeholders(&1, module)) |> List.to_tuple()

  defp placeholders(map, module) when is_map(map),
    do: :maps.map(fn _, value -> placeholders(value, module) end, map)

  defp placeholders(term, module)
       when is_function(term) or is_pid(term) or is_port(term) or is_reference(term) do
    Mix.raise("relup: #{inspect(module)} uses #{inspect(term)}, which cannot be written into a relup")
  end

  defp placeholders(term, _module), do: term
end
