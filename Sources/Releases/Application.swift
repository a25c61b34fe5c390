package import ErlangTerms

/// What upgrades need from an application resource file, `{application, Name, [{Key, Value}]}`.
///
/// Leaves out its environment, which may contain secrets.
package struct Application: Hashable, Sendable {
    package var name: Atom
    package var version: String
    package var description = ""
    package var modules: [Atom] = []
    package var registered: [Atom] = []
    /// `applications`: what must be started before it, `optional` ones included.
    package var applications: [Atom] = []
    package var optionalApplications: [Atom] = []
    package var includedApplications: [Atom] = []
    /// `mod`: `{Module, Arguments}`'s module; a library application has none.
    package var callbackModule: Atom?

    package init(name: Atom, version: String) {
        self.name = name
        self.version = version
    }
}
