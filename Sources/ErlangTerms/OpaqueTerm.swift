/// What `~p` shows of pids, ports, references and local funs, which are stored as bytes of the external term format.
///
/// Differs from OTP: all are shown as if they belonged to the node that prints, since no node runs here. Test:
/// `showsOpaqueTerms`.
enum OpaqueTerm {
    static func text(_ bytes: [UInt8]) -> String {
        switch bytes.first {
        case ExternalTermTag.pid, ExternalTermTag.newPid:
            let numbers = numbers(afterNodeOf: bytes[1...], sizes: [4, 4])
            return "<0.\(numbers[0]).\(numbers[1])>"
        case ExternalTermTag.port, ExternalTermTag.newPort:
            return "#Port<0.\(numbers(afterNodeOf: bytes[1...], sizes: [4])[0])>"
        case ExternalTermTag.v4Port:
            return "#Port<0.\(numbers(afterNodeOf: bytes[1...], sizes: [8])[0])>"
        case ExternalTermTag.reference:
            return "#Ref<0.\(numbers(afterNodeOf: bytes[1...], sizes: [4])[0])>"
        case ExternalTermTag.newReference, ExternalTermTag.newerReference:
            let words = Int(bytes[1]) << 8 | Int(bytes[2])
            let creation = bytes[0] == ExternalTermTag.newReference ? 1 : 4
            let numbers = numbers(afterNodeOf: bytes[3...], sizes: [creation] + repeatElement(4, count: words))
            return "#Ref<\((["0"] + numbers.dropFirst().reversed().map { "\($0)" }).joined(separator: "."))>"
        default: return fun(bytes)
        }
    }

    /// `#Fun<Module.Index.Uniq>`.
    private static func fun(_ bytes: [UInt8]) -> String {
        // After the tag: size, arity, MD5, index, and number of free variables.
        let header = 1 + 4 + 1 + 16 + 4 + 4
        let parts = bytes.dropFirst(header).withUnsafeBufferPointer { bytes -> [ErlangTerm] in
            var parser = ExternalTermParser(bytes, offset: header)
            return (try? (0..<3).map { _ in try parser.term() }) ?? []
        }
        return "#Fun<\(parts.map { TermTextPrinter.text(of: $0, style: .plainUnicode) }.joined(separator: "."))>"
    }

    /// Big-endian numbers of the given sizes that follow the atom at the start of bytes.
    private static func numbers(afterNodeOf bytes: ArraySlice<UInt8>, sizes: [Int]) -> [UInt64] {
        var rest = bytes.dropFirst()
        switch bytes.first {
        case ExternalTermTag.smallAtom, ExternalTermTag.smallAtomUTF8: rest = rest.dropFirst(1 + Int(rest.first ?? 0))
        default: rest = rest.dropFirst(2 + rest.prefix(2).reduce(0) { $0 << 8 | Int($1) })
        }
        return sizes.map { size in
            defer { rest = rest.dropFirst(size) }
            return rest.prefix(size).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
