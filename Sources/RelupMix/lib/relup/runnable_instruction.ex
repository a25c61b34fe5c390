defmodule Relup.RunnableInstruction do
  @moduledoc """
  An instruction that runs code of your own on the node during an upgrade.

      defmodule Acme.Relup.PingNode do
        use Relup.RunnableInstruction

        def arguments(_instructions, _config), do: [:"other@host"]

        def insert_where, do: &insert_before_point_of_no_return/2

        def run([node]) do
          assume :pong = :net_adm.ping(node), "\#{node} does not answer"
          info "\#{node} answers"
        end
      end

  All callbacks except `run/1` have defaults, and so has `modify_relup/2`: it inserts a call of `run/1` with the
  argument that `arguments/2` returns, at the place that `insert_where/0` names, and makes sure that the module and
  those of `dependencies/0` are loaded before. If `run/1` throws before the point of no return, the upgrade ends; if it
  throws after it, the node restarts with the old release.

  The node needs only your module: `info/1`, `warn/1`, `error/1`, `debug/1` and `assume/2` leave their own code in it.
  """

  alias Relup.Instructions

  @doc "The argument of `run/1`; by default `[]`."
  @callback arguments(Instructions.t(), Relup.Config.t()) :: term
  @doc "The function that inserts the call of `run/1`; by default `&append/2`."
  @callback insert_where() :: Relup.Instruction.insert_fun()
  @doc "The modules that `run/1` calls."
  @callback dependencies() :: [module]
  @doc "The instruction that calls `run/1` with an argument."
  @callback call_this(arguments :: term) :: Instructions.instruction()
  @doc "Does its work on the node."
  @callback run(arguments :: term) :: term

  @doc false
  defmacro __using__(_options) do
    quote do
      use Relup.Instruction
      @behaviour Relup.RunnableInstruction
      import Relup.RunnableInstruction, only: :macros

      @impl Relup.Instruction
      def modify_relup(instructions, config),
        do: Relup.RunnableInstruction.modify_relup(instructions, config, __MODULE__)

      @impl Relup.RunnableInstruction
      def arguments(_instructions, _config), do: []

      @impl Relup.RunnableInstruction
      def insert_where, do: &append/2

      @impl Relup.RunnableInstruction
      def dependencies, do: []

      @impl Relup.RunnableInstruction
      def call_this(arguments \\ []), do: {:apply, {__MODULE__, :run, [arguments]}}

      defoverridable modify_relup: 2, arguments: 2, insert_where: 0, dependencies: 0, call_this: 0, call_this: 1
    end
  end

  @doc """
  What `modify_relup/2` of runnable instructions does unless they say otherwise.
  """
  @spec modify_relup(Instructions.t(), Relup.Config.t(), module) :: Instructions.t()
  def modify_relup(%Instructions{} = instructions, config, module) do
    arguments = module.arguments(instructions, config)
    call = module.call_this(arguments)
    insert = module.insert_where()

    case {call, place(insert, call)} do
      {{:apply, {^module, :run, [^arguments]}}, {up, down}} ->
        Instructions.add(
          instructions,
          {:run, module, options(arguments, up, module.dependencies())},
          {:run, module, options(arguments, down, module.dependencies())}
        )

      _ ->
        Enum.reduce([module | module.dependencies()], insert.(instructions, call), fn loaded, instructions ->
          Relup.ShiftInstruction.ensure_module_loaded_before_first_runnable_instructions(instructions, call, loaded)
        end)
    end
  end

  # Where a function inserts a call, up and down, if that is all it does.
  defp place(insert, call) do
    %Instructions{up_instructions: up, down_instructions: down} = insert.(%Instructions{}, call)

    case {Relup.Script.steps(up), Relup.Script.steps(down)} do
      {[{:insert, up, ^call}], [{:insert, down, ^call}]} -> {up, down}
      _ -> nil
    end
  end

  defp options(arguments, place, dependencies) do
    [arguments: arguments, where: place] ++ if(dependencies == [], do: [], else: [dependencies: dependencies])
  end

  for {name, level} <- [debug: :debug, info: :notice, warn: :warning, error: :error] do
    @doc """
    Tells a message to the node's logger as #{level}, and to the shell that waits for the upgrade.
    """
    defmacro unquote(name)(message), do: tell(unquote(level), message)
  end

  # The shell is the process that waits for release_handler, which runs this. A shell that hangs does not hold it up.
  defp tell(level, message) do
    quote generated: true do
      message = unquote(message)
      :logger.log(unquote(level), "~ts", [message])
      {:monitored_by, waiting} = :erlang.process_info(self(), :monitored_by)

      for shell <- waiting,
          is_pid(shell) and node(shell) == node(),
          {:group_leader, leader} <- [:erlang.process_info(shell, :group_leader)],
          leader != :erlang.whereis(:user) and leader != :erlang.group_leader() do
        {writer, monitor} = spawn_monitor(fn -> :io.put_chars(leader, [message, ?\n]) end)

        receive do
          {:DOWN, ^monitor, :process, ^writer, _} -> :ok
        after
          1000 -> Process.demonitor(monitor, [:flush])
        end
      end

      :ok
    end
  end

  @doc """
  Matches, and throws `{:error, message}` if that fails.

      assume {:ok, pid} = Acme.find(), "there is no such process"
  """
  defmacro assume({:=, _, [pattern, expression]}, message) do
    quote generated: true do
      value = unquote(expression)

      unquote(pattern) =
        if match?(unquote(pattern), value) do
          value
        else
          throw({:error, unquote(message)})
        end
    end
  end
end
