package import ErlangTerms
internal import Tarballs

extension Release {
    /// The term of the release resource file: `{release, {Name, Vsn}, {erts, ErtsVsn}, [Application]}`.
    package var resource: ErlangTerm {
        let entries = applications.map { entry in
            var parts: [ErlangTerm] = [.atom(entry.name), .string(entry.version.text), .atom(entry.type.rawValue)]
            if let included = entry.included { parts.append(.atoms(included)) }
            return ErlangTerm.tuple(parts)
        }
        return .tuple(
            .atom("release"), .tuple(.string(name.text), .string(version.text)),
            .tuple(.atom("erts"), .string(ertsVersion.text)),
            .list(entries))
    }

    /// The term of the file `releases/RELEASES` of a node that was installed with this release alone.
    ///
    /// `[{release, Name, Vsn, ErtsVsn, [{App, Vsn, Directory}], permanent}]`, with directories relative to the
    /// release's root, as `release_handler:create_RELEASES/4`, OTP 25.2, writes it.
    package var installedReleases: ErlangTerm {
        let libraries = applications.map { entry in
            ErlangTerm.tuple(
                .atom(entry.name), .string(entry.version.text),
                .string(EntryPath.library(entry.application, entry.version).string))
        }
        return .list([
            .tuple(
                .atom("release"), .string(name.text), .string(version.text), .string(ertsVersion.text),
                .list(libraries),
                .atom("permanent"))
        ])
    }
}
