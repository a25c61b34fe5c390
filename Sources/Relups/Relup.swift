public import ErlangTerms

/// A relup file: `{Vsn, [{UpFromVsn, Descr, Instructions}], [{DownToVsn, Descr, Instructions}]}`.
public struct Relup: Hashable, Sendable {
    /// The version of the top release.
    public var version: String
    public var up: [Script]
    public var down: [Script]

    /// How to get from a base release to the top one, or back.
    public struct Script: Hashable, Sendable {
        /// The version of the base release.
        public var version: String
        public var description: ErlangTerm
        /// Low-level instructions, in order.
        public var instructions: [ErlangTerm]

        public init(version: String, description: ErlangTerm = .emptyList, instructions: [ErlangTerm]) {
            self.version = version
            self.description = description
            self.instructions = instructions
        }

        /// The instructions, read.
        public var steps: [LowLevelInstruction] { instructions.map(LowLevelInstruction.init) }
    }

    public init(version: String, up: [Script], down: [Script]) {
        self.version = version
        self.up = up
        self.down = down
    }

    /// The scripts that go one way.
    public func scripts(_ direction: ScriptDirection) -> [Script] {
        switch direction {
        case .up: up
        case .down: down
        }
    }

    /// The term of the file.
    public var term: ErlangTerm {
        func scripts(_ scripts: [Script]) -> ErlangTerm {
            .list(scripts.map { .tuple(.string($0.version), $0.description, .list($0.instructions)) })
        }
        return .tuple(.string(version), scripts(up), scripts(down))
    }
}
