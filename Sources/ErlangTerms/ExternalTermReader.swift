/// Reads terms in the external term format, as `binary_to_term/1` of OTP 25.2 does.
///
/// Any bytes are safe to read: lengths are compared with the number of bytes left before anything is allocated.
public enum ExternalTermReader {
    /// The maximum number of bytes of a compressed term, uncompressed.
    public static let maximumUncompressedSize = 1 << 28

    /// The term that all of the bytes together are.
    public static func term(in bytes: [UInt8]) throws(ExternalTermError) -> ErlangTerm {
        try term(in: bytes[...])
    }

    /// The term that all of the bytes together are; offsets in errors count from their first.
    public static func term(in bytes: ArraySlice<UInt8>) throws(ExternalTermError) -> ErlangTerm {
        guard bytes.first == ExternalTermTag.version else {
            throw ExternalTermError(code: .version, offset: 0, reason: "does not begin with 131")
        }
        let body = bytes.dropFirst()
        if body.first == ExternalTermTag.compressed { return try read(try uncompressed(body.dropFirst())[...], at: 0) }
        return try read(body, at: 1)
    }

    private static func read(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(ExternalTermError) -> ErlangTerm {
        let result = bytes.withUnsafeBufferPointer { bytes -> Result<ErlangTerm, ExternalTermError> in
            var parser = ExternalTermParser(bytes, offset: offset)
            do throws(ExternalTermError) {
                return .success(try parser.wholeTerm())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The contents of a compressed term: its size, then zlib data of that many uncompressed bytes.
    private static func uncompressed(_ bytes: ArraySlice<UInt8>) throws(ExternalTermError) -> [UInt8] {
        guard bytes.count >= 4 else { throw ExternalTermError(code: .truncated, offset: 2, reason: "ends too early") }
        let size = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard size <= maximumUncompressedSize else {
            throw ExternalTermError(code: .tooLarge, offset: 2, reason: "uncompressed term of \(size) bytes")
        }
        guard case .success(let term) = Inflation.inflate(bytes.dropFirst(4), .zlib, expected: size, limit: size),
            term.count == size
        else { throw ExternalTermError(code: .invalid, offset: 6, reason: "compressed term is damaged") }
        return term
    }
}
