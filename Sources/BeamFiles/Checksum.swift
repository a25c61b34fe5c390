internal import CIsal

/// A checksum of 64 bits (CRC-64 of ECMA-182), at the speed of memory.
///
/// It detects differences by chance, not forgeries.
public struct Checksum: Hashable, Sendable {
    private var value: UInt64 = 0

    public init() {}

    /// The checksum as a number.
    package var number: UInt64 { value }

    /// Adds bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        value = crc64_ecma_refl(value, start.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }
}
