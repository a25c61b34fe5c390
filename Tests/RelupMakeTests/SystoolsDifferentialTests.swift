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
        let told = try? TermTextReader.term(fromText: run.errorText, name: "standard error")
        if let told, Self.differsOnPurpose(told, expected) { return }
        if expected.tagged("ok", count: 2) != nil {
            #expect(run.errorText == "", "seed \(seed)")
            #expect(run.text == (try example.expectedRelup()), "seed \(seed)")
        } else {
            #expect(told == expected, "seed \(seed)")
        }
    }

    /// Whether an error is one of those that `Documentation/OTP.md` has another opinion of: a `.rel` that cannot be read does
    /// not tell its version, so we say why as OTP 25 does; and a name or version that is empty can be no part of a path.
    private static func differsOnPurpose(_ told: ErlangTerm, _ expected: ErlangTerm) -> Bool {
        guard let ours = told.tuple?.last?.tuple, ours.count > 1 else { return false }
        switch ours[0] {
        case .atom("parse"): return expected.tuple?.last?.tuple == [.atom("read"), ours[1]]
        case .atom("illegal_name"): return ours[1] == .emptyList || ours[1].tuple?.contains(.emptyList) == true
        default: return false
        }
    }
}
