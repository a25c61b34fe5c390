import LibC
import SystemPackage
import TestSupport
import Testing

@testable import Files

@Suite struct TemporaryTests {
    let directory = TemporaryDirectory()

    private var names: [String] { (try? Directory.names(in: directory.path)) ?? [] }

    @Test(arguments: [Temporary.Kind.file, .directory])
    func isForItsOwnerOnlyAndGoesWhenLetGo(kind: Temporary.Kind) throws {
        do {
            let temporary = try Temporary(beside: directory.path("out"), kind)
            defer { withExtendedLifetime(temporary) {} }
            #expect(names.count == 1)
            #expect(temporary.path.contains("/.out.relup-"))
            let permissions = try FilePath(temporary.path).stat().permissions
            #expect(permissions == (kind == .file ? [.ownerReadWrite] : .ownerReadWriteExecute))
        }
        #expect(names.isEmpty)
    }

    /// What a killed process leaves is not locked; what a living one makes is.
    @Test func removesWhatNoProcessHolds() throws {
        try WholeFile.write([1], to: directory.path(".out.relup-abcdef"))
        try Directory.create(directory.path(".out.relup-ABCDEF/below"))
        try WholeFile.write([1], to: directory.path(".other.relup-abcdef"))
        try WholeFile.write([1], to: directory.path(".out.relup-abcdefg"))
        let living = try Temporary(beside: directory.path("out"), .file)
        let second = try Temporary(beside: directory.path("out"), .directory)
        let expected = [living, second].map { String($0.path.dropFirst(directory.path.utf8.count + 1)) }
        #expect(Set(names) == Set(expected + [".other.relup-abcdef", ".out.relup-abcdefg"]))
    }

    @Test func symbolicLinksOfItsNameAreLeftAlone() throws {
        try WholeFile.write([1], to: directory.path("file"))
        symlink(directory.path("file"), directory.path(".out.relup-abcdef"))
        _ = try Temporary(beside: directory.path("out"), .file)
        #expect(names == [".out.relup-abcdef", "file"])
    }

    @Test func theLongestName() throws {
        let name = String(repeating: "n", count: 255)
        try WholeFile.write([1], to: directory.path(name))
        #expect(names == [name])
    }

    @Test func exchangesDirectoriesOrGivesAName() throws {
        try WholeFile.write([1], to: directory.path("file"))
        try Directory.create(directory.path("new/1"))
        try Temporary.exchange(directory.path("new"), directory.path("root"))
        #expect(names == ["file", "root"])
        try Directory.create(directory.path("new/2"))
        try Temporary.exchange(directory.path("new"), directory.path("root"))
        #expect(try Directory.names(in: directory.path("root")) == ["2"])
        #expect(try Directory.names(in: directory.path("new")) == ["1"])
    }
}
