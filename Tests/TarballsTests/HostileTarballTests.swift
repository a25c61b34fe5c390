import Files
import Tarballs
import TestSupport
import Testing

/// An archive that attacks whoever extracts it, and what is said of it.
struct Attack: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: TarballError.Code
    let message: String
    let build: @Sendable (inout TarBytes) -> Void

    init(
        _ name: String, _ code: TarballError.Code, _ message: String,
        _ build: @escaping @Sendable (inout TarBytes) -> Void
    ) {
        testDescription = name
        self.code = code
        self.message = message
        self.build = build
    }
}

let attacks: [Attack] = [
    Attack("absolute path", .absolutePath, "entry '/etc/x' is an absolute path") { $0.add("/etc/x", text: "x") },
    Attack("parent path", .parentPath, "entry '../x' leaves the directory") { $0.add("../x", text: "x") },
    Attack("parent path inside", .parentPath, "entry 'a/../../x' leaves the directory") {
        $0.add("a/../../x", text: "x")
    },
    Attack("parent path in a pax header", .parentPath, "entry '../../x' leaves the directory") {
        $0.addPax("path", Array("../../x".utf8))
        $0.add("harmless", text: "x")
    },
    Attack("parent path in a GNU long name", .parentPath, "entry '../x' leaves the directory") {
        $0.add("././@LongLink", type: "L", text: "../x\u{0}")
        $0.add("harmless", text: "x")
    },
    Attack("no name", .emptyPath, "entry '.' has no name") { $0.add(".", text: "x") },
    Attack("newline in a name", .controlCharacter, "entry 'a\\x0Ab' has a control character in its name") {
        $0.add("a\nb", text: "x")
    },
    Attack("escape sequence in a name", .controlCharacter, "entry '\\x1B[2J' has a control character in its name") {
        $0.add("\u{1B}[2J", text: "x")
    },
    Attack("long component", .pathTooLong, "entry '\(String(repeating: "n", count: 256))' has too long a name") {
        $0.addPax("path", [UInt8](repeating: 0x6E, count: 256))
        $0.add("harmless", text: "x")
    },
    Attack("same file twice", .duplicateEntry, "entry 'a' occurs twice in the archive") {
        $0.add("a", text: "1")
        $0.add("a", text: "2")
    },
    Attack("same file twice, spelt differently", .duplicateEntry, "entry 'd/a' occurs twice in the archive") {
        $0.add("d/a", text: "1")
        $0.add("./d//a", text: "2")
    },
    Attack("link, then a file in its place", .duplicateEntry, "entry 'a' occurs twice in the archive") {
        $0.add("a", type: "2", link: "b")
        $0.add("a", text: "2")
    },
    Attack("directory, then a file in its place", .duplicateEntry, "entry 'a' has the name of another entry") {
        $0.add("a/", type: "5")
        $0.add("a", text: "2")
    },
    Attack("absolute symbolic link", .unsafeSymbolicLink, "entry 'a' is a symbolic link that leaves the directory") {
        $0.add("a", type: "2", link: "/etc")
    },
    Attack("symbolic link upwards", .unsafeSymbolicLink, "entry 'd/a' is a symbolic link that leaves the directory") {
        $0.add("d/a", type: "2", link: "../../x")
    },
    Attack(
        "symbolic link upwards after going down", .unsafeSymbolicLink,
        "entry 'a' is a symbolic link that leaves the directory"
    ) {
        $0.add("d/e/l", type: "2", link: "../..")
        $0.add("a", type: "2", link: "d/e/l/../x")
    },
    Attack("writing through a symbolic link", .notADirectory, "entry 'a/x' lies below an entry that is not a directory")
    {
        $0.add("d/", type: "5")
        $0.add("a", type: "2", link: "d")
        $0.add("a/x", text: "x")
    },
    Attack(
        "directory in place of a symbolic link", .notADirectory, "entry 'a' lies below an entry that is not a directory"
    ) {
        $0.add("a", type: "2", link: "d")
        $0.add("a/", type: "5")
    },
    Attack("file below a file", .notADirectory, "entry 'a/x' lies below an entry that is not a directory") {
        $0.add("a", text: "x")
        $0.add("a/x", text: "x")
    },
    Attack("hard link out", .unsafeHardLink, "entry 'a' is a hard link that leaves the directory") {
        $0.add("a", type: "1", link: "../../etc/passwd")
    },
    Attack("absolute hard link", .unsafeHardLink, "entry 'a' is a hard link that leaves the directory") {
        $0.add("a", type: "1", link: "/etc/passwd")
    },
    Attack(
        "hard link to a symbolic link, which leads out from there", .unsafeSymbolicLink,
        "entry 'b' is a symbolic link that leaves the directory"
    ) {
        $0.add("d/a", type: "2", link: "../x")
        $0.add("b", type: "1", link: "d/a")
    },
    Attack("hard link through a symbolic link", .unsafeHardLink, "entry 'b' is a hard link to no earlier file") {
        $0.add("d/x", text: "x")
        $0.add("a", type: "2", link: "d")
        $0.add("b", type: "1", link: "a/x")
    },
    Attack("character device", .specialFile, "entry 'a' is a device, a FIFO or another special file") {
        $0.add("a", type: "3")
    },
    Attack("block device", .specialFile, "entry 'a' is a device, a FIFO or another special file") {
        $0.add("a", type: "4")
    },
    Attack("FIFO", .specialFile, "entry 'a' is a device, a FIFO or another special file") { $0.add("a", type: "6") },
    Attack("more after the end", .dataAfterEnd, "data after the end of the archive") {
        $0.add("a", text: "1")
        $0.end()
        $0.add("b", text: "2")
    },
    Attack("size beyond the file", .truncated, "truncated tar archive") {
        $0.add(Array("a".utf8), size: 0o77777777777)
    },
    Attack("sparse file of many terabytes", .tooLarge, "entry 'a' makes it unpack to more than 8589934592 bytes") {
        $0.addPax("GNU.sparse.realsize", Array("99999999999999".utf8))
        $0.add("a", text: "x")
    },
]

