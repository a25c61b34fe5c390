import Files
import TestSupport
import Testing

/// A module that changed while its application kept its version: a node would keep the old file.
@Suite struct UnchangedVersionTests {
    let directory = TemporaryDirectory()

    @Test func isRecordedByDiffAndRefusedByMake() throws {
        // Two versions of a module, in an application that is the same in both releases.
        let run = try BuiltTool.shell(
            """
            relup-unpack -C work '\(Fixture.path("releases/mix-1.0.0.tar.gz"))' '\(Fixture.path("releases/mix-1.1.0.tar.gz"))' \
              >unpacked
            cp work/demo-1.0.0/lib/demo-1.0.0/ebin/Elixir.Demo.Greeting.beam work/demo-1.0.0/lib/iex-1.14.0/ebin/
            cp work/demo-1.1.0/lib/demo-1.1.0/ebin/Elixir.Demo.Greeting.beam work/demo-1.1.0/lib/iex-1.14.0/ebin/
            relup-diff <unpacked >document || echo "relup-diff failed"
            relup-appup <document | relup-make
            """, directory: directory.path)
        #expect(run.status == 2)
        #expect(run.text == "")
        let beam = "lib/iex-1.14.0/ebin/Elixir.Demo.Greeting.beam"
        #expect(
            run.errorText == """
                relup-make: 'work/demo-1.0.0: \(beam)' and 'work/demo-1.1.0: \(beam)' differ, but 'iex' is 1.14.0 in both: \
                a node would keep the old code; give it a new version, or have relup-upgrade --auto-version do it

                """)
    }
}
