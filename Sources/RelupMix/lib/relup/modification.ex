defmodule Relup.Modification do
  @moduledoc """
  Changes the instructions of all upgrades to a release.

      defmodule Acme.Relup.Modification do
        use Relup.Modification

        def modify_relup(instructions = %Instructions{}, config = %Config{}) do
          instructions
          |> Relup.DefaultModification.modify_relup(config)
          |> Acme.Relup.PingNode.modify_relup(config)
        end
      end

  Of the modules of a release that have this behaviour and are `usable?/1` the one with the highest `priority/0` counts;
  several are an error, unless `config :relup, modification: Acme.Relup.Modification` names one. Without any,
  `relup-modify` chooses between its own.
  """

  @doc "Modifies the instructions."
  @callback modify_relup(Relup.Instructions.t(), Relup.Config.t()) :: Relup.Instructions.t()
  @doc "Whether it is for this release; by default it is."
  @callback usable?(Relup.Config.t()) :: boolean
  @doc "The modification with the highest priority counts; by default `priority_user/0`. With 0 it never counts."
  @callback priority() :: non_neg_integer

  @doc "The priority of modifications of a project."
  @spec priority_user() :: 1000
  def priority_user, do: 1000

  @doc "The priority of the modifications that are there without a project's own."
  @spec priority_default() :: 1
  def priority_default, do: 1

  @doc "The priority of modifications that are not to be used."
  @spec priority_none() :: 0
  def priority_none, do: 0

  @doc false
  defmacro __using__(_options) do
    quote do
      @behaviour Relup.Modification
      alias Relup.{Config, Instructions}
      import Relup.InsertInstruction
      import Relup.Modification, only: [priority_user: 0, priority_default: 0, priority_none: 0]
      import Relup.ShiftInstruction

      @impl Relup.Modification
      def usable?(_config), do: true

      @impl Relup.Modification
      def priority, do: priority_user()

      defoverridable usable?: 1, priority: 0
    end
  end
end
