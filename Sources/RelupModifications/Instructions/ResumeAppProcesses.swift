/// Marks in a modification where processes of changed modules are resumed; changes nothing.
struct ResumeAppProcesses: MarkerInstruction {
    static let name = "ResumeAppProcesses"
}
