/// Beams put together by hand.
enum SyntheticBeam {
    /// A module `m` whose `init/1` has the given instructions, then one that returns.
    static func initializing(by body: [UInt8]) -> [UInt8] {
        let atoms = word(2) + [1, 109] + [4] + Array("init".utf8)
        let code =
            word(16) + word(0) + word(191) + word(3) + word(1) + [1, 0x10] + [2, 0x12, 0x22, 0x10]
            + [1, 0x20] + body + [19, 3]
        let chunks =
            Array("BEAM".utf8) + chunk("AtU8", atoms) + chunk("Code", code) + chunk("StrT", []) + chunk("ImpT", word(0))
            + chunk("ExpT", word(1) + word(2) + word(1) + word(2))
        return Array("FOR1".utf8) + word(chunks.count) + chunks
    }

    /// A chunk as it lies in a file, padded.
    static func chunk(_ id: String, _ data: [UInt8]) -> [UInt8] {
        Array(id.utf8) + word(data.count) + data + [UInt8](repeating: 0, count: (4 - data.count % 4) % 4)
    }

    private static func word(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
