import Files
import Tarballs
import TestSupport
import Testing

@Suite struct TarballRewriterTests {
    let work = TemporaryDirectory()

    /// A small tarball with a long name, a name that is no UTF-8, a link, and an empty file.
    func writeSource(_ name: String, top: String = "", compression: TarballCompression = .fast) throws -> String {
        let writer = try TarballWriter(work.path(name), compression: compression)
        for (path, text) in Self.files {
            let entry = TarballEntry(
                path: try EntryPath(Array(top.utf8) + path), size: 0, mode: 0o640, modificationTime: 1_700_000_000)
            try writer.add(entry, contents: Array(text.utf8))
        }
        let link = TarballEntry(
            path: try EntryPath(top + "lib/link"), kind: .symbolicLink(target: Array("a".utf8)), size: 0)
        try writer.add(link)
        _ = try writer.finish()
        return work.path(name)
    }

    static let files: [([UInt8], String)] = [
        (Array("bin/run".utf8), "#!/bin/sh\n"),
        (Array("lib/a".utf8), String(repeating: "abc", count: 50_000)),
        (Array("lib/\(String(repeating: "long/", count: 60))x".utf8), "deep"),
        ([0x6C, 0xFF, 0xFE], "no UTF-8"),
        (Array("empty".utf8), ""),
    ]

    func listing(_ path: String) throws -> [String] {
        var lines: [String] = []
        try TarballReader.forEachEntry(of: path) { entry, reader in
            lines.append("\(entry.path) \(String(decoding: try reader.readContents(), as: UTF8.self).prefix(40))")
        }
        return lines
    }

    static let relup = try! TarballChanges.Addition(path: EntryPath("releases/2/relup"), contents: Array("{}.".utf8))

