import ErlangTerms
import Releases
import TestSupport
import Testing

@testable import AutomaticVersions

@Suite struct VersionNamesTests {
    private let names = VersionNames(
        Release(
            name: "shop", version: "0.1.0", ertsVersion: "13.1",
            applications: [
                Release.Entry("kernel", "8"), Release.Entry("shop", "0.1.0"),
                Release.Entry("stock", "0.1.0"),
            ]),
        version: "0.1.0+r.00000000", versions: ["shop": "0.1.0+r.11111111", "stock": "0.1.0", "kernel": "8"])

    @Test(arguments: [
        ("lib/shop-0.1.0/ebin/shop.app", "lib/shop-0.1.0+r.11111111/ebin/shop.app"),
        ("lib/shop-0.1.0", "lib/shop-0.1.0+r.11111111"),
        ("lib/stock-0.1.0/priv/shop-0.1.0", "lib/stock-0.1.0/priv/shop-0.1.0"),
        ("releases/0.1.0/consolidated/a.beam", "releases/0.1.0+r.00000000/consolidated/a.beam"),
        ("releases/shop-0.1.0.rel", "releases/shop-0.1.0+r.00000000.rel"),
        ("releases/shop.rel", "releases/shop.rel"), ("releases/0.1.0.1/x", "releases/0.1.0.1/x"),
        ("bin/shop-0.1.0", "bin/shop-0.1.0+r.00000000"), ("bin/shop-0.1.0.ps1", "bin/shop-0.1.0+r.00000000.ps1"),
        ("bin/shop-0.1.0.1", "bin/shop-0.1.0.1"), ("bin/shop", "bin/shop"), ("data/shop-0.1.0", "data/shop-0.1.0"),
    ]) func renamesPaths(old: String, new: String) {
        #expect(names.path(old) == new)
    }

