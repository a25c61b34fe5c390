public import ErlangTerms

/// What upgrades need from an application resource file, `{application, Name, [{Key, Value}]}`.
///
/// Leaves out its environment, which may contain secrets.
public struct Application: Hashable, Sendable {
    public var name: Atom
    public var version: String
    public var description = ""
    public var modules: [Atom] = []
    public var registered: [Atom] = []
    /// `applications`: what must be started before it, `optional` ones included.
    public var applications: [Atom] = []
    public var optionalApplications: [Atom] = []
    public var includedApplications: [Atom] = []
    /// `mod`: `{Module, Arguments}`'s module; a library application has none.
    public var callbackModule: Atom?

    public init(name: Atom, version: String) {
        self.name = name
        self.version = version
    }
}
