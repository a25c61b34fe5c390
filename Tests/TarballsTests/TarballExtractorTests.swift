import Files
import Tarballs
import TestSupport
import Testing

@Suite struct TarballExtractorTests {
    let work = TemporaryDirectory()

    /// Packs what a script makes below `in`.
    private func pack(_ script: String, _ options: String) throws {
        let command = "mkdir in && cd in && \(script) && cd .. && tar -c \(options) -f x.tar.gz -C in bin empty lib"
        let run = try CommandRun.run(["sh", "-c", command], directory: work.path)
        try #require(run.status == 0, "\(run.errorText)")
    }

    /// Every name below a directory with kind, mode, time in seconds, link target, and its contents' checksum.
    private func listing(_ directory: String) throws -> [UInt8] {
        let command = """
            find . -mindepth 1 -printf '%p %y %m %T@ %l\\n' | sed 's/\\.[0-9]* / /' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum
            """
        return try CommandRun.run(
            ["sh", "-c", command], environment: ["LC_ALL": "C"], directory: work.path(directory)
        ).output
    }

    static let script = """
        mkdir -p lib/a/ebin bin empty && echo one > lib/a/ebin/x && echo two > bin/run && chmod 755 bin/run \
        && chmod 444 lib/a/ebin/x && ln -s ../lib/a bin/link && ln -s a lib/current && ln bin/run bin/again \
        && : > "$(printf 'bin/\\377\\376')" && head -c 3000000 /dev/urandom > lib/big && chmod 750 lib/a \
        && touch -d @1600000000 lib/big bin/run lib/a
        """

    @Test(arguments: ["-z --format=pax", "-z --format=gnu", "-z --format=ustar", "", "-J", "--zstd"])
    func makesWhatTarMakes(options: String) throws {
        try pack(Self.script, options)
        _ = try TarballExtractor.extract(work.path("x.tar.gz"), into: work.path("ours"))
        let run = try CommandRun.run(
            ["sh", "-c", "mkdir theirs && tar xf x.tar.gz -C theirs"], directory: work.path)
        try #require(run.status == 0, "\(run.errorText)")
        #expect(try listing("ours") == listing("theirs"))
        #expect(try Directory.names(in: work.path) == ["in", "ours", "theirs", "x.tar.gz"])
    }

    @Test func failsWithoutTrace() throws {
        try pack(Self.script, "-z")
        var bytes = try WholeFile.read(work.path("x.tar.gz"))
        bytes[bytes.count - 5] ^= 1
        try WholeFile.write(bytes, to: work.path("x.tar.gz"))
        #expect(throws: TarballError(.wrongChecksum, work.path("x.tar.gz"), "")) {
            try TarballExtractor.extract(work.path("x.tar.gz"), into: work.path("ours"))
        }
        #expect(try Directory.names(in: work.path) == ["in", "x.tar.gz"])
    }

    @Test func linkOutOfStrippedTop() throws {
        try pack("mkdir -p bin/a lib empty && ln -s ../lib bin/l", "-z")
        _ = try CommandRun.run(
            ["sh", "-c", "mkdir -p top && mv in/* top && ln -s ../x top/out && tar czf y.tar.gz top"],
            directory: work.path)
        _ = try TarballExtractor.extract(work.path("y.tar.gz"), into: work.path("whole"))
        let error = #expect(throws: TarballError.self) {
            try TarballExtractor.extract(
                work.path("y.tar.gz"), into: work.path("stripped"), options: .init(stripsCommonTop: { _ in true }))
        }
        #expect(error?.code == .unsafeSymbolicLink)
        #expect(error?.entry == Array("top/out".utf8))
    }

    /// A tree deeper than a path may be long is written and removed again.
    @Test func deepTree() throws {
        var archive = TarBytes()
        archive.addPax("path", Array((String(repeating: "d/", count: 2000) + "x").utf8))
        archive.add("x", text: "deep")
        archive.add("/", text: "")
        archive.end()
        try archive.write(to: work.path("x.tar"))
        #expect(throws: TarballError(.absolutePath, work.path("x.tar"), entry: Array("/".utf8), "")) {
            try TarballExtractor.extract(work.path("x.tar"), into: work.path("out"))
        }
        #expect(try Directory.names(in: work.path) == ["x.tar"])
    }

    @Test func manyReadersAtOnce() async throws {
        try pack(Self.script, "-z")
        let path = work.path("x.tar.gz")
        let facts = try await withThrowingTaskGroup(of: TarballFacts.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try TarballReader.forEachEntry(of: path, prefetch: index % 2 == 0) { _, reader in
                        _ = try reader.readContents()
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(facts.count == 8)
        #expect(facts.allSatisfy { $0 == facts[0] })
    }

    /// A reader that is let go before the end stops what runs ahead of it.
    @Test func abandonedReader() throws {
        try pack(Self.script, "-z")
        for _ in 0..<20 {
            let reader = try TarballReader(work.path("x.tar.gz"), prefetch: true)
            #expect(try reader.next() != nil)
        }
    }
}
