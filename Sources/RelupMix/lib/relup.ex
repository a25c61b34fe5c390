defmodule Relup do
  @moduledoc """
  Hot upgrades of mix releases.

  `prepare/1`, as a step of a release, makes it upgradable; `mix relup.upgrade` makes the upgrades.

      releases: [demo: [steps: [:assemble, &Relup.prepare/1, :tar]]]
  """

  alias Relup.{Appups, ModificationFile, ReleaseFiles}

  @doc """
  Adds to an assembled release what upgrades to it and from it need.

    * `releases/RELEASES` and `releases/NAME-VSN.rel`, which `release_handler` reads;
    * an empty `releases/VSN/relup`, without which `release_handler` does not check a downgrade to this release;
    * the appups of the project: `appups/APP.appup` or `rel/appups/APP.appup`;
    * `releases/VSN/relup.modification`, if a module of the release is a `Relup.Modification`: what it does to
      upgrades, for `relup-modify --modification`.

  A release without ERTS cannot be upgraded and is an error, as is an appup that cannot be read.
  """
  @spec prepare(Mix.Release.t()) :: Mix.Release.t()
  def prepare(%Mix.Release{} = release) do
    unless release.erts_source do
      Mix.raise("relup: the release #{release.name} has no ERTS, and cannot be upgraded (include_erts: false)")
    end

    ReleaseFiles.write(release)
    Appups.copy(release, ["appups", "rel/appups"])
    ModificationFile.write(release)
    release
  end
end
