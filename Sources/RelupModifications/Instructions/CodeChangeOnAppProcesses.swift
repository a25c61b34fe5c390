/// Marks in a modification where processes of changed modules change their state; changes nothing.
struct CodeChangeOnAppProcesses: MarkerInstruction {
    static let name = "CodeChangeOnAppProcesses"
}
