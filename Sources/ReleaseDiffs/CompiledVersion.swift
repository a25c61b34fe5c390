internal import BeamFiles
package import ErlangTerms
internal import Releases

/// A place that contains the plain version of an application which has an automatic one: the version was compiled in.
package struct CompiledVersion: Hashable, Sendable {
    package var application: Atom
    /// The version that it contains.
    package var version: String
    /// A module, or a key of the application's configuration.
    package var place: ErlangTerm
    package var isModule: Bool
}

extension ReleaseInventory {
    /// The modules, and the keys of the configuration, of applications with automatic versions that contain plain ones.
    func compiledVersions() throws(BeamError) -> [CompiledVersion] {
        var found: [CompiledVersion] = []
        for application in contents.applications {
            let plain = BuildVersion.plain(of: application.version)
            if plain == application.version { continue }
            for (name, module) in modules(of: application).sorted(by: { $0.key < $1.key })
            where try module.mentions(version: plain) {
                found.append(
                    CompiledVersion(
                        application: application.name, version: plain, place: .atom(name), isModule: true))
            }
            let isMentioned = { (value: ErlangTerm) in VersionText.isMentioned(Array(plain.utf8), in: value) }
            let own = environment(of: application).keys(where: isMentioned)
            let configured = (configurationFiles["sys.config"]?.keys(where: isMentioned) ?? []).compactMap { key in
                key.tuple.flatMap { $0.count == 2 && $0[0] == .atom(application.name) ? $0[1] : nil }
            }
            for key in Set(own + configured).inTermOrder {
                found.append(
                    CompiledVersion(application: application.name, version: plain, place: key, isModule: false))
            }
        }
        return found
    }
}

extension CompiledVersion {
    /// `{Application, Vsn, module | key, Place}`.
    var term: ErlangTerm {
        .tuple(.atom(application), .string(version), .atom(isModule ? "module" : "key"), place)
    }

    init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 4, let application = parts[0].atom, let version = parts[1].string,
            parts[2] == .atom("module") || parts[2] == .atom("key")
        else { return nil }
        self.init(
            application: application, version: version, place: parts[3], isModule: parts[2] == .atom("module"))
    }
}
