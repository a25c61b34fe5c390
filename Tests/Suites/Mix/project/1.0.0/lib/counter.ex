defmodule Demo.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def count, do: GenServer.call(__MODULE__, :count)
  def next, do: GenServer.call(__MODULE__, :next)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:count, _from, count), do: {:reply, count, count}
  def handle_call(:next, _from, count), do: {:reply, count + 1, count + 1}
end
