import ErlangTerms
import Files
import TestSupport
import Testing

/// A folder with releases, and what `systools:make_relup/4` made of them.
///
/// `case.term` holds the arguments; `expected.term` `{ok, Warnings}`, the error, or `{exception, error, Reason}`;
/// `expected.relup` the file, or `expected.canonical.relup` where OTP leaves its order open.
struct SystoolsCase: Sendable, CustomTestStringConvertible {
    let directory: String

    var testDescription: String { directory.split(separator: "/").last.map(String.init) ?? directory }

    /// The options of `relup-make` for the case.
    func options() throws -> [String] {
        var fields: [Atom: ErlangTerm] = [:]
        for term in try TermTextReader.terms(in: try WholeFile.read("\(directory)/case.term"), file: directory) {
            if let pair = term.tuple, let key = pair[0].atom { fields[key] = pair[1] }
        }
        var options = ["--top", Self.name(fields["top"])]
        for key in ["up", "down"] {
            for base in fields[Atom(key)]?.list ?? [] { options += ["--\(key)", Self.base(base)] }
        }
        for folder in fields["path"]?.list ?? [] { options += ["--path", Self.name(folder)] }
        for option in fields["opts"]?.list ?? [] {
            options.append("--\(option.atom?.name.replacing("_", with: "-") ?? "")")
        }
        return options
    }

    private static func base(_ term: ErlangTerm) -> String {
        guard let pair = term.tuple else { return name(term) }
        return "\(name(pair[0]))=\(TermTextPrinter.line(of: pair[1]))"
    }

    private static func name(_ term: ErlangTerm?) -> String {
        term?.string ?? term?.atom?.name ?? ""
    }

    func run(_ more: String...) throws -> CommandRun {
        try CommandRun.run([BuiltTool.path("relup-make")] + options() + more, directory: directory)
    }

    /// `{ok, Warnings}`, or the error.
    func expectedResult() throws -> ErlangTerm {
        try TermTextReader.soleTerm(in: try WholeFile.read("\(directory)/expected.term"), file: "expected.term")
    }

    func expectedRelup() throws -> String {
        let canonical = try? WholeFile.read("\(directory)/expected.canonical.relup")
        return String(decoding: try canonical ?? WholeFile.read("\(directory)/expected.relup"), as: UTF8.self)
    }

    /// Without the stack traces of `'EXIT'`s, which tell of the virtual machine's code.
    static func untraced(_ term: ErlangTerm) -> ErlangTerm {
        if let reason = term.tagged("EXIT", count: 2)?.first?.tuple?.first {
            return .tuple(.atom("EXIT"), .tuple(reason, .emptyList))
        }
        switch term {
        case .tuple(let elements): return .tuple(elements.map(untraced))
        case .list(let elements): return .list(elements.map(untraced))
        default: return term
        }
    }
}
