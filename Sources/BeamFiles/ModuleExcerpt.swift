public import ErlangTerms
internal import Glibc

/// What is kept of a module until it is known whether it changed: its fingerprint, and the chunks that facts are read
/// from.
///
/// A release is read once, from front to back, and most of its modules turn out to be the same in the other release.
public struct ModuleExcerpt: Sendable {
    public let fingerprint: BeamFingerprint
    private let beam: BeamFile

    /// The excerpt of a beam. `file` is what errors call it.
    public init(_ bytes: [UInt8], file: String) throws(BeamError) {
        let beam = try BeamReader.read(bytes, file: file)
        fingerprint = try BeamFingerprint(beam)
        self.beam = beam.excerpt
    }

    public var module: Atom { beam.module }

    /// What errors call the file.
    public var file: String { beam.file }

    /// The facts of the module, read anew each time.
    public func facts() throws(BeamError) -> ModuleFacts {
        try ModuleFacts(beam, md5: fingerprint.md5)
    }

    /// What the module declares about itself, if one of these names is in it; most modules are done with a search.
    public func attributes(naming names: [Atom]) throws(BeamError) -> BeamAttributes? {
        guard let data = beam["Attr"] else { return nil }
        let isNamed = data.withUnsafeBytes { data in
            names.contains { name in Array(name.name.utf8).withUnsafeBytes { Self.holds(data, $0) } }
        }
        return isNamed ? try BeamAttributes(beam) : nil
    }

    /// Whether bytes stand somewhere in others.
    private static func holds(_ data: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer) -> Bool {
        guard let first = name.first, var start = data.baseAddress, let part = name.baseAddress else { return false }
        let end = start + data.count
        while end - start >= name.count, let found = memchr(start, CInt(first), end - start - name.count + 1) {
            if memcmp(found, part, name.count) == 0 { return true }
            start = UnsafeRawPointer(found) + 1
        }
        return false
    }

    /// The functions that others can call.
    public func exports() throws(BeamError) -> [LocalFunction] {
        try BeamSymbols(beam).exports().map(\.function)
    }

    /// The functions that the module calls in others.
    public func imports() throws(BeamError) -> [ExternalFunction] {
        try BeamSymbols(beam).imports()
    }
}

extension BeamFile {
    /// The chunks that facts are read from; the bytes of the others are let go where they are a good part of the file.
    fileprivate var excerpt: BeamFile {
        let kept = chunks.filter { Self.factual.contains($0.id) }
        let size = kept.reduce(0) { $0 + $1.size }
        if size > bytes.count / 2 {
            return BeamFile(file: file, module: module, chunks: kept, damage: nil, bytes: bytes)
        }
        var data: [UInt8] = []
        data.reserveCapacity(size)
        let moved = kept.map { chunk in
            defer { data += self[chunk] }
            return Chunk(id: chunk.id, data: data.count..<data.count + chunk.size)
        }
        return BeamFile(file: file, module: module, chunks: moved, damage: nil, bytes: data)
    }

    private static let factual: Set<ChunkID> = ["Atom", "AtU8", "Attr", "Code", "ExpT", "FunT", "ImpT", "LitT"]
}
