import Tarballs
import TestSupport
import Testing

@Suite struct TarballReaderTests {
    @Test func missingFile() {
        #expect(throws: TarballError(.system, "nowhere/x.tar.gz", "")) { try TarballReader("nowhere/x.tar.gz") }
    }

    @Test func readsWhatTarWrote() throws {
        let work = TemporaryDirectory()
        let script = "mkdir -p a/b && printf hello > a/b/c && ln -s c a/b/d && chmod 750 a/b/c && tar czf x.tar.gz a"
        #expect(try CommandRun.run(["sh", "-c", script], directory: work.path).status == 0)
        var seen: [String] = []
        let facts = try TarballReader.forEachEntry(of: work.path("x.tar.gz")) { entry, reader in
            let text = String(decoding: try reader.readContents(), as: UTF8.self)
            seen.append("\(entry.path) \(entry.kind) \(entry.size) \(String(entry.mode, radix: 8)) \(text)")
        }
        #expect(seen.count == 4)
        #expect(seen[2] == "a/b/c file 5 750 hello" || seen[3] == "a/b/c file 5 750 hello")
        #expect(facts.commonTop?.string == "a")
        #expect(facts.memberCount == 1 && facts.allowsSplice)
    }

    @Test func leavesOutWhatComesTwiceWhereThatIsTold() throws {
        let work = TemporaryDirectory()
        var tar = TarBytes()
        for (name, text) in [("a", "1"), ("b", "2"), ("./a", "3"), ("b", "4")] { tar.add(name, text: text) }
        tar.end()
        try tar.write(to: work.path("x.tar"))
        let reader = try TarballReader(work.path("x.tar"), duplicates: .skipped)
        var seen: [String] = []
        while let entry = try reader.next() {
            seen.append("\(entry.path)\(String(decoding: try reader.readContents(), as: UTF8.self))")
        }
        #expect(seen == ["a1", "b2"])
        #expect(reader.facts?.duplicateCount == 2)
        #expect(reader.facts?.firstDuplicate?.string == "a")
        #expect(reader.facts?.firstDifferentDuplicate?.string == "a")
    }

    /// systools of sasl 4.4 packs appups, and relx packs those of an overlay once more.
    @Test(
        arguments: [
            ([("a", "1"), ("b", "2"), ("a", "1"), ("./b", "2")], nil),
            ([("a", "1"), ("b", "2"), ("a", "1"), ("b", "3")], "b"), ([("a", "1"), ("a", "1"), ("a", "12")], "a"),
        ] as [([(String, String)], String?)])
    func leavesOutWhatComesAgain(entries: [(name: String, text: String)], different: String?) throws {
        let work = TemporaryDirectory()
        var tar = TarBytes()
        for (name, text) in entries { tar.add(name, text: text) }
        tar.end()
        try tar.write(to: work.path("x.tar"))
        func read() throws -> TarballFacts { try TarballReader.forEachEntry(of: work.path("x.tar")) { _, _ in } }
        if let different {
            let expected = TarballError(
                .duplicateEntry, work.path("x.tar"), entry: Array(different.utf8), "occurs twice in the archive")
            #expect(throws: expected) { try read() }
        } else {
            let facts = try read()
            #expect(facts.duplicateCount == 2 && facts.firstDifferentDuplicate == nil)
            #expect(!facts.allowsSplice)
        }
    }
}
