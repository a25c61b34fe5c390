package import ErlangTerms
internal import Files
package import Releases

/// A relup for releases on disk, as `systools:make_relup/4` makes it.
package struct TreePlan {
    /// A base release: its `.rel` file without the extension, and the description of the upgrade from it or downgrade
    /// to it.
    package struct Base: Hashable, Sendable {
        package let release: String
        package let description: ErlangTerm

        package init(release: String, description: ErlangTerm = .emptyList) {
            self.release = release
            self.description = description
        }

        /// `REL`, or `REL=DESCRIPTION` with an Erlang term without a final dot.
        package init(option: String) throws(TermTextError) {
            guard let sign = option.firstIndex(of: "=") else {
                self.init(release: option)
                return
            }
            let text = String(option[option.index(after: sign)...])
            self.init(
                release: String(option[..<sign]),
                description: try TermTextReader.term(fromText: text, name: option))
        }
    }

    package let relup: Relup
    package let warnings: [RelupWarning]

    /// Plans the upgrades and downgrades between a top release and base releases, whose files are in the folders of a
    /// path.
    package init(
        top: String, up: [Base], down: [Base], path: [String], options: RelupPlanner.Options
    ) throws(SystoolsError) {
        let tree = ReleaseTree(SearchPath(path))
        let release = try tree.release(top)
        let syntax = release.release.syntax
        var planner = try RelupPlanner(top: release, options: options) { record in
            let file = "\(record.directory == "/" ? "" : record.directory)/\(record.name).appup"
            do throws(TermFile.Fault) {
                return RelupPlanner.AppupSource(file: file, content: .success(try tree.term(file, syntax: syntax)))
            } catch {
                return RelupPlanner.AppupSource(file: file, content: .failure(error))
            }
        }
        for base in up { try planner.addUpgrade(from: try tree.release(base.release), description: base.description) }
        for base in down { try planner.addDowngrade(to: try tree.release(base.release), description: base.description) }
        (relup, warnings) = try planner.result()
    }
}
