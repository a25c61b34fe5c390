package import ErlangTerms

/// An application of a release, as `systools` knows it: what its resource file says, and where that file is.
package struct ApplicationRecord: Hashable, Sendable {
    package var application: Application
    /// How the release starts it.
    package var type = Release.StartType.permanent
    /// The folder of the resource file.
    package var directory: String
    var id = ErlangTerm.emptyList
    var environment = ErlangTerm.emptyList
    var maximumTime = ErlangTerm.atom("infinity")
    var maximumProcesses = ErlangTerm.atom("infinity")
    var callback = ErlangTerm.emptyList
    var startPhases = ErlangTerm.atom("undefined")

    package init(_ application: Application, type: Release.StartType = .permanent, directory: String) {
        self.application = application
        self.type = type
        self.directory = directory
    }

    package var name: Atom { application.name }
    package var version: String { application.version }

    /// The record `#application{}` of `systools.hrl`, OTP 25.2, which some errors contain.
    package var term: ErlangTerm {
        .tuple([
            .atom("application"), .atom(name), .atom(type.rawValue), .string(version), id,
            .string(application.description), .atoms(application.modules), .atoms(application.applications),
            .atoms(application.optionalApplications), .atoms(application.includedApplications),
            .atoms(application.registered), environment, maximumTime, maximumProcesses, callback, startPhases,
            .string(directory),
        ])
    }
}
