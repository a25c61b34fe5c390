public import ErlangTerms

/// A release resource file: `{release, {Name, Vsn}, {erts, ErtsVsn}, [Application]}`.
public struct Release: Hashable, Sendable {
    public var name: String
    public var version: String
    public var ertsVersion: String
    /// In the order of the file.
    public var applications: [Entry]

    /// An application of a release: `{Name, Vsn}`, `{Name, Vsn, Type}`, `{Name, Vsn, Included}` or all four.
    public struct Entry: Hashable, Sendable {
        public var name: Atom
        public var version: String
        public var type: StartType
        /// The included applications, if the release says which; otherwise the application's own list counts.
        public var included: [Atom]?

        public init(name: Atom, version: String, type: StartType = .permanent, included: [Atom]? = nil) {
            self.name = name
            self.version = version
            self.type = type
            self.included = included
        }
    }

    /// How an application of a release is started.
    public enum StartType: String, Hashable, Sendable, CaseIterable {
        case permanent, transient, temporary, load, none

        /// Whether a start of the release starts the application, if no other includes it.
        public var isStarted: Bool { self != .load && self != .none }
    }

    public init(name: String, version: String, ertsVersion: String, applications: [Entry]) {
        self.name = name
        self.version = version
        self.ertsVersion = ertsVersion
        self.applications = applications
    }
}
