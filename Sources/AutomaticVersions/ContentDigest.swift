internal import Tarballs

/// The SHA-256 of parts, in their order; where one ends and the next begins counts.
struct ContentDigest {
    private var digest = SHA256()

    mutating func add(_ part: some Collection<UInt8>) {
        add(count: part.count)
        Array(part).withUnsafeBytes { digest.update($0) }
    }

    mutating func add(_ part: String) { add(part.utf8) }

    /// Adds a part of which only the number of bytes is known so far; its bytes follow with `update`.
    mutating func add(count: Int) {
        withUnsafeBytes(of: UInt64(count).bigEndian) { digest.update($0) }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    /// 64 hexadecimal digits.
    consuming func text() -> String { digest.hexadecimal() }
}
