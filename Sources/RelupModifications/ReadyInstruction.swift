internal import ErlangTerms
internal import RelupRuntime

/// One of edeliver's instructions or ready modifications, by its name: what its `modify_relup` does to a relup.
protocol ReadyInstruction: ScriptEdit {
    /// Its name in edeliver, without `Edeliver.Relup.Instructions.`.
    static var name: String { get }

    init(_ arguments: inout InstructionArguments) throws(ModificationError)
}

/// A note for readers of a modification. It changes nothing.
struct ReaderNote: ScriptEdit {
    static let names = ["SuspendAppProcesses", "ReloadModules", "CodeChangeOnAppProcesses", "ResumeAppProcesses"]

    func apply(to script: inout ScriptModification) {}
}

/// All instructions and ready modifications, by name.
enum ReadyInstructions {
    private static let types: [any ReadyInstruction.Type] = [
        DefaultModification.self, Info.self, PhoenixModification.self, SoftPurge.self, StartSection.self,
    ]

    /// The instruction with a name, which may be edeliver's full one, and with its arguments.
    static func instruction(_ name: String, _ arguments: [ErlangTerm]) throws(ModificationError) -> any ScriptEdit {
        let short = name.split(separator: ".").last.map(String.init) ?? ""
        var arguments = InstructionArguments(instruction: short, arguments)
        let instruction: any ScriptEdit
        if let type = types.first(where: { $0.name == short }) {
            instruction = try type.init(&arguments)
        } else if ReaderNote.names.contains(short) {
            instruction = ReaderNote()
        } else if let runnable = RunnableInstruction.named(short), runnable.isWritten {
            instruction = try RunnableCall(runnable, &arguments)
        } else {
            throw ModificationError(.unknownInstruction, "unknown instruction '\(name)'")
        }
        try arguments.end()
        return instruction
    }
}
