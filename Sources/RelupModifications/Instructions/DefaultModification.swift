/// The ready modification of all releases: soft purges.
struct DefaultModification: PlainInstruction {
    static let name = "DefaultModification"

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        SoftPurge().apply(to: &script)
    }
}
