internal import Files
internal import Glibc
internal import SystemPackage

/// The file of a tarball being written, or standard output where it is called `-`.
///
/// A file takes its name in `commit`, and so does its checksum, `NAME.sha256`, where there is to be one: both or none.
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

    /// The file that holds the checksum of another.
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

    /// Gives the file its name. The checksum is there first, so that it is missing beside no complete tarball.
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

    /// A line as `sha256sum` prints it, and `sha256sum --check` in the file's directory reads it.
    ///
    /// Where the name holds a backslash or a line's end these are escaped, and the line begins with a backslash.
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
