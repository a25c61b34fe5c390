internal import ErlangTerms
internal import Files
package import Relups

/// Modification of relups by a program of the user's.
package enum RelupFilter {
    /// The relup from a shell command, which reads the relup as a file of `systools` and writes it, modified.
    ///
    /// It must have the same version and bases, and well-formed low-level instructions; otherwise this throws.
    package static func apply(_ command: String, to relup: Relup) throws -> Relup {
        let input = TermTextPrinter.consultableFile(relup.term)
        let run = try ChildProcess.run(["sh", "-c", command], input: input, output: .memory)
        try expectSuccess(of: command, run.end)
        let result = try RelupReader.relup(in: run.output, file: "the output of \(command)")
        try check(result, against: relup, subject: command)
        return result
    }

    /// Throws unless a program, called `subject`, ended with status 0.
    static func expectSuccess(of subject: String, _ end: ChildProcess.End) throws(ModificationError) {
        switch end {
        case .status(0): return
        case .status(let status): throw ModificationError(.filterFailed, "'\(subject)' ended with status \(status)")
        case .signal(let signal): throw ModificationError(.filterFailed, "'\(subject)' was ended by signal \(signal)")
        }
    }

    /// Throws unless a relup can be a modification of another one.
    static func check(_ result: Relup, against relup: Relup, subject: String) throws(ModificationError) {
        func versions(_ scripts: [Relup.Script]) -> [String] { scripts.map(\.version) }
        guard result.version == relup.version, versions(result.up) == versions(relup.up),
            versions(result.down) == versions(relup.down)
        else { throw ModificationError(.filterFailed, "'\(subject)' changed the versions of the relup") }
        for (script, original) in zip(result.up + result.down, relup.up + relup.down) {
            let known = Set(original.instructions)
            for instruction in script.instructions
            where !LowLevelInstruction(instruction).isKnown && !known.contains(instruction) {
                let text = TermTextPrinter.line(of: instruction)
                throw ModificationError(
                    .filterFailed, "'\(subject)' made an instruction that no relup can hold: \(text)")
            }
        }
    }
}
