/// The version of OTP whose rules a text follows.
///
/// Terms are read alike by all versions, with these exceptions:
///
/// | text | before | since |
/// |---|---|---|
/// | `"\^?"` | 31 | OTP 26: 127 |
/// | `"\^1"`, and other characters that are neither letters nor in `@[\]^_` | 17 | OTP 26: an error |
/// | three quotes or more | an empty string, and the next string | OTP 27: a triple-quoted string |
/// | `"a""b"` | `"ab"` | OTP 27: an error |
/// | `~"a"`, `~S[a]` and other sigils | an error | OTP 27: a string or a binary |
/// | `maybe`, `else` | atoms | OTP 27: reserved words, which need quotes to be atoms |
/// | `2#1.01#e3` | an error | OTP 28: a float |
/// | `1.5a` | a syntax error before `a` | OTP 29: an illegal float |
///
/// The source is `erl_scan` of these versions, and the answers of OTP 25.2, 27.3 and 29 in `fixtures/term-syntax`.
public struct ErlangSyntax: Hashable, Sendable {
    /// The version is not known: reads what any version reads, and refuses what two of them read differently.
    public static let common = ErlangSyntax()

    /// The version of OTP, such as 27, if it is known. Versions before 25 read what 25 reads.
    public let otp: Int?
    /// How a sentence tells where the version comes from.
    private let origin: String

    private init() {
        otp = nil
        origin = ""
    }

    /// The rules of a version of OTP.
    public init(otp: Int) {
        self.otp = otp
        origin = "this is read as by OTP \(otp)"
    }

    /// The rules of a release's OTP, from the version of its runtime system such as `15.2.3`; those of `common` if that
    /// does not begin with a number.
    public init(erts: String) {
        guard let major = erts.split(separator: ".").first.flatMap({ Int($0) }), 1...1_000 ~= major else {
            self = .common
            return
        }
        otp = major + 12
        // Before 11, the two numbers went up at different times.
        origin = "this release has ERTS \(erts)" + (major >= 11 ? ", OTP \(major + 12)" : "")
    }

    /// The oldest version whose rules are known, and each that changed one.
    static let allVersions = [25, 26, 27, 28, 29]

    /// The versions to try.
    var versions: [Int] { otp.map { [$0] } ?? Self.allVersions }

    /// Why a text is refused that other versions read; nil if the syntax is not to blame.
    func reason(against syntax: VersionedSyntax) -> String? {
        guard let otp else { return nil }
        let change = syntax.change
        let reason: String? =
            switch (syntax, otp >= change) {
            case (.sigil, false): "sigils are read by OTP \(change) and later"
            case (.tripleQuotes, false): "triple-quoted strings are read by OTP \(change) and later"
            case (.basedFloat, false): "floats with a base are read by OTP \(change) and later"
            case (.tripleQuotes, true):
                "three quotes begin a triple-quoted string; only OTP \(change - 1) and earlier read them as strings"
            case (.adjacentStrings, true):
                "strings without white space between them are read by OTP \(change - 1) and earlier"
            case (.controlEscape, true): "this control character is read by OTP \(change - 1) and earlier"
            case (.reservedWord, true): "'maybe' and 'else' without quotes are read by OTP \(change - 1) and earlier"
            default: nil
            }
        return reason.map { "\($0); \(origin)" }
    }
}

/// What versions of OTP do not read alike. This is the only place that knows which version changed it.
enum VersionedSyntax {
    case sigil, tripleQuotes, adjacentStrings, reservedWord, basedFloat
    /// `\^?`.
    case deleteEscape
    /// `\^` and a character that stands for no control character.
    case controlEscape
    /// A number that a letter follows. No term has one, but the error is another.
    case joinedNumber

    /// The version that changed it.
    var change: Int {
        switch self {
        case .deleteEscape, .controlEscape: 26
        case .sigil, .tripleQuotes, .adjacentStrings, .reservedWord: 27
        case .basedFloat: 28
        case .joinedNumber: 29
        }
    }

    /// What the text is called, if it may have two values.
    var ambiguity: String? {
        switch self {
        case .tripleQuotes: "a string with three quotes"
        case .deleteEscape: "'\\^?'"
        default: nil
        }
    }
}
