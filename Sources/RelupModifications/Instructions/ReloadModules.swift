/// Marks in a modification where changed modules are loaded; changes nothing.
struct ReloadModules: MarkerInstruction {
    static let name = "ReloadModules"
}
