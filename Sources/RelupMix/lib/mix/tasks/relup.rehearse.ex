defmodule Mix.Tasks.Relup.Rehearse do
  @shortdoc "Tries an upgrade on a node of its own"
  @moduledoc """
  Tries the upgrade that `mix relup.upgrade` made on a node of its own, before production does.

      mix relup.rehearse --from 1.0.0
      mix relup.rehearse --from 1.0.0 --probe 'curl -fsS http://127.0.0.1:4000/health' --rounds 5
      mix relup.rehearse ../store/demo-1.0.0.tar.gz --upgrade demo.upgrade.tar.gz

  Ends with status 0 if the upgrade is proven, 1 if it failed, 2 if that is unclear; `relup-rehearse --help` tells more.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
    * `--upgrade FILE` - the upgrade tarball, if it is not `_build/prod/NAME-VERSION.upgrade.tar.gz`
    * `--probe COMMAND` - must succeed before and after each step; may be repeated
    * `--with COMMAND` - runs all the time, as load; may be repeated
    * `--http URL` - lets clients run all the time; may be repeated
    * `--rounds N` - how often to upgrade and take back
    * `--env-file FILE` - environment of the node
    * `--report FILE` - a page that shows the upgrade
    * `--share-network` - uses the network of this host
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @switches [
    from: :keep,
    release: :string,
    upgrade: :string,
    probe: :keep,
    with: :keep,
    http: :keep,
    rounds: :integer,
    env_file: :string,
    report: :string,
    share_network: :boolean
  ]

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, @switches)
    release = Task.release!(options)
    old = Task.old!(release, options, paths)
    upgrade = options[:upgrade] || Releases.upgrade(release)
    Tools.run!("relup-rehearse", old ++ [upgrade] ++ Task.passed(options, [:upgrade]))
  end
end
