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

    @Test(arguments: [TarballCompression.fast, .zlib(level: 1), .best])
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
}
