import ErlangTerms
import TestSupport
import Testing

@testable import AutomaticVersions

@Suite struct BuildAppupTests {
    @Test(arguments: [
        // The plain version stands for its builds.
        (
            #"{"0.1.0",[{"0.1.0",[a]}],[{"0.1.0",[b]}]}"#,
            #"{"N",[{"0.1.0+r.11111111",[a]},{"0.1.0",[a]}],[{"0.1.0+r.11111111",[b]},{"0.1.0",[b]}]}"#
        ),
        // So does a regular expression, unless it matches them itself.
        (
            #"{"0.1.0",[{<<"0\\.1\\.[0-9]">>,[a]}],[{<<"0\\..*">>,[b]}]}"#,
            #"{"N",[{"0.1.0+r.11111111",[a]},{<<"0\\.1\\.[0-9]">>,[a]}],[{<<"0\\..*">>,[b]}]}"#
        ),
        // What is there for the build itself counts.
        (
            #"{"0.1.0",[{"0.1.0+r.11111111",[c]},{"0.1.0",[a]}],[]}"#,
            #"{"N",[{"0.1.0+r.11111111",[c]},{"0.1.0",[a]}],[]}"#
        ),
        // Nothing for this version.
        (#"{"0.1.0",[{"0.0.9",[a]}],[]}"#, #"{"N",[{"0.0.9",[a]}],[]}"#),
        (#"{"0.0.9",[{"0.1.0",[a]}],[]}"#, #"{"0.0.9",[{"0.1.0",[a]}],[]}"#),
        (#"{<<"0\\.1.*">>,[],[]}"#, #"{"N",[],[]}"#),
        (#"{"0.1.0",a,[]}"#, #"{"0.1.0",a,[]}"#), ("nothing", "nothing"),
    ]) func rewrites(old: String, new: String) {
        let bases = ["0.1.0", "0.1.0+r.11111111"]
        #expect(BuildAppup.rewrite(term(old), plain: "0.1.0", version: "N", bases: bases) == term(new))
    }
}
