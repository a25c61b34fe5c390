defmodule Relup.Tools do
  @moduledoc """
  The executables of relup, which do the work of the mix tasks.

  They are looked for in `config :relup, tools: "folder"`, in the folder that the environment variable `RELUP_TOOLS`
  names, and in `PATH`.
  """

  @doc """
  Runs a tool in place of this command: it has our input, output and messages, and if it fails we end with its status.
  """
  @spec run!(String.t(), [String.t()]) :: :ok
  def run!(name, arguments) do
    case run(find!(name), arguments) do
      0 -> :ok
      status -> exit({:shutdown, status})
    end
  end

  @doc """
  The path of a tool.
  """
  @spec find!(String.t()) :: Path.t()
  def find!(name) do
    folder = Application.get_env(:relup, :tools) || System.get_env("RELUP_TOOLS")
    found = if folder, do: executable(Path.expand(name, folder)), else: System.find_executable(name)

    found ||
      Mix.raise("""
      relup: cannot find '#{name}' in #{folder || "PATH"}

      Install the tools of relup (make install), or name the folder that contains them: config :relup, tools: "folder",
      or the environment variable RELUP_TOOLS.
      """)
  end

  defp executable(path), do: if(File.regular?(path), do: path)

  # Without pipes in between, so that the tool knows whether it writes to a terminal.
  defp run(path, arguments) do
    port = Port.open({:spawn_executable, path}, [:nouse_stdio, :exit_status, args: arguments])

    receive do
      {^port, {:exit_status, status}} -> status
    end
  end

  @doc """
  The parsed options of a task as arguments of a tool.

      iex> Relup.Tools.arguments(json: true, strict: false, relup_mod: "Acme.Relup")
      ["--json", "--relup-mod", "Acme.Relup"]
  """
  @spec arguments(keyword) :: [String.t()]
  def arguments(options) do
    Enum.flat_map(options, fn
      {_, false} -> []
      {name, true} -> [flag(name)]
      {name, value} -> [flag(name), to_string(value)]
    end)
  end

  defp flag(name), do: "--" <> String.replace(to_string(name), "_", "-")
end
