public import ErlangTerms

/// The instructions of one script, with edeliver's helpers to insert instructions and to shift loads.
///
/// Each operation is linear in the number of instructions.
public struct InstructionList: Sendable {
    public let dialect: Dialect
    /// The instructions, and `missingPointOfNoReturn` where the point of no return would stand.
    var elements: [ErlangTerm]
    /// The modules of the instructions that run during the upgrade, and all that these call.
    var runtimeModules: Set<ErlangTerm> = []

    private static let pointOfNoReturn = ErlangTerm.atom("point_of_no_return")
    /// Equal to no term that can be read.
    private static let missingPointOfNoReturn = ErlangTerm.opaque([])

    public init(_ instructions: [ErlangTerm], dialect: Dialect) {
        self.dialect = dialect
        elements = instructions
        if dialect.findsPlaceOfMissingPointOfNoReturn && !instructions.contains(Self.pointOfNoReturn) {
            let start = startIndex
            let firstOther = instructions[start...].firstIndex { !Self.loadsObjectCode($0) } ?? instructions.endIndex
            elements.insert(Self.missingPointOfNoReturn, at: firstOther)
        }
    }

    public var instructions: [ErlangTerm] {
        elements.filter { $0 != Self.missingPointOfNoReturn }
    }

    /// Inserts instructions, in their order, at a place.
    public mutating func insert(_ instructions: [ErlangTerm], at place: InsertionPoint) {
        elements.insert(contentsOf: instructions, at: index(of: place))
    }

    /// Where the next instruction inserted at a place will stand.
    private func index(of place: InsertionPoint) -> Int {
        let index =
            switch place {
            case .beforePointOfNoReturn: indexOfPointOfNoReturn ?? endIndex
            case .afterPointOfNoReturn: indexOfPointOfNoReturn.map { $0 + 1 } ?? endIndex
            case .afterLoadObjectCode: indexAfterLoadObjectCode
            case .appendAfterPointOfNoReturn: indexOfFirstChange
            case .afterLastSuspend: max(indexOfFirstChange, indexAfterLastSuspend)
            case .afterLastLoad: max(indexOfPointOfNoReturn.map { $0 + 1 } ?? 0, indexAfterLastLoad)
            case .append: endIndex
            case .prepend: startIndex
            case .before(let instruction): firstIndex(of: instruction) ?? endIndex
            case .after(let instruction): firstIndex(of: instruction).map { $0 + 1 } ?? endIndex
            }
        return min(index, endIndex)
    }

    /// Behind the `restart_new_emulator` that release_handler wants to find first.
    private var startIndex: Int {
        elements.first == .atom("restart_new_emulator") ? 1 : 0
    }

    /// Where appended instructions go.
    private var endIndex: Int {
        guard dialect.stopsAtEmulatorRestart else { return elements.endIndex }
        return elements.firstIndex(of: .atom("restart_emulator")) ?? elements.endIndex
    }

    private var indexOfPointOfNoReturn: Int? {
        elements.firstIndex { $0 == Self.pointOfNoReturn || $0 == Self.missingPointOfNoReturn }
    }

    private func firstIndex(of instruction: ErlangTerm) -> Int? {
        instruction == Self.pointOfNoReturn ? indexOfPointOfNoReturn : elements.firstIndex(of: instruction)
    }

    private var indexAfterLoadObjectCode: Int {
        guard let last = elements.lastIndex(where: Self.loadsObjectCode) else {
            return dialect.checksFirstWithoutLoadObjectCode ? startIndex : endIndex
        }
        if dialect.insertsBehindLastLoadObjectCode { return last + 1 }
        return (elements.firstIndex(of: elements[last]) ?? last) + 1
    }

    private static func loadsObjectCode(_ instruction: ErlangTerm) -> Bool {
        instruction.tuple?.first == .atom("load_object_code")
    }

    private var indexOfFirstChange: Int {
        guard let start = indexOfPointOfNoReturn else { return endIndex }
        var index = start + 1
        while index < elements.endIndex {
            if isLoadOfNextCall(at: index) {
                index += 2
            } else if isLoadOfRuntime(elements[index]) || !dialect.isChange(elements[index]) {
                index += 1
            } else {
                return index
            }
        }
        return endIndex
    }

    /// Whether an instruction loads the module whose `run` the next one calls: an inserted instruction, no change.
    private func isLoadOfNextCall(at index: Int) -> Bool {
        guard index + 1 < elements.endIndex, let module = LoadInstruction.loadedModule(of: elements[index]) else {
            return false
        }
        return RunCall.module(of: elements[index + 1]) == module
    }

    private func isLoadOfRuntime(_ instruction: ErlangTerm) -> Bool {
        guard dialect.passesOverLoadsOfInstructions, let module = LoadInstruction.loadedModule(of: instruction) else {
            return false
        }
        return runtimeModules.contains(module)
    }

    private var indexAfterLastLoad: Int {
        elements.lastIndex { LoadInstruction.loadedModule(of: $0) != nil }.map { $0 + 1 } ?? 0
    }

    private var indexAfterLastSuspend: Int {
        let last = elements.lastIndex { instruction in
            switch instruction.tuple?.first?.atom {
            case "suspend", "stop", "update": true
            default: false
            }
        }
        return last.map { $0 + 1 } ?? 0
    }
}
