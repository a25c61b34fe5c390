/// Why a tarball could not be read, extracted or written.
///
/// Shown as `cannot read 'x.tar.gz': entry '../x' leaves the directory`.
public struct TarballError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong.
    public enum Code: Sendable {
        /// The system refused: opening, reading, writing, making a directory.
        case system
        /// Neither a gzip, xz, zstd or plain tarball.
        case unknownFormat
        /// The file ends too soon.
        case truncated
        /// The compressed data break the rules of their format.
        case damaged
        /// A gzip member's contents are not those that its CRC-32 was made of.
        case wrongChecksum
        /// A gzip member's contents are not as long as it says.
        case wrongLength
        /// Something that is no gzip member follows the last one.
        case trailingData
        /// A header in the archive makes no sense.
        case badHeader
        /// The archive has not the two zero blocks that end every tar archive.
        case noEndOfArchive
        /// The archive goes on after its end, where some programs look and others do not.
        case dataAfterEnd

        case emptyPath
        case absolutePath
        case parentPath
        case controlCharacter
        case pathTooLong
        /// Two entries of one name: which counts depends on the program.
        case duplicateEntry
        case unsafeSymbolicLink
        case unsafeHardLink
        /// A device, a FIFO or another kind of file that no release needs.
        case specialFile
        /// An entry lies below one that is no directory.
        case notADirectory

        case tooLarge
        case tooManyEntries
        case suspiciousRatio
        /// An entry is larger than its reader is ready to hold.
        case entryTooLarge

        /// The file was changed while it was read.
        case changed
        /// Whoever read standard output has seen enough.
        case closedPipe
        /// The directory to extract into, or the file to write, exists.
        case exists
    }

    public let code: Code
    /// What failed, as a verb: `open`, `read`, `extract`, `write`.
    public let operation: String
    /// The tarball's path, or `standard input`.
    public let tarball: String
    /// The name of the entry where one is at fault, as it stands in the archive.
    public let entry: [UInt8]?
    /// The reason in words; not compared.
    public let reason: String

    public init(_ code: Code, operation: String = "read", _ tarball: String, entry: [UInt8]? = nil, _ reason: String) {
        self.code = code
        self.operation = operation
        self.tarball = tarball
        self.entry = entry
        self.reason = reason
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.code == right.code && left.tarball == right.tarball && left.entry == right.entry
    }

    public var description: String {
        let place = entry.map { "entry '\(EntryPath.display($0))' " } ?? ""
        return "cannot \(operation) '\(tarball)': \(place)\(reason)"
    }
}
