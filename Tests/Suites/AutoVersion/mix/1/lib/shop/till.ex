defmodule Shop.Till do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def sell(thing), do: GenServer.call(__MODULE__, {:sell, thing})
  def takings, do: GenServer.call(__MODULE__, :takings)

  def init(takings), do: {:ok, takings}
  def handle_call({:sell, thing}, _from, takings), do: {:reply, :ok, takings + Stock.price(thing)}
  def handle_call(:takings, _from, takings), do: {:reply, takings, takings}
end
