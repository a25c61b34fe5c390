package import ErlangTerms

/// A relup file: `{Vsn, [{UpFromVsn, Descr, Instructions}], [{DownToVsn, Descr, Instructions}]}`.
package struct Relup: Hashable, Sendable {
    /// The version of the top release.
    package var version: String
    package var up: [Script]
    package var down: [Script]

    /// How to get from a base release to the top release, or back.
    package struct Script: Hashable, Sendable {
        /// The version of the base release.
        package var version: String
        package var description: ErlangTerm
        /// Low-level instructions, in order.
        package var instructions: [ErlangTerm]

        package init(version: String, description: ErlangTerm = .emptyList, instructions: [ErlangTerm]) {
            self.version = version
            self.description = description
            self.instructions = instructions
        }

        /// The instructions as decoded values.
        package var steps: [LowLevelInstruction] { instructions.map(LowLevelInstruction.init) }
    }

    package init(version: String, up: [Script], down: [Script]) {
        self.version = version
        self.up = up
        self.down = down
    }

    /// The scripts of one direction.
    package func scripts(_ direction: ScriptDirection) -> [Script] {
        switch direction {
        case .up: up
        case .down: down
        }
    }

    /// The term of the file.
    package var term: ErlangTerm {
        func scripts(_ scripts: [Script]) -> ErlangTerm {
            .list(scripts.map { .tuple(.string($0.version), $0.description, .list($0.instructions)) })
        }
        return .tuple(.string(version), scripts(up), scripts(down))
    }
}
