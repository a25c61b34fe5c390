package import ErlangTerms
internal import RegularExpressions
internal import Releases

/// An appup that a project wrote: `{Vsn, [{Vsn, Up}], [{Vsn, Down}]}`, where versions are strings or, as binaries,
/// regular expressions that match a whole version.
package struct AppupFile: Hashable, Sendable {
    /// What errors call the file.
    package let file: String
    package let term: ErlangTerm
    private let version: ErlangTerm
    private let up: ErlangTerm
    private let down: ErlangTerm

    /// The appup of a file's term.
    package init(_ term: ErlangTerm, file: String) throws(AppupError) {
        guard let parts = term.tuple, parts.count == 3, parts[0].version != nil, parts[1].list != nil,
            parts[2].list != nil
        else {
            throw AppupError(
                .malformed, file: file, "it is not an appup, {Vsn,[{Vsn,Instructions}],[{Vsn,Instructions}]}")
        }
        let versions = [parts[0]] + (parts[1].list! + parts[2].list!).compactMap { $0.tuple?.first }
        if let template = versions.lazy.compactMap(\.version).first(where: { $0.contains("{{") || $0.contains("%") }) {
            throw AppupError(
                .template, file: file,
                "version '\(template)' is a template, which is not filled in: give the finished appup")
        }
        self.file = file
        self.term = term
        version = parts[0]
        up = parts[1]
        down = parts[2]
    }

    /// Whether this is an appup for a version of the application.
    func isFor(_ target: String) throws(AppupError) -> Bool {
        if version == .string(target) { return true }
        guard case .binary = version else { return false }
        return try script(for: target, in: .list([.tuple(version, .emptyList)])) != nil
    }

    /// The instructions from a base version, and back to it; nil if the file has none.
    func scripts(for base: String) throws(AppupError) -> (up: ErlangTerm?, down: ErlangTerm?) {
        (try script(for: base, in: up), try script(for: base, in: down))
    }

    /// Whether this is an appup for a version, or for the plain version that it is a build of.
    func isFor(build target: String) throws(AppupError) -> Bool {
        for version in BuildVersion.plains(of: target) where try isFor(version) { return true }
        return false
    }

    /// The instructions from a base version, and back to it; what the file has for a plain version is for its builds.
    func scripts(forBuild base: String) throws(AppupError) -> (up: ErlangTerm?, down: ErlangTerm?) {
        var (up, down): (ErlangTerm?, ErlangTerm?)
        for version in BuildVersion.plains(of: base) {
            let scripts = try scripts(for: version)
            up = up ?? scripts.up
            down = down ?? scripts.down
        }
        return (up, down)
    }

    /// The entries of both directions.
    var entries: (up: [ErlangTerm], down: [ErlangTerm]) { (up.list ?? [], down.list ?? []) }

    private func script(for version: String, in entries: ErlangTerm) throws(AppupError) -> ErlangTerm? {
        do {
            return try VersionMatch.script(for: version, in: entries)
        } catch {
            switch error {
            case .improperList: throw AppupError(.malformed, file: file, "its entries are not a list")
            case .badExpression(let pattern, let error):
                throw AppupError(.malformed, file: file, "'\(pattern)' is not a regular expression: \(error)")
            }
        }
    }
}

extension ErlangTerm {
    /// The text of a version, whether it is a string or a regular expression.
    fileprivate var version: String? {
        if case .binary(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { string }
    }
}
