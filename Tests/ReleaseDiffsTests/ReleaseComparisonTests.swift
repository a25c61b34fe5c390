import BeamFiles
import ErlangTerms
import Releases
import Tarballs
import TestSupport
import Testing

@testable import ReleaseDiffs

/// Files held in memory.
struct MemoryFiles: ReleaseFiles {
    let name: String
    var files: [String: [UInt8]]

    func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            try body(ReleaseFile(path: path, size: bytes.count) { _ in bytes })
        }
        return nil
    }

    /// The files of a fixture.
    init(tarball: String) throws {
        var files: [String: [UInt8]] = [:]
        name = tarball
        _ = try TarballFiles(Fixture.path("releases/\(tarball).tar.gz"))
            .forEachFile { files[$0.path] = try $0.bytes(limit: 1 << 24) }
        self.files = files
    }

    init(name: String, files: [String: [UInt8]]) {
        self.name = name
        self.files = files
    }

    /// A release of one application that has the fixtures' modules.
    static func release(
        _ vsn: String, application: String = "1", modules: [String: String], _ others: [String: String] = [:]
    )
        throws -> MemoryFiles
    {
        var files: [String: [UInt8]] = [
            "releases/\(vsn)/demo.rel": Array(
                #"{release,{"demo","\#(vsn)"},{erts,"13.1"},[{kernel,"8"},{stdlib,"4"},{demo,"\#(application)"}]}."#
                    .utf8),
            "lib/demo-\(application)/ebin/demo.app": Array(
                """
                {application,demo,[{description,""},{vsn,"\(application)"},{modules,[]},{registered,[]},{applications,[]},
                {env,[{size,\(application.utf8.count)},{password,"\(vsn)"}]}]}.
                """.utf8),
        ]
        for (library, name) in [("kernel-8", "kernel"), ("stdlib-4", "stdlib")] {
            files["lib/\(library)/ebin/\(name).app"] = Array(
                """
                {application,\(name),[{description,""},{vsn,"\(library.split(separator: "-")[1])"},{modules,[]},{registered,[]},
                {applications,[]}]}.
                """.utf8)
        }
        for (file, fixture) in modules {
            files["lib/demo-\(application)/ebin/\(file).beam"] = try Fixture.bytes("modules/\(fixture).beam")
        }
        for (path, text) in others { files[path] = Array(text.utf8) }
        return MemoryFiles(name: "demo-\(vsn)", files: files)
    }
}

@Suite struct ReleaseComparisonTests {
    static func diff(_ base: MemoryFiles, _ target: MemoryFiles, strict: Bool = false) throws -> ReleaseDiff {
        let diff = try ReleaseComparison.diff(
            from: ReleaseInventory(base), to: ReleaseInventory(target), strict: strict)
        #expect(try ReleaseDiff(.term(diff.term), at: "diff") == diff)
        return diff
    }

    @Test(arguments: ["mix", "rebar3"]) func comparesReleases(kind: String) throws {
        let inventories = try ["1.0.0", "1.1.0"].map {
            try ReleaseInventory(TarballFiles(Fixture.path("releases/\(kind)-\($0).tar.gz")))
        }
        let diff = try ReleaseComparison.diff(from: inventories[0], to: inventories[1])
        let text = TermTextPrinter.text(of: diff.term, style: .prettyUnicode) + "\n"
        #expect(try text == Golden.text(in: "diffs/\(kind).term", actual: text))
        #expect(try ReleaseDiff(.term(diff.term), at: "diff") == diff)
        #expect(try ReleaseComparison.diff(from: inventories[0], to: inventories[0]).isEmpty)
    }

    @Test func strippingChangesNothingThatRuns() throws {
        let base = try MemoryFiles.release("1", modules: ["demo_sup": "full/demo_sup", "demo_lamp": "full/demo_lamp"])
        let target = try MemoryFiles.release("1", modules: ["demo_sup": "mix/demo_sup", "demo_lamp": "full/demo_lamp"])
        let application = try Self.diff(base, target).applications[2]
        #expect(application.modules.isEmpty && application.conflicts.isEmpty)
        #expect(application.debugOnlyModules == ["demo_sup"])
        #expect(try Self.diff(base, target, strict: true).applications[2].modules.changed == ["demo_sup"])
    }

