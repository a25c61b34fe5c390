public import ErlangTerms

/// The outer form of tuples that a module makes or takes apart: their tag and size.
public struct TaggedTuple: Hashable, Comparable, Sendable {
    public var tag: Atom
    /// Including the tag.
    public var size: Int
    /// Whether the code treats it as a record: it reads or changes a field by name, and fails with `badrecord`
    /// otherwise.
    public var isRecord: Bool
    /// Whether the code takes it apart, not only makes it: it matches a tuple of that form, or compares its tag.
    public var isMatched: Bool

    public init(_ tag: Atom, size: Int, isRecord: Bool = false, isMatched: Bool = false) {
        self.tag = tag
        self.size = size
        self.isRecord = isRecord
        self.isMatched = isMatched || isRecord
    }

    public static func < (left: TaggedTuple, right: TaggedTuple) -> Bool {
        (left.tag, left.size, left.isRecord ? 1 : 0) < (right.tag, right.size, right.isRecord ? 1 : 0)
    }
}

/// Gathers the tagged tuples and the structs of a module while its code is read.
struct TupleShapes {
    private struct Key: Hashable {
        let tag: Int
        let size: Int
    }

    /// By the atom's number and the size; with the labels that failed tests for the tuple go to.
    private var tuples: [Key: Set<Int>] = [:]
    /// Numbers of the atoms that something is compared with. They include the tags if tuples of one size have several.
    private var compared: Set<Int> = []
    /// Labels after which the code raises `badrecord`.
    private var badRecordLabels: Set<Int> = []
    private var lastLabel: Int?
    /// Numbers of the atoms that the key `__struct__` is compared with or set to.
    private var structs: Set<Int> = []
    private var structRegister: Instruction.Operand?
    private let structKey: Int?
    private let badRecord: Int?

    /// Tags of the tuples that OTP's behaviours and functions pass. Such tuples are left out, unless a record has the
    /// name.
    private static let protocolTags: Set<Atom> = [
        "ok", "error", "reply", "noreply", "stop", "EXIT", "DOWN", "call", "cast", "local", "global", "via",
        "next_state",
        "keep_state", "keep_state_and_data", "stop_and_reply", "badmatch", "badarg", "badkey", "badmap", "badrecord",
        "bad_generator", "case_clause", "system", "shutdown", "timeout", "value", "child_spec", "error_info",
        "init", "handle_call", "handle_cast", "handle_info", "terminate", "code_change", "bad_call", "bad_cast",
    ]

    /// The most tuples that the facts of a module list.
    static let limit = 4_096

    init(_ symbols: BeamSymbols) {
        structKey = symbols.atoms.firstIndex(of: "__struct__").map { $0 + 1 }
        badRecord = symbols.atoms.firstIndex(of: "badrecord").map { $0 + 1 }
    }

    /// Whether there are more tuples than the limit.
    private var isFull: Bool { tuples.count > Self.limit }

    /// Adds an instruction.
    mutating func add(_ instruction: Instruction) {
        let operands = instruction.operands
        switch instruction.opcode {
        case Instruction.putTuple2:
            if case .list(let elements) = operands[1], case .atom(let tag) = elements.first {
                // Before OTP 25, a call raises it.
                if tag == badRecord { insertBadRecord() } else { add(tag, elements.count) }
            }
        case Instruction.isTaggedTuple:
            if case .unsigned(let size) = operands[2], case .atom(let tag) = operands[3] {
                add(tag, size, operands[0])
            }
        case Instruction.label:
            if case .unsigned(let label) = operands[0] { lastLabel = label }
            structRegister = nil
        case Instruction.badRecord:
            insertBadRecord()
        case Instruction.getMapElements:
            guard let structKey, case .list(let pairs) = operands[2] else { return }
            for index in stride(from: 0, to: pairs.count - 1, by: 2) where pairs[index] == .atom(structKey) {
                structRegister = pairs[index + 1]
            }
        case Instruction.isEqual:
            if case .atom(let name) = operands[2] { compared.insert(name) }
            if structRegister != nil, operands[1] == structRegister, case .atom(let name) = operands[2] {
                structs.insert(name)
            }
        case Instruction.selectValue:
            guard case .list(let pairs) = operands[2] else { return }
            for case .atom(let name) in pairs { compared.insert(name) }
            guard structRegister != nil, operands[0] == structRegister else { return }
            for case .atom(let name) in pairs { structs.insert(name) }
        case Instruction.putMapAssociations:
            guard let structKey, case .list(let pairs) = operands[4] else { return }
            for index in stride(from: 0, to: pairs.count - 1, by: 2) where pairs[index] == .atom(structKey) {
                if case .atom(let name) = pairs[index + 1] { structs.insert(name) }
            }
        default: break
        }
    }

