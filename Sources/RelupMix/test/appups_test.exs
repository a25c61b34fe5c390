defmodule Relup.AppupsTest do
  use ExUnit.Case, async: true

  alias Relup.Appups

  setup do
    folder = Path.join(System.tmp_dir!(), "relup-appups-#{System.unique_integer([:positive])}-#{System.pid()}")
    File.mkdir_p!(Path.join(folder, "lib/demo-2.0.0/ebin"))
    File.mkdir_p!(Path.join(folder, "appups"))
    on_exit(fn -> File.rm_rf!(folder) end)
    %{release: %Mix.Release{path: folder, applications: %{demo: [vsn: ~c"2.0.0"]}}, appups: Path.join(folder, "appups")}
  end

  test "appups go to their application", %{release: release, appups: appups} do
    text = ~s({"2.0.0",[{"1.0.0",[]}],[{"1.0.0",[]}]}.\n)
    File.write!(Path.join(appups, "demo.appup"), text)
    assert [target] = Appups.copy(release, ["no/such/folder", appups])
    assert target == Path.join(release.path, "lib/demo-2.0.0/ebin/demo.appup")
    assert File.read!(target) == text
  end

  for {name, text, message} <- [
        {"demo", "{", "cannot read .* 1: syntax error"},
        {"demo", "[].", "is not an appup"},
        {"other", ~s({"1",[],[]}.), "is for other, which is not an application of the release"}
      ] do
    test "refused: #{name}.appup with #{text}", %{release: release, appups: appups} do
      File.write!(Path.join(appups, "#{unquote(name)}.appup"), unquote(text))
      assert_raise Mix.Error, ~r/#{unquote(message)}/, fn -> Appups.copy(release, [appups]) end
    end
  end
end
