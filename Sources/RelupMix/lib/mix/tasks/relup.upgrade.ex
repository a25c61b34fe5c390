defmodule Mix.Tasks.Relup.Upgrade do
  @shortdoc "Makes an upgrade to the release that was built last"
  @moduledoc """
  Makes an upgrade tarball that takes nodes from old releases to the one that was built last, and back.

      mix relup.upgrade --from 1.0.0
      mix relup.upgrade --from 1.0.0 --from 1.0.1 -o demo.upgrade.tar.gz
      mix relup.upgrade ../store/demo-1.0.0.tar.gz --slim
      mix relup.upgrade ../store/demo-of-monday.tar.gz --auto-version

  Old releases are tarballs or folders. The upgrade is `_build/prod/NAME-VERSION.upgrade.tar.gz` by default;
  `relup-install` installs it on the node. Ends with status 1 if the upgrade needs a restart.

  A `Relup.Modification` of the project, which `Relup.prepare/1` has put into the release, is used unless an option or a
  variable (`SKIP_RELUP_MODIFICATIONS`, `RELUP_MODIFICATION_MODULE`) names another.

  ## Options

    * `--from VERSION` - an old release of that version, see `Relup.Releases`; may be repeated
    * `--release NAME` - the release, if the project has several
    * `-o`, `--output FILE` - the upgrade tarball
    * `--auto-version` - gives what changed under the same version a new one, see "Builds without a new version"
    * `--version-suffix TEXT`, `--label TEXT` - what these versions contain, and what `relup-install --status` shows
    * `--overwrite` - replaces an existing upgrade tarball
    * `--modification WHICH` - default, phoenix, none or a modification file
    * `--relup-mod MODULE` - a module of the release with edeliver's behaviour, run in its VM
    * `--skip-relup-mod` - does not modify the relup
    * `--runtime WHOSE` - whose modules the node runs: edeliver or relup_runtime
    * `--runtime-dir FOLDER` - the modules that the node runs, as `relup-runtime` built them
    * `--without-hooks` - leaves consolidated protocols and runtime configuration alone
    * `--appups FOLDER` - appups that win over generated ones
    * `--emulator` - restarts the emulator, for another Erlang/OTP or Elixir; processes lose their state
    * `--slim` - leaves out files that all old releases have
    * `--checksum` - also writes `FILE.sha256`
    * `--best` - compresses as well as possible
    * `--force` - packs an upgrade that needs a restart, and replaces an existing tarball
  """
  use Mix.Task
  alias Relup.{Releases, Task, Tools}

  @switches [
    from: :keep,
    release: :string,
    output: :string,
    auto_version: :boolean,
    version_suffix: :string,
    label: :string,
    overwrite: :boolean,
    modification: :string,
    relup_mod: :string,
    skip_relup_mod: :boolean,
    runtime: :string,
    runtime_dir: :string,
    without_hooks: :boolean,
    appups: :string,
    emulator: :boolean,
    slim: :boolean,
    checksum: :boolean,
    best: :boolean,
    force: :boolean
  ]

  @impl Mix.Task
  def run(arguments) do
    {options, paths} = Task.parse!(arguments, @switches, o: :output)
    release = Task.release!(options)
    old = Task.old!(release, options, paths)
    new = Releases.release!(release)
    output = options[:output] || Releases.upgrade(release)

    Tools.run!("relup-upgrade", Task.passed(options, [:output]) ++ ["-o", output] ++ old ++ [new])
    Mix.shell().info([:green, "* created ", :reset, output])
  end
end
