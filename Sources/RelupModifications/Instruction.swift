internal import ErlangTerms

/// One of edeliver's instructions or ready modifications: what its `modify_relup` does to a relup.
protocol Instruction: ScriptEdit {
    /// Its name in edeliver, without `Edeliver.Relup.Instructions.`.
    static var name: String { get }

    init(_ arguments: inout InstructionArguments) throws(ModificationError)
}

/// An instruction that calls its own `run/1` during the upgrade (`Edeliver.Relup.RunnableInstruction`).
protocol RunnableInstruction: Instruction {
    /// Where the call goes.
    func place(in dialect: Dialect) -> InsertionPoint
    /// The term that `run/1` is given.
    func argument(in script: ScriptModification) -> ErlangTerm
    /// The other instructions whose modules `run/1` calls.
    var dependencies: [any Instruction.Type] { get }
}

extension RunnableInstruction {
    var dependencies: [any Instruction.Type] { [] }

    /// The name of the release, which most instructions find their processes by.
    func argument(in script: ScriptModification) -> ErlangTerm { .atom(script.name) }

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        try script.insert(
            InstructionCall(
                module: script.runtime.module(Self.name), argument: argument(in: script),
                place: place(in: script.dialect), dependencies: dependencies.map { script.runtime.module($0.name) }))
    }
}

/// An instruction without arguments.
protocol PlainInstruction: Instruction {
    init()
}

extension PlainInstruction {
    init(_ arguments: inout InstructionArguments) throws(ModificationError) { self.init() }
}

/// A marker for the reader of a modification, which changes nothing.
protocol MarkerInstruction: PlainInstruction {}

extension MarkerInstruction {
    func apply(to script: inout ScriptModification) {}
}

/// All instructions and ready modifications, by name.
enum InstructionTable {
    private static let types: [any Instruction.Type] = [
        CheckProcessesRunningOldCode.self, CheckRanchAcceptors.self, CheckRanchConnections.self,
        CodeChangeOnAppProcesses.self, DefaultModification.self, FinishRunningRequests.self, Info.self,
        PhoenixModification.self, ReloadModules.self, RerunFailedRequests.self, ResumeAppProcesses.self,
        ResumeChannels.self, ResumeRanchAcceptors.self, Sleep.self, SoftPurge.self, StartSection.self,
        SuspendAppProcesses.self, SuspendChannels.self, SuspendRanchAcceptors.self,
    ]
    private static let byName = Dictionary(uniqueKeysWithValues: types.map { ($0.name, $0) })

    /// The instruction of a name, which may be edeliver's full one, with its arguments.
    static func instruction(_ name: String, _ arguments: [ErlangTerm]) throws(ModificationError) -> any Instruction {
        guard let type = byName[name] ?? byName[name.split(separator: ".").last.map(String.init) ?? ""] else {
            throw ModificationError(.unknownInstruction, "unknown instruction '\(name)'")
        }
        var arguments = InstructionArguments(instruction: type.name, arguments)
        let instruction = try type.init(&arguments)
        try arguments.end()
        return instruction
    }
}
