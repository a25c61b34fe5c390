/// The MD5 digest (RFC 1321), which the emulator knows a module's code by.
public struct MD5 {
    private var state = SIMD4<UInt32>(0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476)
    /// What is left of the message until it fills a block of 64 bytes.
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    init() {}

    /// The digest of a message, 16 bytes.
    public static func digest(of bytes: [UInt8]) -> [UInt8] {
        var md5 = MD5()
        bytes.withUnsafeBytes { md5.update($0) }
        return md5.digest()
    }

    /// Adds bytes to the message.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var start = 0
        if !pending.isEmpty {
            start = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<start])
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { state = Self.blocks($0, state) }
            pending.removeAll(keepingCapacity: true)
        }
        let end = start + (bytes.count - start) & ~63
        state = Self.blocks(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), state)
        pending.append(contentsOf: bytes[end...])
    }

    /// The digest of all that was added, 16 bytes.
    func digest() -> [UInt8] {
        var message = self
        let bits = length &* 8
        let zeros = 63 - (pending.count + 8) % 64
        var padding = [0x80] + [UInt8](repeating: 0, count: zeros)
        for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
            padding.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        padding.withUnsafeBytes { message.update($0) }
        return (0..<16).map { UInt8(truncatingIfNeeded: message.state[$0 / 4] >> UInt32($0 % 4 * 8)) }
    }

    /// The state after whole blocks.
    private static func blocks(_ bytes: UnsafeRawBufferPointer, _ state: SIMD4<UInt32>) -> SIMD4<UInt32> {
        sines.withUnsafeBufferPointer { sines in
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for block in stride(from: 0, to: bytes.count, by: 64) {
                func step(
                    _ a: inout UInt32, _ b: UInt32, _ mixed: UInt32, _ word: Int, _ shift: UInt32, _ step: Int
                ) {
                    let word = bytes.loadUnaligned(fromByteOffset: block + (word & 15) * 4, as: UInt32.self)
                    let sum = a &+ mixed &+ UInt32(littleEndian: word) &+ sines[step]
                    a = b &+ (sum &<< shift | sum &>> (32 &- shift))
                }
                let start = (a, b, c, d)
                for i in stride(from: 0, to: 16, by: 4) {
                    step(&a, b, d ^ (b & (c ^ d)), i, 7, i)
                    step(&d, a, c ^ (a & (b ^ c)), i + 1, 12, i + 1)
                    step(&c, d, b ^ (d & (a ^ b)), i + 2, 17, i + 2)
                    step(&b, c, a ^ (c & (d ^ a)), i + 3, 22, i + 3)
                }
                for i in stride(from: 16, to: 32, by: 4) {
                    step(&a, b, c ^ (d & (b ^ c)), 5 * i + 1, 5, i)
                    step(&d, a, b ^ (c & (a ^ b)), 5 * i + 6, 9, i + 1)
                    step(&c, d, a ^ (b & (d ^ a)), 5 * i + 11, 14, i + 2)
                    step(&b, c, d ^ (a & (c ^ d)), 5 * i + 16, 20, i + 3)
                }
                for i in stride(from: 32, to: 48, by: 4) {
                    step(&a, b, b ^ c ^ d, 3 * i + 5, 4, i)
                    step(&d, a, a ^ b ^ c, 3 * i + 8, 11, i + 1)
                    step(&c, d, d ^ a ^ b, 3 * i + 11, 16, i + 2)
                    step(&b, c, c ^ d ^ a, 3 * i + 14, 23, i + 3)
                }
                for i in stride(from: 48, to: 64, by: 4) {
                    step(&a, b, c ^ (b | ~d), 7 * i, 6, i)
                    step(&d, a, b ^ (a | ~c), 7 * i + 7, 10, i + 1)
                    step(&c, d, a ^ (d | ~b), 7 * i + 14, 15, i + 2)
                    step(&b, c, d ^ (c | ~a), 7 * i + 21, 21, i + 3)
                }
                (a, b, c, d) = (a &+ start.0, b &+ start.1, c &+ start.2, d &+ start.3)
            }
            return SIMD4(a, b, c, d)
        }
    }

    /// `floor(abs(sin(i + 1)) * 2^32)`, i in radians.
    private static let sines: [UInt32] = [
        0xD76A_A478, 0xE8C7_B756, 0x2420_70DB, 0xC1BD_CEEE, 0xF57C_0FAF, 0x4787_C62A, 0xA830_4613, 0xFD46_9501,
        0x6980_98D8, 0x8B44_F7AF, 0xFFFF_5BB1, 0x895C_D7BE, 0x6B90_1122, 0xFD98_7193, 0xA679_438E, 0x49B4_0821,
        0xF61E_2562, 0xC040_B340, 0x265E_5A51, 0xE9B6_C7AA, 0xD62F_105D, 0x0244_1453, 0xD8A1_E681, 0xE7D3_FBC8,
        0x21E1_CDE6, 0xC337_07D6, 0xF4D5_0D87, 0x455A_14ED, 0xA9E3_E905, 0xFCEF_A3F8, 0x676F_02D9, 0x8D2A_4C8A,
        0xFFFA_3942, 0x8771_F681, 0x6D9D_6122, 0xFDE5_380C, 0xA4BE_EA44, 0x4BDE_CFA9, 0xF6BB_4B60, 0xBEBF_BC70,
        0x289B_7EC6, 0xEAA1_27FA, 0xD4EF_3085, 0x0488_1D05, 0xD9D4_D039, 0xE6DB_99E5, 0x1FA2_7CF8, 0xC4AC_5665,
        0xF429_2244, 0x432A_FF97, 0xAB94_23A7, 0xFC93_A039, 0x655B_59C3, 0x8F0C_CC92, 0xFFEF_F47D, 0x8584_5DD1,
        0x6FA8_7E4F, 0xFE2C_E6E0, 0xA301_4314, 0x4E08_11A1, 0xF753_7E82, 0xBD3A_F235, 0x2AD7_D2BB, 0xEB86_D391,
    ]
}
