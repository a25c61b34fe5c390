internal import ErlangTerms

/// The calls whose results appear in terms while code is followed. A term leads back to its call.
final class CallTable {
    private var calls: [Entry] = []
    private var numbers: [Entry: Int] = [:]

    struct Entry: Hashable {
        let function: ExternalFunction
        let arguments: [ErlangTerm]
    }

    /// The highest number of results that are told apart.
    private static let limit = 4_096

    /// The term that stands for the result of a call.
    func result(of function: ExternalFunction, _ arguments: [ErlangTerm]) -> ErlangTerm {
        let entry = Entry(function: function, arguments: arguments)
        let number = numbers[entry] ?? calls.count
        if number == calls.count {
            guard number < Self.limit else { return CodeEvaluator.unknown }
            numbers[entry] = number
            calls.append(entry)
        }
        return .opaque([1, UInt8(number >> 8), UInt8(number & 0xFF)])
    }

    /// The term that stands for an element, from 0, of the result of a call.
    static func element(_ index: Int, of result: ErlangTerm) -> ErlangTerm {
        guard case .opaque(let bytes) = result, bytes.first == 1, bytes.count == 3, index < 256 else {
            return CodeEvaluator.unknown
        }
        return .opaque(bytes + [UInt8(index)])
    }

    /// The call that returned a term, or the tuple that the term is an element of.
    func call(of term: ErlangTerm) -> Entry? {
        guard case .opaque(let bytes) = term, bytes.first == 1, bytes.count >= 3 else { return nil }
        let number = Int(bytes[1]) << 8 | Int(bytes[2])
        return calls.indices.contains(number) ? calls[number] : nil
    }
}
