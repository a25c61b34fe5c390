defmodule Shop do
  use Application

  def start(_type, _args), do: Supervisor.start_link([Shop.Till], strategy: :one_for_one, name: Shop.Supervisor)

  def build, do: 5
end
