extension InputWindow {
    /// Takes a gzip member's header (RFC 1952): ten bytes, then the fields that its flags announce.
    func takeGzipHeader() throws(TarballError) {
        var crc: UInt32 = 0
        func byte() throws(TarballError) -> UInt8 {
            guard let byte = try takeByte() else { throw error(.truncated, "unexpected end of file") }
            crc = withUnsafeBytes(of: byte) { ZlibInflater.crc32(crc, $0) }
            return byte
        }
        func skipText() throws(TarballError) {
            while try byte() != 0 {}
        }
        for magic: UInt8 in [0x1F, 0x8B, 8] {
            guard try byte() == magic else { throw error(.damaged, "no gzip header") }
        }
        let flags = try byte()
        guard flags & 0xE0 == 0 else { throw error(.damaged, "unknown flags in a gzip header") }
        for _ in 0..<6 { _ = try byte() }
        if flags & 4 != 0 {
            let low = Int(try byte())
            let high = Int(try byte())
            for _ in 0..<(low + high << 8) { _ = try byte() }
        }
        if flags & 8 != 0 { try skipText() }
        if flags & 16 != 0 { try skipText() }
        if flags & 2 != 0 {
            let expected = UInt16(truncatingIfNeeded: crc)
            let low = UInt16(try byte())
            guard low | UInt16(try byte()) << 8 == expected else {
                throw error(.wrongChecksum, "wrong checksum of a gzip header")
            }
        }
    }

    /// What is wrong at this place.
    func error(_ code: TarballError.Code, _ reason: String) -> TarballError {
        TarballError(code, name, "\(reason) at byte \(offset)")
    }
}
