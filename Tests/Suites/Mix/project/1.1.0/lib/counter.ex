defmodule Demo.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def count, do: GenServer.call(__MODULE__, :count)
  def next, do: GenServer.call(__MODULE__, :next)

  @impl true
  def init(count), do: {:ok, %{count: count}}

  @impl true
  def handle_call(:count, _from, state), do: {:reply, state.count, state}
  def handle_call(:next, _from, state), do: {:reply, state.count + 1, %{state | count: state.count + 1}}

  @impl true
  def code_change({:down, _}, state, _extra), do: {:ok, state.count}
  def code_change(_vsn, count, _extra), do: {:ok, %{count: count}}
end