    @Test(arguments: TarballCompression.all)
    func splicesAdditionsInFront(compression: TarballCompression) throws {
        let source = try writeSource("x.tar.gz", compression: compression)
        let changes = TarballChanges(additions: [Self.relup])
        let result = try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), changes, compression: compression)
        #expect(result.method == .splice)
        #expect(try listing(work.path("y.tar.gz")) == ["releases/2/relup {}."] + listing(source))
        let facts = try TarballReader.forEachEntry(of: work.path("y.tar.gz")) { _, _ in }
        #expect(facts.memberCount == 1 && facts.crc32 == result.written.crc32 && facts.size == result.written.size)

        let read = try TarballReader.forEachEntry(of: source) { _, _ in }
        let again = try TarballRewriter.rewrite(
            source, to: work.path("z.tar.gz"), changes, compression: compression, known: read.known)
        #expect(again == result)
        #expect(try WholeFile.read(work.path("z.tar.gz")) == WholeFile.read(work.path("y.tar.gz")))
    }

    @Test func replacesByRewriting() throws {
        let source = try writeSource("x.tar.gz")
        let replaced = TarballChanges.Addition(path: try EntryPath("lib/a"), contents: Array("new".utf8))
        let result = try TarballRewriter.rewrite(
            source, to: work.path("y.tar.gz"), TarballChanges(additions: [Self.relup, replaced]))
        #expect(result.method == .rewrite)
        let rest = try listing(source).filter { !$0.hasPrefix("lib/a ") }
        #expect(try listing(work.path("y.tar.gz")) == ["releases/2/relup {}.", "lib/a new"] + rest)
    }

    @Test func removesAndRenames() throws {
        let source = try writeSource("x.tar.gz")
        var changes = TarballChanges()
        changes.isRemoved = { $0.string.hasPrefix("lib/") }
        let start = try EntryPath("bin/start")
        changes.rename = { $0.string == "bin/run" ? start : $0 }
        #expect(try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), changes).method == .rewrite)
        #expect(try listing(work.path("y.tar.gz")) == ["bin/start #!/bin/sh\n", "l\\xFF\\xFE no UTF-8", "empty "])
    }

    @Test func stripsCommonTop() throws {
        let plain = try writeSource("plain.tar.gz")
        let source = try writeSource("x.tar.gz", top: "demo/")
        let changes = TarballChanges(additions: [Self.relup], stripsCommonTop: { $0.string == "demo" })
        #expect(try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), changes).method == .rewrite)
        #expect(try listing(work.path("y.tar.gz")) == ["releases/2/relup {}."] + listing(plain))
        #expect(try TarballRewriter.rewrite(plain, to: work.path("z.tar.gz"), changes).method == .splice)

        let facts = try TarballExtractor.extract(
            source, into: work.path("out"), options: .init(stripsCommonTop: { $0.string == "demo" }))
        #expect(facts.commonTop?.string == "demo")
        #expect(try WholeFile.read(work.path("out/bin/run")) == Array("#!/bin/sh\n".utf8))
        #expect(try Directory.names(in: work.path).filter { $0.hasPrefix(".") } == [])
    }

    /// Names that start with `./` are no names to `release_handler`, so they are written anew.
    @Test func rewritesDottedNames() throws {
        let script = "mkdir -p r/lib && echo hello > r/lib/a && tar czf x.tar.gz -C r ."
        _ = try CommandRun.run(["sh", "-c", script], directory: work.path)
        let result = try TarballRewriter.rewrite(
            work.path("x.tar.gz"), to: work.path("y.tar.gz"), TarballChanges(additions: [Self.relup]))
        #expect(result.method == .rewrite)
        #expect(try listing(work.path("y.tar.gz")) == ["releases/2/relup {}.", "lib ", "lib/a hello\n"])
    }

    @Test func keepsLinks() throws {
        let script =
            "mkdir -p r/d && echo x > r/d/a && ln r/d/a r/d/b && ln -s a r/d/c && tar cf x.tar r/d/a r/d/b r/d/c"
        _ = try CommandRun.run(["sh", "-c", script], directory: work.path)
        let changes = TarballChanges(stripsCommonTop: { _ in true })
        #expect(try TarballRewriter.rewrite(work.path("x.tar"), to: work.path("y.tar.gz"), changes).method == .rewrite)
        var kinds: [TarballEntry.Kind] = []
        try TarballReader.forEachEntry(of: work.path("y.tar.gz")) { entry, _ in kinds.append(entry.kind) }
        #expect(kinds == [.file, .hardLink(target: Array("d/a".utf8)), .symbolicLink(target: Array("a".utf8))])
        let tar = try CommandRun.run(["tar", "xzf", "y.tar.gz"], directory: work.path)
        #expect(tar.status == 0 && tar.errorText.isEmpty)
        #expect(try WholeFile.read(work.path("d/b")) == Array("x\n".utf8))

        var withoutTarget = changes
        withoutTarget.isRemoved = { $0.string == "d/a" }
        #expect(throws: TarballError(.unsafeHardLink, work.path("x.tar"), entry: Array("r/d/b".utf8), "")) {
            try TarballRewriter.rewrite(work.path("x.tar"), to: work.path("z.tar.gz"), withoutTarget)
        }
    }

    /// A file changed since it was read is not trusted but read again.
    @Test func knowsWhenTheFileChanged() throws {
        let source = try writeSource("x.tar.gz")
        let known = try TarballReader.forEachEntry(of: source) { _, _ in }.known
        _ = try CommandRun.run(["touch", "-d", "2001-01-01", source])
        var bytes = try WholeFile.read(source)
        bytes[bytes.count / 2] ^= 0xFF
        try WholeFile.write(bytes, to: source)
        #expect(throws: TarballError.self) {
            try TarballRewriter.rewrite(
                source, to: work.path("y.tar.gz"), TarballChanges(additions: [Self.relup]), known: known)
        }
        #expect(try Directory.names(in: work.path) == ["x.tar.gz"])
    }

    /// Programs that read tarballs, and what they are asked for: the names in it, and the contents of one entry.
    static let programs: [(String, list: [String], cat: [String])] = [
        ("tar", ["tar", "tzf"], ["tar", "xzOf"]),
        ("bsdtar", ["bsdtar", "-tzf"], ["bsdtar", "-xzOf"]),
        ("busybox", ["busybox", "tar", "tzf"], ["busybox", "tar", "xzOf"]),
        (
            "python3",
            ["python3", "-c", "import sys, tarfile; [print(n) for n in tarfile.open(sys.argv[1]).getnames()]"],
            [
                "python3", "-c",
                "import sys, tarfile; sys.stdout.buffer.write(tarfile.open(sys.argv[1]).extractfile(sys.argv[2]).read())",
            ]
        ),
        (
            "escript", ["escript", Fixture.path("tarballs/erl_tar.escript"), "list"],
            ["escript", Fixture.path("tarballs/erl_tar.escript"), "cat"]
        ),
    ]

    @Test(arguments: programs.indices, [TarballRewriter.Result.Method.splice, .rewrite])
    func otherProgramsRead(index: Int, method: TarballRewriter.Result.Method) throws {
        let program = Self.programs[index]
        guard CommandRun.find(program.0) != nil else { return }
        var changes = TarballChanges(additions: [Self.relup])
        // Not every program prints bytes that are no UTF-8 as they are.
        let source = try writeSource("w.tar.gz")
        changes.isRemoved = { $0.bytes.contains(0xFF) }
        #expect(try TarballRewriter.rewrite(source, to: work.path("x.tar.gz"), changes).method == .rewrite)
        if method == .splice {
            changes.additions = [.init(path: try EntryPath("another"), contents: Array("one".utf8))]
            #expect(
                try TarballRewriter.rewrite(work.path("x.tar.gz"), to: work.path("y.tar.gz"), changes).method == .splice
            )
        }
        let path = work.path(method == .splice ? "y.tar.gz" : "x.tar.gz")
        var names: [String] = []
        try TarballReader.forEachEntry(of: path) { entry, _ in names.append(entry.path.string) }

        let list = try CommandRun.run(program.list + [path], environment: ["LC_ALL": "C.UTF-8"])
        #expect(list.status == 0 && list.errorText.isEmpty)
        #expect(list.text.split(separator: "\n").map(String.init) == names)
        for name in names where name != "lib/link" {
            let file = try CommandRun.run(program.cat + [path, name])
            let expected = try #require(try text(of: name, in: path))
            #expect(file.status == 0 && file.output == expected, "\(name)")
        }
    }

    /// Entries written anew, and one more in front of them.
    @Test(arguments: programs.indices)
    func otherProgramsReadEveryCompression(index: Int) throws {
        let program = Self.programs[index]
        guard CommandRun.find(program.0) != nil else { return }
        let source = try writeSource("w.tar.gz")
        let expected = try text(of: "lib/a", in: source)
        let (anew, path) = (work.path("x.tar.gz"), work.path("y.tar.gz"))
        // Not every program takes names that are no UTF-8.
        let withoutBytes = TarballChanges(isRemoved: { $0.bytes.contains(0xFF) })
        let withRelup = TarballChanges(additions: [Self.relup])
        for compression in TarballCompression.all {
            let methods = [
                try TarballRewriter.rewrite(source, to: anew, withoutBytes, compression: compression).method,
                try TarballRewriter.rewrite(anew, to: path, withRelup, compression: compression).method,
            ]
            #expect(methods == [.rewrite, .splice])
            let file = try CommandRun.run(program.cat + [path, "lib/a"])
            #expect(file.status == 0 && file.output == expected, "\(compression)")
        }
    }

    private func text(of name: String, in path: String) throws -> [UInt8]? {
        var text: [UInt8]?
        try TarballReader.forEachEntry(of: path) { entry, reader in
            if entry.path.string == name { text = try reader.readContents() }
        }
        return text
    }
}
