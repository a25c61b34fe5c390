public import ErlangTerms

/// Finds versions in texts.
public enum VersionText {
    /// Whether a term contains a version in one of its strings or binaries, and not as a part of another number.
    public static func isMentioned(_ version: [UInt8], in term: ErlangTerm) -> Bool {
        switch term {
        case .binary(let bytes): return isMentioned(version, in: bytes)
        case .tuple(let elements): return elements.contains { isMentioned(version, in: $0) }
        case .list(let elements):
            if case .integer? = elements.first, let text = term.string {
                return isMentioned(version, in: Array(text.utf8))
            }
            return elements.contains { isMentioned(version, in: $0) }
        case .improperList(let elements, let tail):
            return (elements + [tail]).contains { isMentioned(version, in: $0) }
        case .map(let map):
            return map.entries.contains { isMentioned(version, in: $0.key) || isMentioned(version, in: $0.value) }
        default: return false
        }
    }

    private static func isMentioned(_ version: [UInt8], in text: [UInt8]) -> Bool {
        guard !version.isEmpty, text.count >= version.count else { return false }
        func isPart(_ index: Int, _ step: Int) -> Bool {
            guard text.indices.contains(index) else { return false }
            if 0x30...0x39 ~= text[index] { return true }
            let next = index + step
            return text[index] == UInt8(ascii: ".") && text.indices.contains(next) && 0x30...0x39 ~= text[next]
        }
        return (0...(text.count - version.count)).contains { start in
            text[start..<start + version.count].elementsEqual(version) && !isPart(start - 1, -1)
                && !isPart(start + version.count, 1)
        }
    }
}
