internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Logs a text and shows it to whoever runs the upgrade: `run(Text)`.
///
/// Arguments: the text for up, the text for down (both empty by default), the place.
struct Info: ReadyInstruction {
    static let name = "Info"
    private let up: TextTemplate
    private let down: TextTemplate
    private let place: InsertionPoint

    init(_ arguments: inout InstructionArguments) throws(ModificationError) {
        up = try arguments.text() ?? TextTemplate("")
        down = try arguments.text() ?? TextTemplate("")
        place = try arguments.place() ?? .appendAfterPointOfNoReturn
    }

    init(up: String, down: String, at place: InsertionPoint) {
        self.up = TextTemplate(up)
        self.down = TextTemplate(down)
        self.place = place
    }

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        try script.insert(
            InstructionCall(
                module: script.calledModules.module(of: .info),
                argument: (script.direction == .up ? up : down).fill(script.placeholders), place: place,
                isRepeatable: true))
    }
}
