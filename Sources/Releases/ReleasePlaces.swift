package import Tarballs

/// Where the files of a release are, below its root. They are made of checked names only.
extension EntryPath {
    /// `lib/APP-VSN`.
    package static func library(_ application: ApplicationName, _ version: Version) -> EntryPath {
        path(["lib", "\(application)-\(version)"])
    }

    /// `lib/APP-VSN/ebin/APP.appup`.
    package static func appup(of application: ApplicationName, _ version: Version) -> EntryPath {
        path(["lib", "\(application)-\(version)", "ebin", "\(application).appup"])
    }

    /// `lib/APP-VSN/ebin/APP.app`.
    package static func resource(of application: ApplicationName, _ version: Version) -> EntryPath {
        path(["lib", "\(application)-\(version)", "ebin", "\(application).app"])
    }

    /// `releases/VSN/relup`.
    package static func relup(of version: Version) -> EntryPath { path(["releases", version.text, "relup"]) }

    /// `releases/VSN/relup.forced`.
    package static func forced(of version: Version) -> EntryPath { path(["releases", version.text, "relup.forced"]) }

    /// `releases/VSN/upgrade.document`, which says for people what the relup does and what was found about it.
    package static func document(of version: Version) -> EntryPath {
        path(["releases", version.text, "upgrade.document"])
    }

    /// `releases/NAME-VSN.rel`.
    package static func resource(of release: Release) -> EntryPath { path(["releases", "\(release.folder).rel"]) }

    /// `releases/RELEASES`.
    package static let installedReleases = path(["releases", "RELEASES"])

    private static func path(_ components: [String]) -> EntryPath {
        // Names are short enough, and have none of the characters that an entry must not have.
        // swift-format-ignore: NeverUseForceTry
        try! EntryPath(components.joined(separator: "/"))
    }
}

extension Release {
    /// `NAME-VSN`: the folder that relup-unpack makes, and what the release's package is called.
    package var folder: String { "\(name)-\(version)" }
}
