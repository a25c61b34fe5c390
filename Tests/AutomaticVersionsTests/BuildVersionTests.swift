import Releases
import Testing

@Suite struct BuildVersionTests {
    @Test(arguments: [
        ("0.1.0", nil, "0.1.0+r.1a2b3c4d"), ("0.1.0", "20261129.7", "0.1.0+20261129.7.r.1a2b3c4d"),
        ("0.1.0+main", nil, "0.1.0+main.r.1a2b3c4d"), ("1", nil, "1+r.1a2b3c4d"),
    ]) func hasText(plain: String, suffix: String?, text: String) {
        #expect(BuildVersion(plain: plain, suffix: suffix, hash: "1a2b3c4d").text == text)
        #expect(BuildVersion.isBuild(text, of: plain))
    }

    @Test(arguments: [
        ("0.1.0", ["0.1.0"]),
        ("0.1.0+r.1a2b3c4d", ["0.1.0+r.1a2b3c4d", "0.1.0"]),
        ("0.1.0+main.r.1a2b3c4d", ["0.1.0+main.r.1a2b3c4d", "0.1.0+main", "0.1.0"]),
        ("0.1.0+r.1a2b3c4d5e6f7a8b", ["0.1.0+r.1a2b3c4d5e6f7a8b", "0.1.0"]),
        // Not ours: too short, no digits of a hash, other letters, no plus.
        ("0.1.0+r.1a2b3c4", ["0.1.0+r.1a2b3c4"]), ("0.1.0+r.1a2b3c4g", ["0.1.0+r.1a2b3c4g"]),
        ("0.1.0+r.1A2B3C4D", ["0.1.0+r.1A2B3C4D"]), ("0.1.0+s.1a2b3c4d", ["0.1.0+s.1a2b3c4d"]),
        ("0.1.0.r.1a2b3c4d", ["0.1.0.r.1a2b3c4d"]), ("1a2b3c4d", ["1a2b3c4d"]), ("", [""]),
    ]) func knowsPlainVersions(version: String, plains: [String]) {
        #expect(BuildVersion.plains(of: version) == plains)
    }

    @Test func isNoBuildOfAnother() {
        #expect(!BuildVersion.isBuild("0.1.0+r.1a2b3c4d", of: "0.1.1"))
        #expect(!BuildVersion.isBuild("0.1.0", of: "0.1.0+r.1a2b3c4d"))
        #expect(!BuildVersion.isBuild("0.1.0+main.r.1a2b3c4d", of: "0.1.0+other"))
    }

    @Test(arguments: [
        ("20261129", true), ("a-b.c", true), ("", false), ("a..b", false), ("a+b", false), ("a/b", false), ("é", false),
        (String(repeating: "a", count: 65), false),
    ]) func checksSuffixes(text: String, isSuffix: Bool) {
        #expect(BuildVersion.isSuffix(text) == isSuffix)
    }
}
