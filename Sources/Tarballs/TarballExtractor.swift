internal import Files
internal import LibC
internal import SystemPackage

/// Extracts tarballs that nobody needs to trust.
///
/// Writes everything into a new directory beside the target, which gets the target's name after the whole tarball was
/// found sound. Until then, and after any error, nothing is at the target and nothing is left beside it.
///
/// - What `TarballReader` refuses is an error: names that are absolute or leave the directory, names that occur twice
///   with different contents, entries below something that is not a directory, devices, FIFOs, and links that lead out
///   of the directory.
/// - Owners are not kept; set-user-ID, set-group-ID and sticky bits are dropped; the process's mask is respected.
/// - Other permissions, and times in whole seconds, are kept. The owner may always read files, and write into directories.
public enum TarballExtractor {
    /// What to do with the contents of the tarball.
    public struct Options {
        /// Whether a directory that all entries lie below is left out, so that its contents go directly into the
        /// target.
        public var stripsCommonTop: (EntryPath) -> Bool
        /// The folder in the tarball that is extracted; nil for all of it.
        public var folder: EntryPath?
        /// Called with each entry before it is extracted.
        public var onEntry: (TarballEntry) -> Void

        public init(
            stripsCommonTop: @escaping (EntryPath) -> Bool = { _ in false }, folder: EntryPath? = nil,
            onEntry: @escaping (TarballEntry) -> Void = { _ in }
        ) {
            self.stripsCommonTop = stripsCommonTop
            self.folder = folder
            self.onEntry = onEntry
        }
    }

    /// Extracts a tarball, `-` for standard input, into a directory that does not exist or is empty.
    public static func extract(
        _ tarball: String, into target: String, limits: TarballLimits = TarballLimits(), options: Options = Options()
    ) throws(TarballError) -> TarballFacts {
        let reader = try TarballReader(tarball, limits: limits, prefetch: true, folder: options.folder)
        let tree: ExtractionTree
        do throws(FileError) {
            if let names = try? Directory.names(in: target), !names.isEmpty {
                throw FileError("extract into", target, .directoryNotEmpty)
            }
            tree = try ExtractionTree(beside: target)
        } catch {
            throw TarballError(error)
        }
        while let entry = try reader.next() {
            options.onEntry(entry)
            do throws(ExtractionFault) {
                try tree.write(entry, from: reader)
            } catch {
                if case .tarball(let error) = error { throw error }
                throw error.error(for: entry.path, of: reader.name, operation: "extract")
            }
        }
        let facts = reader.facts!
        let top = facts.commonTop.flatMap { options.stripsCommonTop($0) ? $0 : nil }
        if top != nil { try facts.checkLinksBelowTop(of: reader.name) }
        do throws(FileError) {
            try tree.commit(to: target, stripping: top)
        } catch {
            throw TarballError(error)
        }
        return facts
    }
}

extension TarballError {
    /// A refusal by the system, not of the tarball but of a file to be made.
    init(_ error: FileError) {
        self.init(
            error.errno == .directoryNotEmpty || error.errno == .fileExists ? .exists : .system,
            operation: error.operation, error.path, error.errno.description)
    }
}

/// Why an entry cannot be extracted.
enum ExtractionFault: Error {
    case duplicate, notADirectory, special, unsafeSymbolicLink, unsafeHardLink, missingHardLinkTarget, tooManyLinks
    case system(String, Errno)
    case tarball(TarballError)

    init(_ operation: String, _ number: CInt = errno) {
        self =
            switch number {
            case EEXIST: .duplicate
            case ENOTDIR, ELOOP: .notADirectory
            default: .system(operation, Errno(rawValue: number))
            }
    }

    func error(for path: EntryPath, of tarball: String, operation: String) -> TarballError {
        let (code, reason): (TarballError.Code, String) =
            switch self {
            case .duplicate: (.duplicateEntry, "has the name of another entry")
            case .notADirectory: (.notADirectory, "lies below an entry that is not a directory")
            case .special: (.specialFile, "is a device, a FIFO or another special file")
            case .unsafeSymbolicLink: (.unsafeSymbolicLink, "is a symbolic link that leaves the directory")
            case .unsafeHardLink: (.unsafeHardLink, "is a hard link that leaves the directory")
            case .missingHardLinkTarget: (.unsafeHardLink, "is a hard link to no earlier file")
            case .tooManyLinks: (.tooManyEntries, "is one of too many links")
            case .system(let operation, let errno): (.system, "cannot be \(operation): \(errno.description)")
            case .tarball(let error): (error.code, error.reason)
            }
        return TarballError(code, operation: operation, tarball, entry: path.bytes, reason)
    }
}
