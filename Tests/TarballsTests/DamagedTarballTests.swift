import Files
import Tarballs
import TestSupport
import Testing

/// Every flipped bit and every missing end of a small tarball is found, or changes nothing.
@Suite struct DamagedTarballTests {
    let work = TemporaryDirectory()

    /// What a reader makes of a tarball; nil where it is refused.
    private func contents(_ bytes: [UInt8], _ engine: TarballReader.Engine) throws -> [String]? {
        let path = work.path("damaged.tar.gz")
        try WholeFile.write(bytes, to: path)
        do {
            let reader = try TarballReader(path, engine: engine)
            var found: [String] = []
            while let entry = try reader.next() { found.append("\(entry) \(try reader.readContents())") }
            return found
        } catch {
            return nil
        }
    }

    private func tarball(_ compression: TarballCompression) throws -> [UInt8] {
        let writer = try TarballWriter(work.path("x.tar.gz"), compression: compression)
        try writer.add(
            TarballEntry(path: try EntryPath("lib/a"), size: 0), contents: Array("some text, some text".utf8))
        try writer.add(TarballEntry(path: try EntryPath("lib/b"), size: 0, mode: 0o755), contents: Array("other".utf8))
        _ = try writer.finish()
        return try WholeFile.read(work.path("x.tar.gz"))
    }

    @Test(arguments: [TarballReader.Engine.isal, .zlib], [TarballCompression.fast, .best])
    func everyFlippedBit(engine: TarballReader.Engine, compression: TarballCompression) throws {
        let sound = try tarball(compression)
        let expected = try #require(try contents(sound, engine))
        var harmless = 0
        for index in sound.indices {
            for bit in 0..<8 {
                var damaged = sound
                damaged[index] ^= 1 << bit
                let found = try contents(damaged, engine)
                #expect(found == nil || found == expected, "bit \(bit) of byte \(index)")
                if found != nil { harmless += 1 }
            }
        }
        // Time and system in the gzip header, padding, and code lengths that no data use say nothing of the contents.
        #expect(harmless < sound.count)
    }

    /// What `xz` and `zstd` make has checksums, too.
    @Test(arguments: ["xz", "zstd"])
    func otherCompressions(program: String) throws {
        let plain = try CommandRun.run(["gunzip"], stdin: tarball(.fast)).output
        let sound = try CommandRun.run([program, "-c"], stdin: plain).output
        let expected = try #require(try contents(sound, .isal))
        for index in sound.indices {
            #expect(try contents(Array(sound[..<index]), .isal) == nil, "\(index) bytes of \(sound.count)")
            for bit in 0..<8 {
                var damaged = sound
                damaged[index] ^= 1 << bit
                let found = try contents(damaged, .isal)
                #expect(found == nil || found == expected, "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test(arguments: [TarballReader.Engine.isal, .zlib])
    func everyTruncation(engine: TarballReader.Engine) throws {
        let sound = try tarball(.fast)
        for length in 0..<sound.count {
            #expect(try contents(Array(sound[..<length]), engine) == nil, "\(length) bytes of \(sound.count)")
        }
    }

    @Test(arguments: [TarballReader.Engine.isal, .zlib])
    func everyTruncationOfPlainTar(engine: TarballReader.Engine) throws {
        var archive = TarBytes()
        archive.add("a", text: "x")
        archive.end()
        for length in 0..<archive.bytes.count {
            #expect(try contents(Array(archive.bytes[..<length]), engine) == nil, "\(length) bytes")
        }
    }

    @Test(arguments: [TarballReader.Engine.isal, .zlib])
    func membersOneAfterAnother(engine: TarballReader.Engine) throws {
        var archive = TarBytes()
        archive.add("a", text: String(repeating: "first ", count: 30_000))
        archive.end()
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: archive.bytes.count, by: 70_000) {
            let part = Array(archive.bytes[start..<min(start + 70_000, archive.bytes.count)])
            bytes += try CommandRun.run(["gzip", "-nc"], stdin: part).output
        }
        try WholeFile.write(bytes, to: work.path("x.tar.gz"))
        let reader = try TarballReader(work.path("x.tar.gz"), engine: engine)
        #expect(try reader.next()?.path.string == "a")
        #expect(try reader.readContents().count == 180_000)
        #expect(try reader.next() == nil)
        #expect(reader.facts?.memberCount == 3)
        #expect(reader.facts?.allowsSplice == false)

        #expect(try contents(bytes + [0, 0, 0], engine) != nil)
        #expect(try contents(bytes + [1], engine) == nil)
        #expect(try contents(bytes + [0, 1], engine) == nil)
    }

    @Test(arguments: [
        ("wrong CRC-32", -8, TarballError.Code.wrongChecksum, "wrong checksum of the compressed data"),
        ("wrong length", -4, .wrongLength, "wrong length of the compressed data"),
    ])
    func trailer(name: String, offset: Int, code: TarballError.Code, reason: String) throws {
        var bytes = try tarball(.fast)
        bytes[bytes.count + offset] ^= 1
        try WholeFile.write(bytes, to: work.path("y.tar.gz"))
        let error = #expect(throws: TarballError.self) {
            try TarballReader.forEachEntry(of: work.path("y.tar.gz")) { _, _ in }
        }
        #expect(error?.code == code)
        #expect(error?.description == "cannot read '\(work.path("y.tar.gz"))': \(reason) at byte \(bytes.count - 8)")
    }
}
