internal import ErlangTerms

/// Finds modules whose processes are suspended and never resumed.
struct SuspensionCheck: RelupCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.ways.flatMap { way in
            var suspended: [Atom] = []
            for instruction in way.instructions {
                suspended += modules(of: "suspend", instruction)
                let resumed = Set(modules(of: "resume", instruction))
                if !resumed.isEmpty { suspended.removeAll(where: resumed.contains) }
            }
            return suspended.map { module in
                Finding(
                    "not-resumed", .error, place: "\(way.place): \(module)",
                    "processes of '\(module)' are suspended and not resumed",
                    advice: "add {resume,['\(module)']} after the code of the module is changed")
            }
        }
    }

    /// The modules of `{suspend, [Module | {Module, Timeout}]}` or `{resume, [Module]}`.
    private func modules(of name: Atom, _ instruction: ErlangTerm) -> [Atom] {
        guard let list = instruction.tagged(name, count: 2)?.first?.list else { return [] }
        return list.compactMap { $0.atom ?? $0.tuple?.first?.atom }
    }
}
