import TestSupport
import Testing

/// A release with another emulator, and applications that were compiled again for it.
@Suite struct PlatformChangeTests {
    let directory = TemporaryDirectory()

    /// Unpacks two releases of which the second has another emulator, and the same module of iex with other code.
    static let prepare = """
        relup-unpack -C work '\(Fixture.path("releases/mix-1.0.0.tar.gz"))' \
          '\(Fixture.path("releases/mix-1.1.0.tar.gz"))' >unpacked
        (cd work/demo-1.1.0; mv erts-* erts-99; sed -i 's/{erts,"[^"]*"}/{erts,"99"}/' releases/1.1.0/demo.rel)
        for version in 1.0.0 1.1.0; do
            cp work/demo-$version/lib/demo-$version/ebin/Elixir.Demo.Greeting.beam work/demo-$version/lib/iex-1.14.0/ebin/
        done

        """

    @Test func isAnAnswerAndNoFailure() throws {
        let run = try BuiltTool.shell(
            Self.prepare + "relup-upgrade work/demo-1.0.0 work/demo-1.1.0 -o out.tar.gz", directory: directory.path)
        #expect(run.status == 1)
        let lines = run.errorText.split(separator: "\n")
        let findings = lines.filter { $0.hasPrefix("relup-check: ") }
        #expect(findings.first?.hasSuffix(" to 99") == true, "\(run.errorText)")
        #expect(
            findings.contains(
                "relup-check: warning: up from 1.0.0: iex: 'iex' is 1.14.0 in both, but 1 module differs: "
                    + "the node keeps the old code"), "\(run.errorText)")
        #expect(!run.errorText.contains("give it a new version"))
        #expect(findings.last == "relup-check: verdict: restart")
        let answer = """
            relup-pack: the verdict is restart: restart the node into 1.1.0, or use --emulator; --force packs the upgrade \
            anyway
            """
        #expect(lines.last.map(String.init) == answer)
    }

    @Test func isPackedWhereARestartIsAccepted() throws {
        let run = try BuiltTool.shell(
            Self.prepare + "relup-upgrade --emulator work/demo-1.0.0 work/demo-1.1.0 -o out.tar.gz"
                + " && tar -xzOf out.tar.gz releases/1.1.0/relup", directory: directory.path)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text.contains("[{\"1.0.0\",[],\n   [restart_new_emulator,"), "\(run.text)")
        #expect(run.errorText.contains("relup-check: verdict: review\n"))
        #expect(!run.errorText.contains("relup-check: error"))
    }
}
