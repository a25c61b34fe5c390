package import ErlangTerms
internal import Releases

/// A doubt about a relup that could be made.
package struct RelupWarning: Hashable, Sendable {
    enum Kind: Hashable {
        case badVersion(ErlangTerm, String)
        case ertsChanged(Release, Release)
        case preR15Upgrade
    }

    let kind: Kind

    /// As `systools:make_relup/4` returns it.
    package var term: ErlangTerm {
        switch kind {
        case .badVersion(let found, let version):
            .tuple(.atom("bad_vsn"), .tuple(found, .string(version)))
        case .ertsChanged(let top, let base):
            .tuple(.atom("erts_vsn_changed"), .tuple(emulator(top), emulator(base)))
        case .preR15Upgrade:
            .atom("pre_R15_emulator_upgrade")
        }
    }

    /// In OTP's words and layout, as `systools_relup:format_warning/1` without the line feed at its end, OTP 25.2.
    package var text: String {
        var text = "*WARNING* "
        func append(_ term: ErlangTerm) {
            text += TermTextPrinter.text(of: term, style: .prettyUnicode, behind: text)
        }
        switch kind {
        case .badVersion:
            append(term)
        case .ertsChanged(let top, let base):
            text += "The ERTS version changed between "
            append(emulator(top))
            text += " and "
            append(emulator(base))
        case .preR15Upgrade:
            text += "Upgrade from an OTP version earlier than R15. New code should be compiled with the old emulator."
        }
        return text
    }

    /// A release's name, and its ERTS version.
    private func emulator(_ release: Release) -> ErlangTerm {
        .tuple(.string(release.name.text), .string(release.ertsVersion.text))
    }
}
