/// Where the bytes of an unpacked tar archive come from.
protocol TarContents: AnyObject {
    /// Fills a buffer; returns less than its length only at the end of the archive.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TarballError) -> Int
    /// Bytes of the tarball read so far.
    var packedSize: Int { get }
    /// Adds what the source knows to the facts, after everything was read.
    func complete(_ facts: inout TarballFacts)
}

/// An archive that is not compressed.
final class PlainContents: TarContents {
    private let input: InputWindow

    init(_ input: InputWindow) {
        self.input = input
    }

    var packedSize: Int { input.bytesRead }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TarballError) -> Int {
        var made = 0
        while made < buffer.count, try input.require(1) {
            let part = min(buffer.count - made, input.bytes.count)
            buffer.baseAddress!.advanced(by: made).copyMemory(from: input.bytes.baseAddress!, byteCount: part)
            input.take(part)
            made += part
        }
        return made
    }

    func complete(_ facts: inout TarballFacts) {}
}
