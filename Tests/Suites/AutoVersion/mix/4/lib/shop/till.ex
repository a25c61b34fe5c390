defmodule Shop.Till do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def sell(thing), do: GenServer.call(__MODULE__, {:sell, thing})
  def takings, do: GenServer.call(__MODULE__, :takings)

  def init(takings), do: {:ok, %{takings: takings}}
  def handle_call({:sell, thing}, _from, till), do: {:reply, :ok, %{till | takings: till.takings + Stock.price(thing)}}
  def handle_call(:takings, _from, till), do: {:reply, till.takings, till}

  def code_change({:down, _}, till, _extra), do: {:ok, till.takings}
  def code_change(_, takings, _extra), do: {:ok, %{takings: takings}}
end
