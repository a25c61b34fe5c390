internal import CArchive
internal import LibC

/// Reads the entries of a tarball in order: gzip, xz, zstd or plain tar, from a file or standard input.
///
/// Memory does not grow with the tarball. Compressed data are verified to the last byte, so nothing that was read
/// counts before `next` has returned nil: only then is `facts` set. Errors are names that leave the directory, names
/// that occur twice with different contents, unless that is allowed, archives that unpack to more than `limits`, and
/// everything else that nobody should unpack (`UnpackSafety`).
/// Readers are independent: two threads may each have one.
public final class TarballReader {
    /// What the tarball is called in errors.
    public let name: String
    /// What is known after all entries were read.
    public private(set) var facts: TarballFacts?

    private let path: String
    private let limits: TarballLimits
    private let folder: EntryPath?
    /// Nil if entries with the name of an earlier one are passed on.
    private let duplicates: Duplicates?
    /// Made when the first name comes again.
    private var survey: DuplicateSurvey?
    private let pieces: any UnpackedPieces
    private let archive: OpaquePointer
    private var source: LibarchiveInput!
    private var found = TarballFacts()
    private var current: TarballEntry?
    /// The piece that libarchive got last, and where in the archive it starts and ends.
    private var piece = UnsafeRawBufferPointer(start: nil, count: 0)
    private var pieceEnd = 0
    private var claimedSize = 0
    private var safety = UnpackSafety()
    /// Bytes of holes in sparse files that were passed on as zeros, and of the tarball itself if it is a file.
    private var holeSize = 0
    private let knownSize: Int?
    private var names = EntryNames()
    private var hasNoCommonTop = false

    /// Which library inflates. Both give the same bytes and the same errors.
    public enum Engine: Sendable {
        case isal, zlib
    }

    /// What happens to an entry that has the name of an earlier one.
    public enum Duplicates: Sendable {
        /// It is left out and counted if it is the same again. Otherwise it is an error: which one counts depends on
        /// the program. On standard input, which cannot be read again, it is always an error.
        case equal
        /// It is left out, as by a program that keeps files that are there, and counted.
        case skipped
    }

    /// Opens a tarball, or standard input if `path` is `-`.
    ///
    /// With `prefetch`, a separate thread unpacks ahead of the reader, if the system provides one. With `folder`, the
    /// tarball is read as if it contained nothing but what is in this folder, and the folder were its root.
    public convenience init(
        _ path: String, limits: TarballLimits = TarballLimits(), engine: Engine = .isal, prefetch: Bool = false,
        duplicates: Duplicates = .equal, folder: EntryPath? = nil
    ) throws(TarballError) {
        try self.init(
            path, limits: limits, engine: engine, prefetch: prefetch, duplicatePolicy: duplicates, folder: folder)
    }

    /// Opens a tarball; without a policy, entries with the name of an earlier one are passed on.
    init(
        _ path: String, limits: TarballLimits, engine: Engine = .isal, prefetch: Bool, duplicatePolicy: Duplicates?,
        folder: EntryPath?
    ) throws(TarballError) {
        let input = try InputWindow(path)
        name = input.name
        self.path = path
        self.limits = limits
        self.folder = folder
        duplicates = duplicatePolicy
        knownSize = input.fileSize
        found.modificationTime = input.modificationTime ?? FileTime(seconds: 0, nanoseconds: 0)
        let contents: any TarContents
        (found.compression, contents) = try Self.contents(of: input, engine)
        let unpacker = Unpacker(contents, of: input.name, limits: limits)
        let prefetched = prefetch ? PrefetchedPieces.start(unpacker) : nil
        pieces = prefetched ?? InlinePieces(unpacker)
        archive = archive_read_new()
        source = LibarchiveInput { [unowned self] () throws(TarballError) in try nextPiece() }
        archive_read_support_format_tar(archive)
        guard source.open(archive) == ARCHIVE_OK else { throw failure }
    }

    deinit {
        archive_read_free(archive)
    }

