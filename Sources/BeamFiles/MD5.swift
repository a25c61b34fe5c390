internal import CNettle

/// The MD5 digest (RFC 1321), by which the emulator identifies a module's code.
///
/// It is Nettle's, which is loaded anyway because libarchive needs it.
struct MD5 {
    private var context = md5_ctx()

    init() {
        nettle_md5_init(&context)
    }

    /// Adds bytes to the message.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        nettle_md5_update(&context, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }

    /// The digest of all bytes added, 16 bytes.
    consuming func digest() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(MD5_DIGEST_SIZE))
        nettle_md5_digest(&context, digest.count, &digest)
        return digest
    }
}
