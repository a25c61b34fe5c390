defmodule Relup.DoctestTest do
  use ExUnit.Case, async: true

  doctest Relup.ReleaseFiles
  doctest Relup.Script
  doctest Relup.Tools
end