    @Test(arguments: [
        (
            #"{release,{"shop","0.1.0"},{erts,"13.1"},[{shop,"0.1.0",permanent},{stock,"0.1.0"}]}"#,
            #"{release,{"shop","0.1.0+r.00000000"},{erts,"13.1"},[{shop,"0.1.0+r.11111111",permanent},{stock,"0.1.0"}]}"#
        ),
        (
            #"{release,{"start_clean","1.0"},{erts,"13.1"},[{kernel,"8"}]}"#,
            #"{release,{"start_clean","1.0"},{erts,"13.1"},[{kernel,"8"}]}"#
        ),
        (
            #"[{release,"shop","0.1.0","13.1",[{shop,"0.1.0","./lib/shop-0.1.0"}],permanent}]"#,
            #"[{release,"shop","0.1.0+r.00000000","13.1",[{shop,"0.1.0+r.11111111","./lib/shop-0.1.0+r.11111111"}],permanent}]"#
        ),
        (
            #"{script,{"shop","0.1.0"},[{path,["$ROOT/lib/shop-0.1.0/ebin","$RELEASE_LIB/shop-0.1.0/ebin"]},{kernelProcess,a,{b,c,[0.1]}}]}"#,
            #"{script,{"shop","0.1.0+r.00000000"},[{path,["$ROOT/lib/shop-0.1.0+r.11111111/ebin","$RELEASE_LIB/shop-0.1.0+r.11111111/ebin"]},{kernelProcess,a,{b,c,[0.1]}}]}"#
        ),
        (
            #"{path,["$RELEASE_LIB/../releases/0.1.0/consolidated"]}"#,
            #"{path,["$RELEASE_LIB/../releases/0.1.0+r.00000000/consolidated"]}"#
        ),
        (
            #"{apply,{application,load,[{application,shop,[{vsn,"0.1.0"},{env,[{a,"0.1.0"}]}]}]}}"#,
            #"{apply,{application,load,[{application,shop,[{vsn,"0.1.0+r.11111111"},{env,[{a,"0.1.0"}]}]}]}}"#
        ),
        (#"{application,other,[{vsn,"0.1.0"}]}"#, #"{application,other,[{vsn,"0.1.0"}]}"#),
        (
            #"[{a,<<"lib/shop-0.1.0/priv">>},#{b => "/var/lib/shop-0.1.0/x"}|"./bin/shop-0.1.0"]"#,
            #"[{a,<<"lib/shop-0.1.0+r.11111111/priv">>},#{b => "/var/lib/shop-0.1.0/x"}|"./bin/shop-0.1.0"]"#
        ),
    ]) func rewritesTerms(old: String, new: String) {
        #expect(names.rewrite(term(old)) == term(new))
    }

    @Test(arguments: [
        // Paths of the release.
        (
            "cat $ROOT/lib/shop-0.1.0/priv/x \"releases/0.1.0/y\"",
            "cat $ROOT/lib/shop-0.1.0+r.11111111/priv/x \"releases/0.1.0+r.00000000/y\""
        ),
        ("exec ./bin/shop-0.1.0 daemon", "exec ./bin/shop-0.1.0+r.00000000 daemon"),
        ("${RELEASE_ROOT}/releases/0.1.0", "${RELEASE_ROOT}/releases/0.1.0+r.00000000"),
        // Others.
        ("/var/lib/shop-0.1.0/data /opt/releases/0.1.0/x", "/var/lib/shop-0.1.0/data /opt/releases/0.1.0/x"),
        ("mylib/shop-0.1.0 lib/shop-0.1.0.1 lib/stock-0.1.0", "mylib/shop-0.1.0 lib/shop-0.1.0.1 lib/stock-0.1.0"),
        ("{version,\"0.1.0\"} and 0.1.0", "{version,\"0.1.0\"} and 0.1.0"),
        // What a launcher sets.
        ("REL_VSN=\"0.1.0\"\nX=\"0.1.0\"", "REL_VSN=\"0.1.0+r.00000000\"\nX=\"0.1.0\""),
        ("export RELEASE_VSN=${RELEASE_VSN:-0.1.0}", "export RELEASE_VSN=${RELEASE_VSN:-0.1.0+r.00000000}"),
        ("RELEASE_VSN=0.1.01", "RELEASE_VSN=0.1.01"),
    ]) func rewritesTexts(old: String, new: String) {
        #expect(names.rewrite(text: old) == new)
    }

    @Test(arguments: [
        ("../../stock-0.1.0/priv/x", "../../stock-0.1.0/priv/x"),
        ("../../shop-0.1.0/priv/x", "../../shop-0.1.0+r.11111111/priv/x"),
        ("../releases/0.1.0/start.boot", "../releases/0.1.0+r.00000000/start.boot"),
        ("/lib/shop-0.1.0", "/lib/shop-0.1.0"), ("x", "x"),
    ]) func rewritesLinks(old: String, new: String) {
        #expect(names.rewrite(link: old) == new)
    }

    @Test func rewritesFiles() throws {
        func text(_ path: String, _ contents: String) throws -> String? {
            try names.contents(path, Array(contents.utf8), syntax: .common).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(try text("releases/start_erl.data", "13.1 0.1.0\n") == "13.1 0.1.0+r.00000000")
        #expect(try text("releases/start_erl.data", "13.1 0.2.0") == nil)
        #expect(try text("releases/COOKIE", "releases/0.1.0") == nil)
        #expect(try text("lib/stock-0.1.0/ebin/stock.app", "{application,stock,[{vsn,\"0.1.0\"}]}.") == nil)
        let boot = ExternalTermWriter.bytes(of: term(#"{script,{"shop","0.1.0"},[]}"#))
        let new = try names.contents("releases/0.1.0/start.boot", boot, syntax: .common)
        #expect(try ExternalTermReader.term(in: new!) == term(#"{script,{"shop","0.1.0+r.00000000"},[]}"#))
        #expect(throws: ReleaseError.self) {
            try names.contents("releases/0.1.0/start.boot", [1, 2], syntax: .common)
        }
        // Bytes that are no text stay.
        #expect(try names.contents("bin/program", Array("\0lib/shop-0.1.0".utf8), syntax: .common) == nil)
    }
}
