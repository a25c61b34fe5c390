internal import CZlib

/// Uncompresses data that are in memory as a whole, up to a bound.
package enum Inflation {
    package enum Format {
        case gzip, zlib

        /// As `inflateInit2` expects it.
        fileprivate var windowBits: Int32 {
            switch self {
            case .gzip: 15 + 16
            case .zlib: 15
            }
        }
    }

    package enum Failure: Error {
        case invalid
        /// There are more bytes than the bound.
        case tooLong
    }

    /// The uncompressed bytes, at most `limit`. Allocates `expected` bytes at once, if that number is known.
    package static func inflate(
        _ bytes: ArraySlice<UInt8>, _ format: Format, expected: Int? = nil, limit: Int
    ) -> Result<[UInt8], Failure> {
        guard let length = UInt32(exactly: bytes.count) else { return .failure(.tooLong) }
        var stream = z_stream()
        guard inflateInit2_(&stream, format.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return .failure(.invalid)
        }
        defer { inflateEnd(&stream) }
        return bytes.withUnsafeBufferPointer { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = length
            var output: [UInt8] = []
            var room = min(max(expected ?? bytes.count * 4, 64), limit, 1 << 20)
            while true {
                var status: Int32 = Z_OK
                output.append(
                    contentsOf: [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                        stream.next_out = buffer.baseAddress
                        stream.avail_out = UInt32(room)
                        status = CZlib.inflate(&stream, Z_NO_FLUSH)
                        count = room - Int(stream.avail_out)
                    })
                if status == Z_STREAM_END { return output.count <= limit ? .success(output) : .failure(.tooLong) }
                if status != Z_OK { return .failure(.invalid) }
                if output.count > limit { return .failure(.tooLong) }
                room = min(max(output.count, 64), limit - output.count + 1, 1 << 20)
            }
        }
    }
}
