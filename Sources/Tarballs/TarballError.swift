/// Why a tarball could not be read, extracted or written.
///
/// Shown as `cannot read 'x.tar.gz': entry '../x' leaves the directory`.
public struct TarballError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong.
    public enum Code: Sendable {
        /// The system refused: opening, reading, writing, making a directory.
        case system
        /// Not a gzip, xz, zstd or plain tarball.
        case unknownFormat
        /// The file ends too soon.
        case truncated
        /// The compressed data break the rules of their format.
        case damaged
        /// A gzip member's contents do not match its CRC-32.
        case wrongChecksum
        /// A gzip member's contents do not have the length that it says.
        case wrongLength
        /// Something that is not a gzip member follows the last one.
        case trailingData
        /// A header in the archive makes no sense.
        case badHeader
        /// The archive does not have the two zero blocks that end every tar archive.
        case noEndOfArchive
        /// The archive continues after its end, where some programs look and others do not.
        case dataAfterEnd

        case emptyPath
        case absolutePath
        case parentPath
        case controlCharacter
        case pathTooLong
        /// Two entries have the same name: which one counts depends on the program.
        case duplicateEntry
        case unsafeSymbolicLink
        case unsafeHardLink
        /// A device, a FIFO or another kind of file that no release needs.
        case specialFile
        /// An entry lies below one that is not a directory.
        case notADirectory

        case tooLarge
        case tooManyEntries
        case suspiciousRatio
        /// An entry is larger than its reader allows.
        case entryTooLarge

        /// The file changed while it was read.
        case changed
        /// The program that reads standard output has closed it.
        case closedPipe
        /// The directory to extract into, or the file to write, exists.
        case exists
    }

    public let code: Code
    /// What failed, as a verb: `open`, `read`, `extract`, `write`.
    public let operation: String
    /// The tarball's path, or `standard input`.
    public let tarball: String
    /// The name of the entry that is at fault, if one is, as the archive has it.
    public let entry: [UInt8]?
    /// The reason in words; `==` ignores it.
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
