import ErlangTerms
import Files
import TestSupport
import Testing

/// Random cases, against the systools of the Erlang that is installed.
///
/// `RELUP_SEED` is the number of the first case (else 1), `RELUP_CASES` how many there are (else 40).
@Suite struct SystoolsDifferentialTests {
    @Test(.enabled(if: Oracle.isInstalled, "Erlang is not installed"))
    func makesTheSame() throws {
        let first = TestSettings.number("RELUP_SEED") ?? 1
        let directory = TemporaryDirectory()
        let version = try CommandRun.run(
            ["erl", "-noshell", "-eval", "io:put_chars(erlang:system_info(version)), halt()."]
        ).text
        let seeds = first..<(first + (TestSettings.number("RELUP_CASES") ?? 40))
        for seed in seeds {
            try Directory.create(directory.path("\(seed)"))
            var generator = CaseGenerator(seed: UInt64(seed), directory: directory.path("\(seed)"), erts: version)
            try generator.write()
        }
        try Oracle.run("systools", seeds.map { directory.path("\($0)") })
        for seed in seeds { try compare(SystoolsCase(directory: directory.path("\(seed)")), seed) }
    }

    private func compare(_ example: SystoolsCase, _ seed: Int) throws {
        let expected = try example.expectedResult()
        let run = try example.run("--erlang-errors")
        if expected.tagged("ok", count: 2) != nil {
            #expect(run.errorText == "", "seed \(seed)")
            #expect(run.text == (try example.expectedRelup()), "seed \(seed)")
        } else {
            let told = try? TermTextReader.term(fromText: run.errorText, name: "standard error")
            #expect(told == expected || told.map { Self.isDamagedRel($0, expected) } == true, "seed \(seed)")
        }
    }

    /// Whether both say that the same `.rel` cannot be read, in other words. What is in the way does not tell its version,
    /// so we tell it as OTP 25 does.
    private static func isDamagedRel(_ told: ErlangTerm, _ expected: ErlangTerm) -> Bool {
        guard let ours = told.tuple?.last?.tuple, let theirs = expected.tuple?.last?.tuple, ours.count > 1 else {
            return false
        }
        return ours[0] == .atom("parse") && theirs == [.atom("read"), ours[1]]
    }
}
