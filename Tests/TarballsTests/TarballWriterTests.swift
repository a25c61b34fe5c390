import Files
import Tarballs
import TestSupport
import Testing

@Suite struct TarballWriterTests {
    let work = TemporaryDirectory()

    private struct File: Equatable {
        var entry: TarballEntry
        var contents: [UInt8]
    }

    private func write(_ files: [File], to name: String, _ compression: TarballCompression = .fast) throws {
        let writer = try TarballWriter(work.path(name), compression: compression)
        for file in files { try writer.add(file.entry, contents: file.contents) }
        _ = try writer.finish()
    }

    private func read(_ name: String, _ engine: TarballReader.Engine = .isal, prefetch: Bool = false) throws -> [File] {
        let reader = try TarballReader(work.path(name), engine: engine, prefetch: prefetch)
        var files: [File] = []
        while let entry = try reader.next() { files.append(File(entry: entry, contents: try reader.readContents())) }
        return files
    }

    /// Files of any names, lengths, modes and times.
    private func randomFiles(_ generator: inout SplitMix64) throws -> [File] {
        var paths: Set<EntryPath> = []
        return try (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
            let components = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                let length = [1, 8, 99, 100, 101, 155, 255].randomElement(using: &generator)!
                return (0..<length).map { _ in UInt8.random(in: 0x61...0xFF, using: &generator) }.filter { $0 != 0x7F }
                    + [0x61]
            }
            let name = components.map { $0.prefix(255) }.joined(separator: [UInt8(ascii: "/")])
            let path = try EntryPath(Array(name))
            guard paths.insert(path).inserted else { return nil }
            let length = [0, 1, 511, 512, 513, 10_000, 300_000].randomElement(using: &generator)!
            let alphabet = UInt8.random(in: 0...255, using: &generator)
            return File(
                entry: TarballEntry(
                    path: path, size: length, mode: UInt16.random(in: 0...0o777, using: &generator),
                    modificationTime: Int.random(in: 0..<1 << 33, using: &generator)),
                contents: (0..<length).map { _ in UInt8.random(in: 0...alphabet, using: &generator) })
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func readsWhatItWrote(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let files = try randomFiles(&generator)
        let compression = TarballCompression.all[Int(seed) % TarballCompression.all.count]
        try write(files, to: "x.tar.gz", compression)
        for engine in [TarballReader.Engine.isal, .zlib] {
            for prefetch in [false, true] {
                #expect(try read("x.tar.gz", engine, prefetch: prefetch) == files, "seed \(seed)")
            }
        }
    }

    @Test(arguments: TarballCompression.all)
    func sameBytesEachTime(compression: TarballCompression) throws {
        var generator = SplitMix64(seed: 7)
        let files = try randomFiles(&generator)
        try write(files, to: "x.tar.gz", compression)
        try write(files, to: "y.tar.gz", compression)
        #expect(try WholeFile.read(work.path("x.tar.gz")) == WholeFile.read(work.path("y.tar.gz")))
        #expect(try WholeFile.read(work.path("x.tar.gz")).prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])
    }

    @Test func refusesNamesTwice() throws {
        let writer = try TarballWriter(work.path("x.tar.gz"))
        try writer.add(TarballEntry(path: EntryPath("a"), size: 0))
        #expect(throws: TarballError(.duplicateEntry, work.path("x.tar.gz"), entry: [0x61], "")) {
            try writer.add(TarballEntry(path: EntryPath("./a"), size: 0))
        }
    }

    @Test func leavesNothingUnfinished() throws {
        do {
            let writer = try TarballWriter(work.path("x.tar.gz"))
            try writer.add(TarballEntry(path: EntryPath("a"), size: 0), contents: [UInt8](repeating: 1, count: 1 << 20))
        }
        #expect(try Directory.names(in: work.path) == [])
    }
}

/// A small generator of random numbers that a seed determines.
private struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
