package import ErlangTerms
package import Files
internal import SystemPackage

/// The first term of a file; does not read what follows it.
package enum TermFile {
    package enum Fault: Error, Equatable, CustomStringConvertible {
        case file(FileError)
        /// The text that was read is not a term.
        case syntax(TermTextError)
        case empty(String)

        package var description: String {
            switch self {
            case .file(let error): error.description
            case .syntax(let error): error.description
            case .empty(let path): "cannot read '\(path)': it contains no term"
            }
        }

        /// OTP's reason, with the given name of the file: `{open, File, Reason}`, `{parse, File, Error}` or, also if
        /// the characters make no tokens, `{read, File}`. As `systools_lib:read_term/1`, OTP 25.2.
        package func term(file: String) -> ErlangTerm {
            switch self {
            case .file(let error):
                .tuple(.atom("open"), .string(file), .atom(Self.name(error.errno)))
            case .syntax(let error) where error.isOfParser:
                .tuple(.atom("parse"), .string(file), error.erlangTerm)
            case .syntax, .empty:
                .tuple(.atom("read"), .string(file))
            }
        }

        /// Erlang's name of a reason why a file cannot be opened.
        private static func name(_ errno: Errno) -> Atom {
            switch errno {
            case .noSuchFileOrDirectory: "enoent"
            case .permissionDenied: "eacces"
            case .isDirectory: "eisdir"
            case .notDirectory: "enotdir"
            case .tooManySymbolicLinkLevels: "eloop"
            case .fileNameTooLong: "enametoolong"
            case .notPermitted: "eperm"
            case .tooManyOpenFiles: "emfile"
            default: "eio"
            }
        }
    }

    package static func read(_ path: String, syntax: ErlangSyntax) throws(Fault) -> ErlangTerm {
        let bytes: [UInt8]
        do { bytes = try WholeFile.read(path) } catch { throw .file(error) }
        let term: ErlangTerm?
        do {
            term = try TermTextReader.firstTerm(in: bytes, file: path, syntax: syntax)
        } catch {
            throw .syntax(error)
        }
        guard let term else { throw .empty(path) }
        return term
    }
}

extension TermTextError {
    /// Whether the tokens do not make a term, rather than the characters no tokens.
    var isOfParser: Bool { code == .syntax || code == .badTerm }
}
