defmodule Relup.ReleasesTest do
  use ExUnit.Case, async: true

  alias Relup.Releases

  setup do
    folder = Path.join(System.tmp_dir!(), "relup-releases-#{System.unique_integer([:positive])}-#{System.pid()}")
    File.mkdir_p!(folder)
    on_exit(fn -> File.rm_rf!(folder) end)
    %{release: %Releases{name: "demo", version: "2.0.0", build: folder}, folder: folder}
  end

  test "old releases are found by their version", %{release: release, folder: folder} do
    for name <- ["demo-1.0.0.tar.gz", "demo-1.1.0.tar.gz", "demo-1.1.0.upgrade.tar.gz", "other-3.tar.gz"] do
      File.touch!(Path.join(folder, name))
    end

    assert Releases.from!(release, from: "1.1.0", json: true, from: "1.0.0") ==
             [Path.join(folder, "demo-1.1.0.tar.gz"), Path.join(folder, "demo-1.0.0.tar.gz")]

    assert_raise Mix.Error, ~r/cannot find release demo 3 \(.* contain 1.0.0, 1.1.0\)/, fn ->
      Releases.from!(release, from: "3")
    end
  end

  test "the release is a tarball, or else a folder", %{release: release, folder: folder} do
    assert_raise Mix.Error, ~r/run MIX_ENV=prod mix release first/, fn -> Releases.release!(release) end
    File.mkdir_p!(Path.join(folder, "rel/demo/releases/1.0.0"))
    assert_raise Mix.Error, fn -> Releases.release!(release) end
    File.mkdir_p!(Path.join(folder, "rel/demo/releases/2.0.0"))
    assert Releases.release!(release) == Path.join(folder, "rel/demo")
    tarball = Path.join(folder, "demo-2.0.0.tar.gz")
    File.touch!(tarball)
    assert Releases.release!(release) == tarball
  end
end
