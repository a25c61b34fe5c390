internal import BeamFiles
internal import CommandLine
internal import Files
internal import LibC
internal import Overviews
internal import SystemPackage
internal import Tarballs

/// Beams and tarballs.
extension FuzzTarget {
    static func readBeam(_ bytes: [UInt8]) throws {
        _ = BeamComparison(bytes, bytes, names: ("input", "input"))
        let beam = try BeamReader.read(bytes, file: "input")
        _ = try? BeamFingerprint(beam)
        _ = try? BeamAttributes(beam)
        let facts = try ModuleFacts(beam)
        require(try ModuleFacts(term: facts.term, at: "facts") == facts, "facts survive their term")
        for form in shownForms { _ = try? form(Overview(bytes, file: "input")) }
    }

    /// Bytes that are no gzip file are also read as the archive in one: a fuzzer does not find checksums.
    static func readTarball(_ bytes: [UInt8]) throws {
        let isPacked = bytes.starts(with: [0x1F, 0x8B])
        if !isPacked { _ = try? entries(of: bytes, .zlib) }
        let packed = isPacked ? bytes : gzipFile(storing: bytes)
        let (isal, zlib) = (Result { try entries(of: packed, .isal) }, Result { try entries(of: packed, .zlib) })
        // Of several faults in the same bytes they may name another one.
        require((try? isal.get()) == (try? zlib.get()), "ISA-L and zlib read the same: \(isal), \(zlib)")
        _ = try isal.get()
    }

    private static func entries(of bytes: [UInt8], _ engine: TarballReader.Engine) throws -> [String] {
        guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else { fatalError("cannot write the input") }
        try WholeFile.write(bytes, to: FileDescriptor(rawValue: file), named: "input")
        let limits = TarballLimits(maxSize: 32 << 20, maxEntries: 10_000)
        let reader = try TarballReader(path, limits: limits, engine: engine)
        var found: [String] = []
        while let entry = try reader.next() {
            found.append("\(entry) \(try reader.readContents(limit: 1 << 20).count)")
        }
        return found
    }

    /// A file that has no name.
    private static let file = fileno(tmpfile())
    static let path = "/proc/self/fd/\(file)"

    private static func gzipFile(storing bytes: [UInt8]) -> [UInt8] {
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        for start in stride(from: 0, to: bytes.count, by: 0xFFFF) {
            let block = bytes[start..<min(start + 0xFFFF, bytes.count)]
            let count = UInt16(block.count)
            file += [0, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)] + block
        }
        file += [1, 0, 0, 0xFF, 0xFF]
        for number in [crc32(bytes), UInt32(bytes.count)] {
            withUnsafeBytes(of: number.littleEndian) { file += $0 }
        }
        return file
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    static let shownForms: [@Sendable (Overview) -> String] = [
        { $0.text(TerminalColour(.never), isFolded: true) }, { $0.json.text }, { $0.dot }, { $0.html },
    ]
}