    @Test func namesBothFilesOfAModuleThatChangedUnderItsVersion() throws {
        let base = try MemoryFiles.release("1", modules: ["demo_lamp": "full/demo_lamp"])
        var target = try MemoryFiles.release("2", modules: [:])
        target.files["lib/demo-1/ebin/demo_lamp.beam"] = Array(try Fixture.bytes("modules/full/demo_lamp.beam"))
        let code = target.files["lib/demo-1/ebin/demo_lamp.beam"]!
        let place = (0..<code.count - 4).first { Array(code[$0..<$0 + 4]) == Array("push".utf8) }!
        target.files["lib/demo-1/ebin/demo_lamp.beam"]![place] = UInt8(ascii: "r")
        let application = try Self.diff(base, target).applications[2]
        #expect(application.change == .unchanged)
        #expect(
            application.conflicts == [
                .init(
                    module: "demo_lamp", baseFile: "demo-1: lib/demo-1/ebin/demo_lamp.beam",
                    targetFile: "demo-2: lib/demo-1/ebin/demo_lamp.beam")
            ])
    }

    @Test func comparesConfigurationByKeyAndKeepsItsValues() throws {
        let base = try MemoryFiles.release(
            "1", modules: [:],
            [
                "releases/1/sys.config": "[{demo,[{a,1},{b,hush},{c,3}]}].", "releases/1/env.sh": "export A=hush",
                "releases/1/vm.args": "-setcookie hush\n+K true\n-demo port 1\n",
                "releases/1/runtime.exs": "same", "lib/demo-1/priv/static/cache_manifest.json": "{}",
                "lib/demo-1/priv/x.so": "1",
            ])
        let target = try MemoryFiles.release(
            "2", application: "12", modules: [:],
            [
                "releases/2/sys.config": "[{demo,[{b,secret},{c,3},{d,4}]}].", "releases/2/env.sh": "export A=secret",
                "releases/2/vm.args": "-setcookie secret\n-demo port 2\n+P 5\n",
                "releases/2/runtime.exs": "same", "lib/demo-12/priv/static/cache_manifest.json": "{ }",
                "lib/demo-12/priv/x.so": "2",
            ])
        let diff = try Self.diff(base, target)
        func key(_ name: String) -> ErlangTerm { .tuple(.atom("demo"), .atom(name)) }
        #expect(
            diff.configuration == [
                .init(file: "env.sh", keys: KeyDiff(isOpaque: true)),
                .init(file: "sys.config", keys: KeyDiff(added: [key("d")], removed: [key("a")], changed: [key("b")])),
                .init(
                    file: "vm.args",
                    keys: KeyDiff(
                        added: [.string("+P")], removed: [.string("+K")],
                        changed: [.string("-demo port"), .string("-setcookie")])),
            ])
        #expect(diff.applications[2].environment == KeyDiff(changed: [.atom("password"), .atom("size")]))
        #expect(diff.applications[2].privateFiles.changed == ["static/cache_manifest.json", "x.so"])
        #expect(diff.applications[2].nativeLibraries == ["x.so"])
        let text = TermTextPrinter.text(of: diff.term, style: .prettyUnicode)
        #expect(!text.contains("hush") && !text.contains("secret"))
    }

    /// A value that is written in another way, which only the target's OTP reads, is the same value.
    @Test func readsEachReleaseAsItsOwnOTPDoes() throws {
        let appup = #"{~S"12",[{~"1",[]}],[{~"1",[]}]}."#
        var base = try MemoryFiles.release("1", modules: [:], ["releases/1/sys.config": #"[{demo,[{a,<<"1">>}]}]."#])
        var target = try MemoryFiles.release(
            "2", application: "12", modules: [:],
            ["releases/2/sys.config": #"[{demo,[{a,~"1"}]}]."#, "lib/demo-12/ebin/demo.appup": appup])
        let resource = try #require(target.files["releases/2/demo.rel"])
        target.files["releases/2/demo.rel"] = Array(
            String(decoding: resource, as: UTF8.self).replacing("13.1", with: "15.2").utf8)
        let diff = try Self.diff(base, target)
        #expect(diff.configuration == [])
        #expect(diff.applications[2].appup != nil)

        target.files["releases/2/demo.rel"] = resource
        let error = try #require(throws: TermTextError.self) { try Self.diff(base, target) }
        #expect(
            error.description
                == "cannot read 'demo-2: lib/demo-12/ebin/demo.appup': 1:2: sigils are read by OTP 27 and "
                + "later; this release has ERTS 13.1, OTP 25")
        // What cannot be read is compared as a whole.
        target.files["lib/demo-12/ebin/demo.appup"] = nil
        #expect(
            try Self.diff(base, target).configuration == [.init(file: "sys.config", keys: KeyDiff(isOpaque: true))])
        base.files["releases/1/sys.config"] = target.files["releases/2/sys.config"]
        #expect(try Self.diff(base, target).configuration == [])
    }

    /// What sys.config includes counts in its place, and what is not there by its name.
    @Test func comparesIncludedFilesKeyByKey() throws {
        let base = try MemoryFiles.release(
            "1", modules: [:],
            [
                "releases/1/sys.config": #"[{demo,[{a,1},{b,1}]},"sub/more",{demo,[{c,3}]},"/etc/other.config"]."#,
                "releases/1/sub/more.config": "[{demo,[{b,2},{c,2}]},{door,[{d,1}]}].",
                "releases/1/left.config": "[{demo,[{a,9}]}].",
            ])
        let target = try MemoryFiles.release(
            "2", modules: [:],
            [
                "releases/2/sys.config": #"["./sub/more.config",{demo,[{a,1},{b,2},{c,3}]},"left","gone.config"]."#,
                "releases/2/sub/more.config": "[{door,[{d,2}]}].", "releases/2/left.config": "no list.",
            ])
        func key(_ application: Atom, _ key: Atom) -> ErlangTerm { .tuple(.atom(application), .atom(key)) }
        #expect(
            try Self.diff(base, target).configuration == [
                .init(
                    file: "sys.config",
                    keys: KeyDiff(
                        added: [.string("gone.config"), .string("left")], removed: [.string("/etc/other.config")],
                        changed: [key("door", "d")]))
            ])
    }

    @Test func findsCallsOfWhatIsGone() throws {
        var target = try MemoryFiles(tarball: "mix-1.0.0")
        let base = target
        let shout = target.files.keys.first { $0.hasSuffix("Elixir.Demo.Shout.beam") }!
        target.files[shout] = nil
        let diff = try Self.diff(base, target)
        #expect(diff.applications.first { $0.name == "demo" }?.modules.removed == ["Elixir.Demo.Shout"])
        #expect(
            diff.brokenCalls == [
                .init(
                    application: "demo", caller: "Elixir.Demo.Greeting",
                    function: ExternalFunction("Elixir.Demo.Shout", "shout", 1))
            ])
    }

    @Test func tellsOtherRuntimes() throws {
        let base = try MemoryFiles.release("1", modules: [:])
        var target = try MemoryFiles.release("2", modules: [:])
        target.files["releases/2/demo.rel"] = Array(
            #"{release,{"demo","2"},{erts,"14.0"},[{kernel,"8"},{stdlib,"4"},{demo,"1"}]}."#.utf8)
        #expect(try Self.diff(base, target).runtime == [.init(name: "erts", base: "13.1", target: "14.0")])
    }

    @Test func refusesAnUnreadableBeamNamingIt() throws {
        let target = try MemoryFiles.release("2", modules: [:], ["lib/demo-1/ebin/x.beam": "no beam"])
        #expect(throws: BeamError(.notABeamFile, file: "demo-2: lib/demo-1/ebin/x.beam")) {
            try ReleaseInventory(target)
        }
    }

    @Test func readsPastWhatOlderReleasesLeft() throws {
        let target = try MemoryFiles.release("2", modules: [:], ["lib/demo-0/ebin/x.beam": "no beam"])
        #expect(throws: Never.self) { try ReleaseInventory(target) }
    }
}
