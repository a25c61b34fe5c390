import Tarballs
import Testing

@Suite struct EntryPathTests {
    @Test(arguments: [
        ("a", "a"), ("./a", "a"), ("././a/./b", "a/b"), ("a//b/", "a/b"), ("...", "..."), ("a..", "a.."), (" ", " "),
    ])
    func oneSpelling(name: String, expected: String) throws {
        #expect(try EntryPath(name).string == expected)
    }

    @Test(arguments: [
        ("", EntryPath.Fault.empty), (".", .empty), ("./", .empty), ("/", .absolute), ("/a", .absolute),
        ("//a", .absolute),
        ("..", .parent), ("a/..", .parent), ("./../a", .parent), ("a\u{7F}", .control), ("\t", .control),
        (String(repeating: "x", count: 256), .long), (String(repeating: "x/", count: 2048), .long),
    ])
    func faults(name: String, fault: EntryPath.Fault) {
        #expect(throws: fault) { try EntryPath(name) }
    }

    @Test func anyBytes() throws {
        let path = try EntryPath([0x61, 0xFF, 0xC3, 0xA4, 0xC3])
        #expect(path.description == "a\\xFFä\\xC3")
        #expect(path.bytes == [0x61, 0xFF, 0xC3, 0xA4, 0xC3])
    }

    @Test func parts() throws {
        let path = try EntryPath("a/b/c")
        #expect(path.top.string == "a")
        #expect(path.belowTop?.string == "b/c")
        #expect(path.parent?.string == "a/b")
        #expect(path.name.elementsEqual("c".utf8))
        #expect(try EntryPath("a").belowTop == nil)
        #expect(try EntryPath("a").parent == nil)
        #expect(try EntryPath("a") < EntryPath("a/b"))
    }
}
