package import ErlangTerms

/// Random Erlang terms of every kind that text can hold, the odd ones often.
package enum RandomTerm {
    /// A term that nests at most `depth` levels.
    package static func any(_ random: inout SeededGenerator, depth: Int = 5) -> ErlangTerm {
        guard depth > 0 else { return leaf(&random) }
        switch random.below(9) {
        case 0: return .list(several(&random, depth))
        case 1: return .tuple(several(&random, depth))
        case 2: return .tuple([.atom(atom(&random))] + several(&random, depth))
        case 3: return .map(ErlangMap(several(&random, depth).map { ($0, leaf(&random)) }))
        case 4: return .cons(several(&random, depth) + [leaf(&random)], any(&random, depth: depth - 1))
        default: return leaf(&random)
        }
    }

    /// A name that needs quotes or escapes half the time.
    package static func atom(_ random: inout SeededGenerator) -> Atom {
        let names = [
            "ok", "fun", "maybe", "", "A", "_x", "1a", "a@b_C9", "a b", "é", "aé÷", "ж", "日本", "'", "\\", "\n",
            "a\u{7F}",
            "\u{1F600}", "Elixir.Shop.Cart", "e\u{301}", "\u{E9}",
        ]
        if random.below(2) == 0 { return Atom(names[random.below(names.count)]) }
        return Atom(String(repeating: "abc_", count: 1 + random.below(15)))
    }

    private static func several(_ random: inout SeededGenerator, _ depth: Int) -> [ErlangTerm] {
        (0..<random.below(8)).map { _ in any(&random, depth: depth - 1) }
    }

    private static func leaf(_ random: inout SeededGenerator) -> ErlangTerm {
        switch random.below(9) {
        case 0: return integer(&random)
        case 1: return .float(float(&random))
        case 2: return .binary(bytes(&random))
        case 3: return bitstring(&random)
        case 4: return .string(text(&random))
        case 5: return .binary(Array(text(&random).utf8))
        case 6: return .externalFunction(module: atom(&random), function: atom(&random), arity: random.below(256))
        default: return .atom(atom(&random))
        }
    }

    private static func integer(_ random: inout SeededGenerator) -> ErlangTerm {
        let small = Int.random(in: .min ... .max, using: &random) >> random.below(64)
        guard random.below(4) == 0 else { return .integer(small) }
        // Larger than `Int`: as many digits, read from text.
        let digits = (0..<(20 + random.below(300))).map { _ in String(1 + random.below(9)) }.joined()
        return (try? TermTextReader.term(fromText: "-\(digits)", name: "")) ?? .integer(small)
    }

    private static func float(_ random: inout SeededGenerator) -> Double {
        switch random.below(3) {
        case 0: return Double(random.below(1_000_000)) / 1000
        case 1: return -Double(random.below(1 << 60))
        default:
            let value = Double(bitPattern: random.next())
            return value.isFinite ? value : 0
        }
    }

    private static func bytes(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
    }

    private static func bitstring(_ random: inout SeededGenerator) -> ErlangTerm {
        let bits = 1 + random.below(7)
        let last = UInt8(random.below(256)) & ~0 << UInt8(8 - bits)
        return .bitstring(bytes(&random) + [last], bitsInLastByte: bits)
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let alphabets: [[Unicode.Scalar]] = [
            ["a", "b", " ", "\n", "\"", "\\"], ["a", "é", "\u{A0}", "ÿ"], ["a", "ж", "\u{1F600}", "\u{301}"],
            ["\0", "\u{7F}", "\u{9F}", "\u{1B}", "z"],
        ]
        let alphabet = alphabets[random.below(alphabets.count)]
        let scalars = (0..<random.below(100)).map { _ in alphabet[random.below(alphabet.count)] }
        return String(String.UnicodeScalarView(scalars))
    }
}
