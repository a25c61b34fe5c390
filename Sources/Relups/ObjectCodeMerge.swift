internal import ErlangTerms

/// Merges the `load_object_code` instructions of each library into one.
enum ObjectCodeMerge {
    /// One instruction a library, in the order of their first ones. If several name a module, it has the place where
    /// the last one names it; a module that one instruction names twice stays there twice.
    ///
    /// As `systools_rc:merge_load_object_code/1`, OTP 25.2.
    static func merged(_ codes: [Sourced<ObjectCode>]) throws(ScriptFault) -> [ObjectCode] {
        var libraries: [Atom] = []
        var groups: [Atom: [Sourced<ObjectCode>]] = [:]
        for code in codes {
            let library = code.instruction.library
            if groups[library] == nil { libraries.append(library) }
            groups[library, default: []].append(code)
        }
        var result: [ObjectCode] = []
        for library in libraries { result.append(try merged(library, groups[library] ?? [])) }
        return result
    }

    private static func merged(_ library: Atom, _ codes: [Sourced<ObjectCode>]) throws(ScriptFault) -> ObjectCode {
        if codes.count == 1 { return codes[0].instruction }
        let version = codes[0].instruction.version
        if let other = codes.last(where: { isOther($0.instruction.version, than: version) }) {
            let versions = [version, other.instruction.version]
            throw ScriptFault(
                .tuple([.atom("conflicting_versions"), .atom(library)] + versions),
                "load_object_code of '\(library)' in two versions: \(versions.map(shown).joined(separator: ", "))",
                script: other.script)
        }
        var seen: Set<Atom> = []
        var parts: [[Atom]] = []
        for code in codes.reversed() {
            parts.append(code.instruction.modules.filter { !seen.contains($0) })
            seen.formUnion(code.instruction.modules)
        }
        return ObjectCode(library: library, version: version, modules: Array(parts.reversed().joined()))
    }

    /// Whether two versions differ by Erlang's `==`.
    private static func isOther(_ version: ErlangTerm, than first: ErlangTerm) -> Bool {
        version != first && TermOrder.terms(version, first) != .equal
    }
}
