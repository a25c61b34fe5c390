public import ErlangTerms

/// An appup file: `{Vsn, [{UpFromVsn, Instructions}], [{DownToVsn, Instructions}]}`.
public struct Appup: Hashable, Sendable {
    public var version: String
    public var up: [Entry]
    public var down: [Entry]

    /// The instructions for one version or, where the version is a binary, for all that the regular expression matches.
    public struct Entry: Hashable, Sendable {
        public var version: ErlangTerm
        public var instructions: [ErlangTerm]

        public init(version: ErlangTerm, instructions: [ErlangTerm]) {
            self.version = version
            self.instructions = instructions
        }
    }

    public init(version: String, up: [Entry], down: [Entry]) {
        self.version = version
        self.up = up
        self.down = down
    }
}
