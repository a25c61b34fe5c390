internal import ErlangTerms

/// Groups the instructions about modules that depend on each other.
enum ModuleDependencies {
    /// The groups of instructions that belong together, each in the order in which processes are suspended.
    ///
    /// The numbers are those of `changes`. A group has the place of its first instruction. As
    /// `systools_rc:make_dependency_graph/1` and `systools_rc:get_dependent_instructions/3`, OTP 25.2.
    static func groups(_ changes: [Sourced<ModuleChange>]) throws(ScriptFault) -> [[Int]] {
        var numbers: [Atom: Int] = [:]
        numbers.reserveCapacity(changes.count)
        for (number, change) in changes.enumerated() {
            let module = change.instruction.module
            guard numbers.updateValue(number, forKey: module) == nil else {
                throw ScriptFault(
                    "muldef_module", .atom(module), "more than one instruction for module '\(module)'",
                    script: change.script)
            }
        }
        let targets = try changes.map { (change) throws(ScriptFault) in
            try change.instruction.dependencies.map { (name) throws(ScriptFault) in
                guard let number = numbers[name] else {
                    throw ScriptFault(
                        "undef_module", .atom(name),
                        "no instruction for module '\(name)', which '\(change.instruction.module)' depends on",
                        script: change.script)
                }
                return number
            }
        }
        return DependencyOrder(targets).groups()
    }
}
