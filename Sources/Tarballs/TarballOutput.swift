internal import Files
internal import LibC
internal import SystemPackage

/// The file of a tarball that is being written, or standard output if its name is `-`.
///
/// The file gets its name in `commit`, and so does its checksum, `NAME.sha256`, if there is one: both or neither.
final class TarballOutput {
    /// What errors call it.
    let name: String
    /// Bytes written so far.
    private(set) var size = 0
    private let target: String
    private let tarball: FileReplacement?
    private let checksum: FileReplacement?
    private var digest: SHA256?

    init(_ target: String, checksum: Bool = false) throws(TarballError) {
        self.target = target
        let isFile = target != "-"
        name = isFile ? target : "standard output"
        do throws(FileError) {
            tarball = isFile ? try Self.replacement(target) : nil
            self.checksum = isFile && checksum ? try Self.replacement(Self.checksumFile(of: target)) : nil
        } catch {
            throw TarballError(error)
        }
        digest = self.checksum.map { _ in SHA256() }
    }

    /// The file that contains the checksum of another.
    static func checksumFile(of target: String) -> String { "\(target).sha256" }

    private static func replacement(_ target: String) throws(FileError) -> FileReplacement {
        try FileReplacement(target, permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TarballError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(tarball?.descriptor.rawValue ?? STDOUT_FILENO, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else {
                throw TarballError(
                    tarball == nil && errno == EPIPE ? .closedPipe : .system, operation: "write", name,
                    Errno(rawValue: errno).description)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        size += bytes.count
        digest?.update(bytes)
    }

    /// Gives the file its name. The checksum gets its name first, so that no complete tarball lacks it.
    func commit() throws(TarballError) {
        do throws(FileError) {
            guard let checksum, let digest else {
                try tarball?.commit()
                return
            }
            let line = Self.checksumLine(digest.hexadecimal(), target)
            try WholeFile.write(Array(line.utf8), to: checksum.descriptor, named: Self.checksumFile(of: target))
            try checksum.commit()
            do throws(FileError) {
                try tarball?.commit()
            } catch {
                unlink(Self.checksumFile(of: target))
                throw error
            }
        } catch {
            throw TarballError(error)
        }
    }

    /// A line as `sha256sum` prints it, and as `sha256sum --check` reads it in the file's directory.
    ///
    /// If the name contains backslashes or line ends, these are escaped and the line begins with a backslash.
    static func checksumLine(_ digest: String, _ target: String) -> String {
        let name = target.split(separator: "/").last.map(String.init) ?? target
        var escaped = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\(escaped == name ? "" : "\\")\(digest)  \(escaped)\n"
    }
}
