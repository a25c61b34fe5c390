package import ErlangTerms

/// Reads relup files: one term, `{Vsn, [{UpFromVsn, Descr, Instructions}], [{DownToVsn, Descr, Instructions}]}`.
package enum RelupReader {
    /// The relup in a file's bytes; `file` is what errors call it.
    package static func relup(
        in bytes: [UInt8], file: String, syntax: ErlangSyntax = .common
    ) throws(RelupError) -> Relup {
        let term: ErlangTerm
        do {
            term = try TermTextReader.soleTerm(in: bytes, file: file, syntax: syntax)
        } catch {
            throw RelupError(error)
        }
        return try relup(term, file: file)
    }

    /// The relup of a term; `file` is what errors call it.
    package static func relup(_ term: ErlangTerm, file: String) throws(RelupError) -> Relup {
        guard case .tuple(let elements) = term, elements.count == 3 else {
            throw RelupError(file, "a tuple of a version and two lists expected")
        }
        guard let version = elements[0].string else {
            throw RelupError(file, "its version is not a string")
        }
        return Relup(
            version: version, up: try scripts(elements[1], "upgrade", file),
            down: try scripts(elements[2], "downgrade", file))
    }

    private static func scripts(_ term: ErlangTerm, _ way: String, _ file: String) throws(RelupError) -> [Relup.Script]
    {
        guard case .list(let elements) = term else { throw RelupError(file, "its \(way) scripts are not a list") }
        var scripts: [Relup.Script] = []
        for (index, element) in elements.enumerated() {
            guard case .tuple(let parts) = element, parts.count == 3, let version = parts[0].string,
                let instructions = parts[2].list
            else {
                throw RelupError(
                    file, "its \(way) script \(index + 1) is not a version, a description and a list of instructions")
            }
            scripts.append(Relup.Script(version: version, description: parts[1], instructions: instructions))
        }
        return scripts
    }
}
