internal import ErlangTerms

/// Scripts merged into one: what happens before the point of no return, and what after.
struct ScriptSplit {
    private(set) var before: [Sourced<ErlangTerm>] = []
    private(set) var after: [Sourced<ErlangTerm>] = []

    /// Merges scripts. Before its point of no return, a script may only read code and call functions. Instructions that
    /// read code move there from after the point. A script without that point is entirely after it.
    ///
    /// As `systools_rc:merge_scripts/1` and `systools_rc:split_script/1`, OTP 25.2.
    init(_ scripts: [[ErlangTerm]]) throws(ScriptFault) {
        for (number, script) in scripts.enumerated() { try append(script, number) }
    }

    private mutating func append(_ script: [ErlangTerm], _ number: Int) throws(ScriptFault) {
        let point = ErlangTerm.atom("point_of_no_return")
        var rest = script[...]
        if let index = script.firstIndex(of: point) {
            rest = script[(index + 1)...]
            guard !rest.contains(point) else {
                throw ScriptFault(
                    .atom("too_many_point_of_no_return"), "more than one point_of_no_return", script: number)
            }
            for instruction in script[..<index] {
                guard isTagged(instruction, "load_object_code") || isTagged(instruction, "apply") else {
                    throw ScriptFault(
                        "bad_op_before_point_of_no_return", instruction,
                        "only load_object_code and apply may stand before point_of_no_return, not \(shown(instruction))",
                        script: number)
                }
                before.append(Sourced(instruction: instruction, script: number))
            }
        }
        for instruction in rest {
            let sourced = Sourced(instruction: instruction, script: number)
            if isTagged(instruction, "load_object_code") { before.append(sourced) } else { after.append(sourced) }
        }
    }

    private func isTagged(_ instruction: ErlangTerm, _ tag: Atom) -> Bool {
        guard case .tuple(let parts) = instruction else { return false }
        return parts.count == 2 && parts[0] == .atom(tag)
    }
}