    private mutating func insertBadRecord() {
        if let lastLabel { badRecordLabels.insert(lastLabel) }
    }

    private mutating func add(_ tag: Int, _ size: Int, _ failure: Instruction.Operand? = nil) {
        guard size >= 2, size < 256, tag > 0, !isFull else { return }
        let key = Key(tag: tag, size: size)
        if case .label(let label) = failure {
            tuples[key, default: []].insert(label)
        } else {
            tuples[key, default: []].formUnion([])
        }
    }

    /// The tuples, including those in literals, sorted; and the structs.
    func shapes(_ symbols: BeamSymbols, _ literals: BeamLiterals) -> (
        tuples: Fact<[TaggedTuple]>, structs: Fact<[Atom]>
    ) {
        var found: [TaggedTuple: Bool] = [:]
        var names: Set<Atom> = []
        var matched: Set<TaggedTuple> = []
        for (key, labels) in tuples {
            guard let tag = UInt32(exactly: key.tag).flatMap(symbols.atom) else { continue }
            let isRecord = !labels.isDisjoint(with: badRecordLabels)
            let tuple = TaggedTuple(tag, size: key.size)
            if !labels.isEmpty { matched.insert(tuple) }
            found[tuple] = (found[tuple] ?? false) || isRecord
        }
        for name in structs { UInt32(exactly: name).flatMap(symbols.atom).map { _ = names.insert($0) } }
        for index in 0..<literals.count { literals[index]?.gather(&found, &names, depth: 0) }
        guard !isFull, found.count <= Self.limit, names.count <= Self.limit else { return (.unknown, .unknown) }
        found = found.filter { $0.value || !Self.protocolTags.contains($0.key.tag) }
        let tags = Set(compared.compactMap { UInt32(exactly: $0).flatMap(symbols.atom) })
        let tuples = found.map { tuple, isRecord in
            TaggedTuple(
                tuple.tag, size: tuple.size, isRecord: isRecord,
                isMatched: matched.contains(tuple) || tags.contains(tuple.tag))
        }
        return (.known(tuples.sorted()), .known(names.filter { $0.name.hasPrefix("Elixir.") }.sorted()))
    }
}

extension ErlangTerm {
    /// Adds the tagged tuples and the structs in a literal.
    fileprivate func gather(_ tuples: inout [TaggedTuple: Bool], _ structs: inout Set<Atom>, depth: Int) {
        guard depth < 32, tuples.count <= TupleShapes.limit else { return }
        switch self {
        case .tuple(let elements):
            if elements.count >= 2, elements.count < 256, let tag = elements[0].atom {
                let tuple = TaggedTuple(tag, size: elements.count)
                tuples[tuple] = tuples[tuple] ?? false
            }
            for element in elements { element.gather(&tuples, &structs, depth: depth + 1) }
        case .list(let elements), .improperList(let elements, _):
            for element in elements { element.gather(&tuples, &structs, depth: depth + 1) }
        case .map(let map):
            if let name = map["__struct__"]?.atom { structs.insert(name) }
            for entry in map.entries { entry.value.gather(&tuples, &structs, depth: depth + 1) }
        default: break
        }
    }
}
