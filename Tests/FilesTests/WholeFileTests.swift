import Files
import SystemPackage
import TestSupport
import Testing

@Suite struct WholeFileTests {
    let directory = TemporaryDirectory()

    @Test(arguments: [0, 1, 65_535, 65_536, 1_000_003])
    func readsWhatItWrote(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try WholeFile.write(bytes, to: directory.path("file"))
        #expect(try WholeFile.read(directory.path("file")) == bytes)
        #expect(try Directory.names(in: directory.path) == ["file"])
    }

    @Test func namesTheFileThatIsMissing() {
        #expect(throws: FileError("open", directory.path("none"), .noSuchFileOrDirectory)) {
            try WholeFile.read(directory.path("none"))
        }
    }

    @Test func leavesNothingBehindWhereItFails() throws {
        try Directory.create(directory.path("a/b"))
        #expect(throws: FileError("write", directory.path("a"), .isDirectory)) {
            try WholeFile.write([1], to: directory.path("a"))
        }
        #expect(try Directory.names(in: directory.path) == ["a"])
    }

    @Test func anUncommittedReplacementLeavesTheTarget() throws {
        try WholeFile.write([1, 2], to: directory.path("file"))
        do {
            let replacement = try FileReplacement(directory.path("file"), permissions: .ownerReadWrite)
            try WholeFile.write([3], to: replacement.descriptor, named: "file")
        }
        #expect(try WholeFile.read(directory.path("file")) == [1, 2])
        #expect(try Directory.names(in: directory.path) == ["file"])
    }
}
