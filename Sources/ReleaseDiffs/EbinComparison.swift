internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import Releases

/// Compares two versions of one application in folders, each with its resource file and its beams.
package enum EbinComparison {
    package static func diff(from base: String, to target: String) throws -> ApplicationDiff {
        let (old, new) = (try Ebin(base), try Ebin(target))
        guard old.name == new.name else {
            throw ReleaseError(.malformed, "'\(base)' holds application '\(old.name)', '\(target)' holds '\(new.name)'")
        }
        var diff = ApplicationDiff(
            name: new.name, baseVersion: old.version, targetVersion: new.version,
            change: VersionOrder.change(from: old.version, to: new.version))
        try diff.compareModules(
            from: old.modules, to: new.modules, areDifferent: { $1.isChanged(from: $0) },
            children: (ChildSpecifications([old.modules]), ChildSpecifications([new.modules])))
        return diff
    }
}

/// A folder with an application's resource file and beams.
private struct Ebin {
    let name: Atom
    let version: String
    let modules: [Atom: ModuleExcerpt]

    init(_ folder: String) throws {
        let files = try Directory.names(in: folder)
        let resources = files.filter { $0.hasSuffix(".app") }
        guard resources.count == 1 else {
            throw ReleaseError(
                .missingApplication,
                "'\(folder)' holds \(resources.isEmpty ? "no" : "more than one") application resource file")
        }
        let path = "\(folder)/\(resources[0])"
        let term = try TermTextReader.firstTerm(in: WholeFile.read(path), file: path)
        guard let parts = term?.tagged("application", count: 3).map(Array.init), let name = parts[0].atom,
            let fields = parts[1].list,
            let version = fields.lazy.compactMap({ $0.tagged("vsn", count: 2)?.last?.string }).first
        else { throw ReleaseError(.malformed, "'\(path)' is no application resource file with a version") }
        self.name = name
        self.version = version
        var modules: [Atom: ModuleExcerpt] = [:]
        for file in files where file.hasSuffix(".beam") {
            let module = try ModuleExcerpt(WholeFile.read("\(folder)/\(file)"), file: "\(folder)/\(file)")
            modules[module.module] = module
        }
        self.modules = modules
    }
}