@Suite struct HostileTarballTests {
    let work = TemporaryDirectory()

    @Test(arguments: attacks, ["x.tar", "x.tar.gz"])
    func extractsNothing(attack: Attack, name: String) throws {
        var archive = TarBytes()
        attack.build(&archive)
        archive.end()
        try archive.write(to: work.path(name))
        let error = #expect(throws: TarballError.self) {
            try TarballExtractor.extract(work.path(name), into: work.path("out"))
        }
        #expect(error?.code == attack.code)
        let operation = error?.operation ?? ""
        #expect(error?.description == "cannot \(operation) '\(work.path(name))': \(attack.message)")
        #expect(try Directory.names(in: work.path) == [name], "something was left behind")
    }

    /// What follows the NUL is no part of the name, as for tar programs written in C.
    @Test func nulEndsName() throws {
        var archive = TarBytes()
        archive.addPax("path", Array("a\u{0}/../../x".utf8))
        archive.add("harmless", text: "x")
        archive.end()
        try archive.write(to: work.path("x.tar"))
        _ = try TarballExtractor.extract(work.path("x.tar"), into: work.path("out"))
        #expect(try Directory.names(in: work.path) == ["out", "x.tar"])
        #expect(try Directory.names(in: work.path("out")) == ["a"])
    }

    @Test func tooManyEntries() throws {
        var archive = TarBytes()
        for index in 0..<11 { archive.add("\(index)") }
        archive.end()
        try archive.write(to: work.path("x.tar"))
        #expect(throws: TarballError(.tooManyEntries, work.path("x.tar"), "")) {
            try TarballExtractor.extract(
                work.path("x.tar"), into: work.path("out"), limits: TarballLimits(maxEntries: 10))
        }
        #expect(
            try TarballExtractor.extract(
                work.path("x.tar"), into: work.path("out"), limits: TarballLimits(maxEntries: 11)
            ).entryCount == 11)
    }

    @Test func bombByRatio() throws {
        var archive = TarBytes()
        archive.add(Array("zeros".utf8), contents: [UInt8](repeating: 0, count: 40 << 20))
        archive.end()
        try archive.write(to: work.path("x.tar.gz"))
        let error = #expect(throws: TarballError.self) {
            try TarballExtractor.extract(work.path("x.tar.gz"), into: work.path("out"))
        }
        #expect(error?.code == .suspiciousRatio)
        #expect(error?.reason == "unpacks to more than 250 times its size")
        #expect(try Directory.names(in: work.path) == ["x.tar.gz"])
    }

    @Test func privilegesAreDropped() throws {
        var archive = TarBytes()
        archive.add("tool", text: "x", mode: 0o6755)
        archive.add("d/", type: "5", mode: 0o7777)
        archive.end()
        try archive.write(to: work.path("x.tar"))
        _ = try TarballExtractor.extract(work.path("x.tar"), into: work.path("out"))
        let modes = try CommandRun.run(["stat", "-c", "%a", work.path("out/tool"), work.path("out/d")])
        #expect(modes.text.split(separator: "\n").allSatisfy { $0.utf8.count == 3 })
    }

    /// Names that some file systems take for the same, and such as are no UTF-8, stay what they are.
    @Test func namesAreBytes() throws {
        let names: [[UInt8]] = [Array("A".utf8), Array("a".utf8), Array("e\u{301}".utf8), [0xC3, 0xA9], [0xFF, 0xFE]]
        var archive = TarBytes()
        for name in names { archive.add(name, contents: name) }
        archive.end()
        try archive.write(to: work.path("x.tar"))
        _ = try TarballExtractor.extract(work.path("x.tar"), into: work.path("out"))
        var found: [[UInt8]] = []
        _ = try TarballWriter.write(directory: work.path("out"), to: work.path("y.tar.gz"))
        try TarballReader.forEachEntry(of: work.path("y.tar.gz")) { entry, reader in
            let contents = try reader.readContents()
            #expect(contents == entry.path.bytes)
            found.append(entry.path.bytes)
        }
        #expect(found == names)
    }

    @Test func existingDirectoryIsLeftAlone() throws {
        var archive = TarBytes()
        archive.add("a", text: "x")
        archive.end()
        try archive.write(to: work.path("x.tar"))
        _ = try TarballExtractor.extract(work.path("x.tar"), into: work.path("out"))
        #expect(throws: TarballError(.exists, work.path("out"), "")) {
            try TarballExtractor.extract(work.path("x.tar"), into: work.path("out"))
        }
        #expect(try Directory.names(in: work.path) == ["out", "x.tar"])
    }
}
