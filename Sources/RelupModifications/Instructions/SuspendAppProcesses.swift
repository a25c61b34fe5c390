/// Marks in a modification where processes of changed modules are suspended; changes nothing.
struct SuspendAppProcesses: MarkerInstruction {
    static let name = "SuspendAppProcesses"
}