    private static func contents(
        of input: InputWindow, _ engine: Engine
    ) throws(TarballError) -> (TarballFacts.Compression, any TarContents) {
        _ = try input.require(512)
        let start = input.bytes.prefix(6)
        if start.isEmpty { throw TarballError(.truncated, input.name, "the file is empty") }
        if start.starts(with: [0x1F, 0x8B]) {
            return switch engine {
            case .isal: (.gzip, GzipContents<IsalInflater>(input))
            case .zlib: (.gzip, GzipContents<ZlibInflater>(input))
            }
        }
        if start.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return (.xz, try FilteredContents(input, .xz)) }
        if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return (.zstd, try FilteredContents(input, .zstd)) }
        return (.none, PlainContents(input))
    }

    /// Passes each entry of a tarball to a closure, which may read the entry's contents from the reader.
    @discardableResult
    public static func forEachEntry(
        of path: String, limits: TarballLimits = TarballLimits(), prefetch: Bool = false,
        _ body: (TarballEntry, TarballReader) throws -> Void
    ) throws -> TarballFacts {
        let reader = try TarballReader(path, limits: limits, prefetch: prefetch)
        while let entry = try reader.next() { try body(entry, reader) }
        return reader.facts!
    }

    /// The next entry, or nil after all entries were read and the whole tarball was found sound.
    ///
    /// The directory itself, `./`, is not an entry.
    public func next() throws(TarballError) -> TarballEntry? {
        guard facts == nil else { return nil }
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF {
                try finish()
                return nil
            }
            guard let header, status == ARCHIVE_OK || status == ARCHIVE_WARN && warningIsHarmless else { throw failure }
            found.entryCount += 1
            if found.entryCount > limits.maxEntries {
                throw TarballError(.tooManyEntries, name, "more than \(limits.maxEntries) entries")
            }
            if let entry = try entry(header) {
                current = entry
                return entry
            }
        }
    }

    /// The contents of the entry that `next` returned last.
    ///
    /// An entry of more than `limit` bytes is an error.
    public func readContents(limit: Int = 256 << 20) throws(TarballError) -> [UInt8] {
        guard let entry = current else { return [] }
        guard entry.size <= limit else {
            throw TarballError(
                .entryTooLarge, name, entry: entry.path.bytes, "has \(entry.size) bytes, more than \(limit)")
        }
        current = nil
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: entry.size) { bytes, count in
            while count < entry.size {
                let got = archive_read_data(archive, bytes.baseAddress! + count, entry.size - count)
                failed = got <= 0
                if failed { break }
                count += got
            }
        }
        if failed { throw failure }
        return bytes
    }

    /// Passes the contents of the entry that `next` returned last to a closure, piece by piece.
    public func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let entry = current, entry.kind == .file else { return }
        current = nil
        var done = 0
        while true {
            var start: UnsafeRawPointer?
            var size = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &start, &size, &offset)
            guard status == ARCHIVE_OK || status == ARCHIVE_EOF else { throw failure }
            // The holes of a sparse file read as zeros.
            let next = status == ARCHIVE_OK ? Int(offset) : entry.size
            guard next >= done, next <= entry.size - size else {
                throw TarballError(.badHeader, name, entry: entry.path.bytes, "has pieces that do not fit together")
            }
            if next > done {
                holeSize += next - done
                try checkRatio(of: holeSize, to: max(knownSize ?? 0, pieces.packedSize))
                try Self.forEachZeroPiece(next - done, body)
            }
            if status == ARCHIVE_EOF { return }
            if size > 0 { try body(UnsafeRawBufferPointer(start: start, count: size)) }
            done = next + size
        }
    }

    private func checkRatio(of size: Int, to packedSize: Int) throws(TarballError) {
        if size > TarballLimits.ratioFloor, size / limits.maxRatio > packedSize {
            throw TarballError(.suspiciousRatio, name, "unpacks to more than \(limits.maxRatio) times its size")
        }
    }

    private static func forEachZeroPiece(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let zeros = [UInt8](repeating: 0, count: min(count, 64 << 10))
        var rest = count
        while rest > 0 {
            try zeros.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<min(rest, zeros.count)])) }
            rest -= zeros.count
        }
    }

    // MARK: Entries

    private func entry(_ header: OpaquePointer) throws(TarballError) -> TarballEntry? {
        let rawName = Self.bytes(archive_entry_pathname(header))
        var target = Self.bytes(archive_entry_hardlink(header) ?? archive_entry_symlink(header))
        let isHardLink = archive_entry_hardlink(header) != nil
        if isHardLink, let folder, let inside = (try? EntryPath(target))?.below(folder) { target = inside.bytes }
        let type = archive_entry_filetype(header)
        let kind: TarballEntry.Kind =
            if isHardLink { .hardLink(target: target) } else {
                switch type {
                case 0o100000: .file
                case 0o040000: .directory
                case 0o120000: .symbolicLink(target: target)
                default: .special
                }
            }
        var path: EntryPath
        do throws(EntryPath.Fault) {
            path = try EntryPath(rawName)
        } catch .empty where kind == .directory {
            found.namesArePlain = false
            return nil
        } catch {
            throw TarballError(error.code, name, entry: rawName, error.reason)
        }
        if let folder {
            guard let inside = path.below(folder) else { return nil }
            path = inside
        }
        var plain = rawName[...]
        if kind == .directory, plain.last == UInt8(ascii: "/") { plain.removeLast() }
        if !plain.elementsEqual(path.bytes) { found.namesArePlain = false }

        if kind != .directory, let duplicates, !names.insert(path) {
            let different = try firstDifferent(of: path)
            if duplicates == .equal, let different {
                throw TarballError(.duplicateEntry, name, entry: different.bytes, "occurs twice in the archive")
            }
            found.duplicateCount += 1
            if found.firstDuplicate == nil { found.firstDuplicate = path }
            found.firstDifferentDuplicate = different
            return nil
        }
        noteTop(of: path, isDirectory: kind == .directory)
        if found.firstUnsafeLink == nil, let refusal = kind.refusal {
            found.firstUnsafeLink = UnsafeLink(path, kind, refusal)
        }

        let size = kind == .file ? Int(archive_entry_size(header)) : 0
        let (sum, overflow) = claimedSize.addingReportingOverflow(size)
        guard size >= 0, !overflow, sum <= limits.maxSize else {
            throw TarballError(
                .tooLarge, name, entry: path.bytes, "makes it unpack to more than \(limits.maxSize) bytes")
        }
        claimedSize = sum
        let entry = TarballEntry(
            path: path, kind: kind, size: size, mode: UInt16(archive_entry_perm(header) & 0o7777),
            modificationTime: archive_entry_mtime(header))
        if duplicates != nil { try checkSafety(of: entry) }
        return entry
    }

    private func checkSafety(of entry: TarballEntry) throws(TarballError) {
        do throws(ExtractionFault) {
            try safety.add(entry)
        } catch {
            throw error.error(for: entry.path, of: name, operation: "read")
        }
        guard safety.landedCount <= limits.maxEntries else {
            throw TarballError(.tooManyEntries, name, "more than \(limits.maxEntries) entries and directories")
        }
        guard safety.landedSize <= max(limits.maxSize, TarballLimits.ratioFloor) else {
            throw TarballError(
                .tooLarge, name, entry: entry.path.bytes, "makes it unpack to more than \(limits.maxSize) bytes")
        }
    }

    /// The first entry of the tarball that is another one under the name of an earlier one, as far as that can be told;
    /// `duplicate` is the first whose name occurred before.
    private func firstDifferent(of duplicate: EntryPath) throws(TarballError) -> EntryPath? {
        if path == "-" { return found.firstDifferentDuplicate ?? duplicate }
        if survey == nil { survey = try DuplicateSurvey(path, limits: limits, folder: folder) }
        return survey?.firstDifferent
    }

    private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
        guard let text else { return [] }
        return text.withMemoryRebound(to: UInt8.self, capacity: 1) { pointer in
            var length = 0
            while pointer[length] != 0 { length += 1 }
            return Array(UnsafeBufferPointer(start: pointer, count: length))
        }
    }

    private func noteTop(of path: EntryPath, isDirectory: Bool) {
        // What macOS puts beside a folder, its extended attributes, is not beside it there.
        if hasNoCommonTop || !isDirectory && path.parent == nil && path.bytes.starts(with: [0x2E, 0x5F]) { return }
        let top = path.top
        hasNoCommonTop =
            found.commonTop.map { $0 != top } ?? false || !isDirectory && path.bytes.count == top.bytes.count
        found.commonTop = hasNoCommonTop ? nil : top
    }

    // MARK: Bytes

    private func nextPiece() throws(TarballError) -> UnsafeRawBufferPointer {
        piece = try pieces.next()
        pieceEnd += piece.count
        return piece
    }

    /// Reads what follows the last entry: the two zero blocks, then only more zeros up to the end.
    private func finish() throws(TarballError) {
        let archiveEnd = Int(archive_read_header_position(archive))
        var rest = UnsafeRawBufferPointer(rebasing: piece.suffix(pieceEnd - archiveEnd))
        while !rest.isEmpty {
            guard rest.allSatisfy({ $0 == 0 }) else {
                throw TarballError(.dataAfterEnd, name, "data after the end of the archive")
            }
            rest = try nextPiece()
        }
        guard pieceEnd - archiveEnd >= 1024 else {
            throw TarballError(.noEndOfArchive, name, "the end of the archive is missing")
        }
        do throws(ExtractionEntryFault) {
            try safety.finish()
        } catch {
            throw error.fault.error(for: error.path, of: name, operation: "read")
        }
        found.linkOutOfTop = safety.linkOutOfTop
        pieces.unpacker.complete(&found)
        try checkRatio(of: claimedSize, to: found.size)
        facts = found
        current = nil
    }

    private var failure: TarballError {
        if let failure = source.failure { return failure }
        let reason = archive.archiveError
        if archive_errno(archive) == EILSEQ, found.entryCount == 0 {
            return TarballError(.unknownFormat, name, "not a tarball")
        }
        return TarballError(reason.hasPrefix("truncated") ? .truncated : .badHeader, name, reason)
    }

    /// Names in pax headers that do not fit the locale's character set stay as they are, which is what we want.
    private var warningIsHarmless: Bool {
        archive.archiveError.contains("can't be converted from")
    }
}
