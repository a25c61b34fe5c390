package import ErlangTerms
internal import Files
internal import SystemPackage

/// Releases on disk: a `.rel` file each, and the resource files of their applications in the folders of a search path.
package final class ReleaseTree {
    private let path: SearchPath
    /// The folders of the path that contain a resource file, by its name.
    private lazy var folders = resourceFolders()
    private var terms: [Source: Result<ErlangTerm, TermFile.Fault>] = [:]
    private var releases: [String: ResolvedRelease] = [:]

    /// A file, and the syntax by which it is read.
    private struct Source: Hashable {
        let file: String
        let syntax: ErlangSyntax
    }

    package init(_ path: SearchPath) {
        self.path = path
    }

    /// The release whose `.rel` file has the given name, without that ending: in the current folder, otherwise in those
    /// of the path.
    ///
    /// As `systools_make:get_release/2`, OTP 25.2.
    package func release(_ name: String) throws(SystoolsError) -> ResolvedRelease {
        if let release = releases[name] { return release }
        do {
            // The file says itself which OTP is to read it.
            let syntax = try Release(resource: try resource(name, syntax: .common)).syntax
            let resource = try Release(resource: try resource(name, syntax: syntax))
            let release = try ResolvedRelease(resource, records: try records(of: resource))
            releases[name] = release
            return release
        } catch {
            throw error.because("cannot use release '\(name).rel'")
        }
    }

    /// The first term of a file.
    package func term(_ file: String, syntax: ErlangSyntax = .common) throws(TermFile.Fault) -> ErlangTerm {
        let source = Source(file: file, syntax: syntax)
        if let result = terms[source] { return try result.get() }
        let result: Result<ErlangTerm, TermFile.Fault>
        do { result = .success(try TermFile.read(file, syntax: syntax)) } catch { result = .failure(error) }
        terms[source] = result
        return try result.get()
    }

    private func resource(_ name: String, syntax: ErlangSyntax) throws(SystoolsError) -> ErlangTerm {
        let file = "\(name).rel"
        for folder in [""] + path.folders {
            do {
                return try term(SearchPath.join(folder, file), syntax: syntax)
            } catch .file(let error) {
                if error.errno == .noSuchFileOrDirectory || error.errno == .notDirectory { continue }
                throw SystoolsError(.make, .tuple(.atom("not_found"), .string(file)), error.description)
            } catch {
                throw SystoolsError(.make, error.term(file: file), error.description)
            }
        }
        throw SystoolsError(.make, .tuple(.atom("not_found"), .string(file)), "there is no such file")
    }

    /// As `systools_make:collect_applications/2`: the error reports all that fail, the last one first.
    private func records(of release: Release) throws(SystoolsError) -> [ApplicationRecord] {
        var included: [Atom: [Atom]] = [:]
        for entry in release.applications where included[entry.name] == nil { included[entry.name] = entry.included }
        var records: [ApplicationRecord] = []
        var faults: [(reason: ErlangTerm, sentence: String)] = []
        for entry in release.applications {
            do {
                var record = try record(entry, included, syntax: release.syntax)
                record.type = entry.type
                records.append(record)
            } catch {
                faults.append((error.reason, "application '\(entry.name)' \(entry.version): \(error.sentence)"))
            }
        }
        guard faults.isEmpty else {
            let sentences = faults.map(\.sentence).joined(separator: "; ")
            throw SystoolsError(.make, .list(faults.reversed().map(\.reason)), sentences)
        }
        return records
    }

    private struct RecordFault: Error {
        let reason: ErlangTerm
        let sentence: String

        init(_ entry: Release.Entry, _ reason: ErlangTerm, _ sentence: String) {
            self.reason = .tuple(.atom("error_reading"), .tuple(.atom(entry.name), reason))
            self.sentence = sentence
        }

        /// The resource file is that of another application.
        init(_ entry: Release.Entry, found record: ApplicationRecord, path: String) {
            let found = ErlangTerm.tuple(.atom(record.name), .string(record.version))
            reason = .tuple(.atom("bad_application_name"), .tuple(.atom(entry.name), found))
            sentence = "'\(path)' is that of '\(record.name)'"
        }
    }

    /// The application of the first resource file of the wanted version; a file that is wrong in another way ends the
    /// search.
    ///
    /// As `systools_make:read_application/4`: if there is none, the error reports the first that could not be used.
    private func record(
        _ entry: Release.Entry, _ included: [Atom: [Atom]], syntax: ErlangSyntax
    ) throws(RecordFault) -> ApplicationRecord {
        let file = "\(entry.name).app"
        var fault: RecordFault?
        for folder in folders[file] ?? [] {
            let path = SearchPath.join(folder == "." ? "" : folder, file)
            let shown = ErlangTerm.string(SearchPath.join(folder, file))
            let resource: ErlangTerm
            let record: ApplicationRecord
            do {
                resource = try term(path, syntax: syntax)
            } catch .syntax(let error) where error.isOfParser {
                let parts = error.erlangTerm.tuple ?? []
                let reason = ErlangTerm.tuple([shown] + [parts.first, parts.last].compactMap { $0 })
                fault = fault ?? RecordFault(entry, .tuple(.atom("parse_error"), reason), error.description)
                continue
            } catch {
                continue
            }
            do {
                record = try ApplicationResource.read(
                    resource, path: path, version: entry.version.text, included: included,
                    refusesDoubles: syntax.otp.map { $0 >= 26 } ?? false)
            } catch {
                switch error {
                case .version(let version):
                    let wanted = ErlangTerm.tuple(.string("should be"), .string(entry.version.text))
                    let found = ErlangTerm.tuple(.string("found file"), shown, .string(version))
                    let reason = ErlangTerm.tuple(.atom("no_valid_version"), .tuple(wanted, found))
                    fault = fault ?? RecordFault(entry, reason, "'\(path)' is of version \(version)")
                    continue
                case .wrong(let reason, let sentence):
                    throw RecordFault(entry, reason, "'\(path)': \(sentence)")
                }
            }
            guard record.name == entry.name else { throw RecordFault(entry, found: record, path: path) }
            return record
        }
        throw fault
            ?? RecordFault(
                entry, .tuple(.atom("not_found"), .string(file)), "there is no '\(file)' in the search path")
    }

    private func resourceFolders() -> [String: [String]] {
        var folders: [String: [String]] = [:]
        for folder in path.folders {
            for name in (try? Directory.names(in: folder)) ?? [] where name.hasSuffix(".app") {
                folders[name, default: []].append(folder)
            }
        }
        return folders
    }
}
