import ErlangTerms
import RegularExpressions
import Releases
import TestSupport
import Testing

@Suite struct VersionMatchTests {
    @Test(arguments: [
        (#"[{"1.0",a}]"#, "1.0", "a"), (#"[{"1.0",a}]"#, "1.0.0", nil),
        (#"[{"1.0",a},{"1.0",b}]"#, "1.0", "a"), (#"[{<<".*">>,a},{"1.0",b}]"#, "1.0", "a"),
        (#"[{<<"1.0">>,a}]"#, "1x0", "a"), (#"[{<<"1\\.0">>,a}]"#, "1x0", nil),
        (#"[{<<"^1">>,a},{<<"0$">>,b}]"#, "1.0", nil),
        (#"[{<<"1|1\\.0">>,a}]"#, "1.0", nil), (#"[{<<"1\\.0|1">>,a}]"#, "1.0", "a"),
        (#"[{<<"1.0">>,a,b},c,{<<"1.0">>,d}]"#, "1.0", "d"), (#"[{"1.0",a}|b]"#, "1.0", "a"),
        (#"[{<<"é.+"/utf8>>,a}]"#, "é1", "a"), (#"[{<<"..">>,a}]"#, "木1", "a"),
    ])
    func findsTheFirstEntryThatFits(entries: String, version: String, script: String?) throws {
        #expect(try VersionMatch.script(for: version, in: term(entries)) == script.map(term))
    }

    @Test func refusesWhatErlangCrashesOn() {
        #expect(throws: VersionMatch.Fault.improperList) { try VersionMatch.script(for: "1", in: term("a")) }
        #expect(throws: VersionMatch.Fault.improperList) {
            try VersionMatch.script(for: "1", in: term(#"[{"2",a}|b]"#))
        }
        let fault = #expect(throws: VersionMatch.Fault.self) {
            try VersionMatch.script(for: "1", in: term(#"[{<<"[">>,a}]"#))
        }
        #expect(fault == .badExpression("[", .init(offset: 1, message: "missing terminating ] for character class")))
    }
}
