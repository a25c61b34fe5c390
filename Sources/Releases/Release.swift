package import ErlangTerms

/// A release resource file: `{release, {Name, Vsn}, {erts, ErtsVsn}, [Application]}`.
package struct Release: Hashable, Sendable {
    package var name: ReleaseName
    package var version: Version
    package var ertsVersion: Version
    /// In the order of the file.
    package var applications: [Entry]

    /// An application of a release: `{Name, Vsn}`, `{Name, Vsn, Type}`, `{Name, Vsn, Included}` or all four.
    package struct Entry: Hashable, Sendable {
        package var application: ApplicationName
        package var version: Version
        package var type: StartType
        /// The included applications, if the release says which; otherwise the application's own list counts.
        package var included: [Atom]?

        package var name: Atom { application.atom }

        package init(
            _ application: ApplicationName, _ version: Version, type: StartType = .permanent, included: [Atom]? = nil
        ) {
            self.application = application
            self.version = version
            self.type = type
            self.included = included
        }
    }

    /// How an application of a release is started.
    package enum StartType: String, Hashable, Sendable, CaseIterable {
        case permanent, transient, temporary, load, none

        /// Whether a start of the release starts the application, if no other includes it.
        package var isStarted: Bool { self != .load && self != .none }
    }

    /// The syntax of the texts that the release's own OTP reads.
    package var syntax: ErlangSyntax { ErlangSyntax(erts: ertsVersion.text) }

    package init(name: ReleaseName, version: Version, ertsVersion: Version, applications: [Entry]) {
        self.name = name
        self.version = version
        self.ertsVersion = ertsVersion
        self.applications = applications
    }
}
