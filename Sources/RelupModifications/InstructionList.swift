package import ErlangTerms
package import Relups

/// The instructions of one script, with edeliver's helpers that insert instructions and shift loads.
///
/// Each operation is linear in the number of instructions.
package struct InstructionList: Sendable {
    package let dialect: Dialect
    /// The instructions, with `missingPointOfNoReturn` where the point of no return would be.
    var elements: [LowLevelInstruction]
    /// The modules of the runnable instructions, and all that these call.
    var runModules: Set<Atom> = []

    /// Equal to no instruction that can be read.
    private static let missingPointOfNoReturn = LowLevelInstruction.unknown(.opaque([]))

    package init(_ instructions: [ErlangTerm], dialect: Dialect) {
        self.dialect = dialect
        elements = instructions.map(LowLevelInstruction.init)
        if dialect.findsPlaceOfMissingPointOfNoReturn && !elements.contains(.pointOfNoReturn) {
            let firstOther = elements[startIndex...].firstIndex { !$0.readsObjectCode } ?? elements.endIndex
            elements.insert(Self.missingPointOfNoReturn, at: firstOther)
        }
    }

    package var instructions: [ErlangTerm] {
        elements.lazy.filter { $0 != Self.missingPointOfNoReturn }.map(\.term)
    }

    /// Inserts instructions, in their order, at a place.
    package mutating func insert(_ instructions: [ErlangTerm], at place: InsertionPoint) {
        elements.insert(contentsOf: instructions.map(LowLevelInstruction.init), at: index(of: place))
    }

    /// The index of the next instruction inserted at a place.
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

    /// After the `restart_new_emulator`, which release_handler expects first.
    private var startIndex: Int {
        elements.first == .restartNewEmulator ? 1 : 0
    }

    /// The index for appended instructions.
    private var endIndex: Int {
        guard dialect.stopsAtEmulatorRestart else { return elements.endIndex }
        return elements.firstIndex(of: .restartEmulator) ?? elements.endIndex
    }

    private var indexOfPointOfNoReturn: Int? {
        elements.firstIndex { $0 == .pointOfNoReturn || $0 == Self.missingPointOfNoReturn }
    }

    private func firstIndex(of instruction: ErlangTerm) -> Int? {
        let instruction = LowLevelInstruction(instruction)
        return instruction == .pointOfNoReturn ? indexOfPointOfNoReturn : elements.firstIndex(of: instruction)
    }

    private var indexAfterLoadObjectCode: Int {
        guard let last = elements.lastIndex(where: \.readsObjectCode) else {
            return dialect.checksFirstWithoutLoadObjectCode ? startIndex : endIndex
        }
        if dialect.insertsBehindLastLoadObjectCode { return last + 1 }
        return (elements.firstIndex(of: elements[last]) ?? last) + 1
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

    /// Whether an instruction loads the module whose `run` the next one calls. Then it was inserted and is not a
    /// change.
    private func isLoadOfNextCall(at index: Int) -> Bool {
        guard index + 1 < elements.endIndex, let module = elements[index].loaded else { return false }
        return elements[index + 1].runModule == module
    }

    private func isLoadOfRuntime(_ instruction: LowLevelInstruction) -> Bool {
        dialect.passesOverLoadsOfInstructions && instruction.loaded.map(runModules.contains) ?? false
    }

    private var indexAfterLastLoad: Int {
        elements.lastIndex { $0.loaded != nil }.map { $0 + 1 } ?? 0
    }

    private var indexAfterLastSuspend: Int {
        let last = elements.lastIndex { instruction in
            switch instruction {
            case .suspend, .stop: true
            case .unknown(let term): term.tuple?.first == .atom("update")
            default: false
            }
        }
        return last.map { $0 + 1 } ?? 0
    }
}

extension LowLevelInstruction {
    fileprivate var readsObjectCode: Bool { if case .loadObjectCode = self { true } else { false } }
}
