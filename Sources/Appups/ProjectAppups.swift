package import ErlangTerms
internal import Files

/// A folder of appups that belongs to a project: `APP.appup`, or Distillery's `APP/*.appup`.
package struct ProjectAppups: Sendable {
    /// The appups of each application, in the order in which they are searched.
    private var files: [Atom: [AppupFile]] = [:]

    /// No appups.
    package init() {}

    /// Reads a folder. An appup that cannot be read is an error, and so is a template (`.appup.src`).
    package init(folder: String, syntax: ErlangSyntax = .common) throws {
        let names = try Directory.names(in: folder)
        for name in names {
            let path = "\(folder)/\(name)"
            if Directory.exists(path) {
                for file in try Directory.names(in: path) {
                    try add("\(path)/\(file)", of: Atom(name), syntax)
                }
            } else if let end = name.range(ofFirst: ".appup") {
                try add(path, of: Atom(String(name[..<end])), syntax)
            }
        }
        for name in names {
            // An application's own file is searched before those of its folder.
            guard let file = files[Atom(name)]?.firstIndex(where: { $0.file == "\(folder)/\(name).appup" }) else {
                continue
            }
            files[Atom(name)]!.insert(files[Atom(name)]!.remove(at: file), at: 0)
        }
    }

    private mutating func add(_ path: String, of application: Atom, _ syntax: ErlangSyntax) throws {
        if path.hasSuffix(".appup.src") || path.hasSuffix(".appup.eex") || path.hasSuffix(".appup.script") {
            throw AppupError(.template, file: path, "it is a template, which is not filled in: give the finished appup")
        }
        guard path.hasSuffix(".appup") else { return }
        let term: ErlangTerm?
        do {
            term = try TermTextReader.firstTerm(in: WholeFile.read(path), file: path, syntax: syntax)
        } catch let error as TermTextError {
            throw AppupError(.unreadable, file: path, "\(error.place): \(error.reason)")
        }
        guard let term else { throw AppupError(.malformed, file: path, "it is empty") }
        files[application, default: []].append(try AppupFile(term, file: path))
    }

    /// The first file with instructions from a base version to the target; if none has those for both directions, the
    /// first that has any.
    func file(for application: Atom, base: String, target: String) throws(AppupError) -> AppupFile? {
        var partial: AppupFile?
        for file in files[application] ?? [] where try file.isFor(build: target) {
            let (up, down) = try file.scripts(forBuild: base)
            if up != nil && down != nil { return file }
            if up != nil || down != nil { partial = partial ?? file }
        }
        return partial
    }
}

extension String {
    /// Where an ending such as `.appup` or `.appup.src` begins, if the name has it.
    fileprivate func range(ofFirst ending: String) -> String.Index? {
        guard let dot = indices.first(where: { self[$0...].hasPrefix(ending) }), dot != startIndex else { return nil }
        let rest = self[dot...].dropFirst(ending.count)
        return rest.isEmpty || rest.first == "." ? dot : nil
    }
}
