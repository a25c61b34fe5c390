internal import CArchive
internal import Files
internal import LibC
internal import SystemPackage

/// Writes a gzip tarball: the same entries give the same bytes, no matter who writes them, where and when.
///
/// The tarball is one gzip member with the archive's end in it, as `erl_tar` and `release_handler` require. Entries are
/// in the order in which they were added, under their plain names, owned by no one in particular; names that are too
/// long for the tar header are stored as GNU tar does, which keeps any bytes. The file gets its name in `finish`, and
/// so does, if one is wanted, a file `NAME.sha256` beside it, which `sha256sum --check` reads.
public final class TarballWriter {
    private let output: TarballOutput
    private let gzip: GzipOutput
    private let archive: OpaquePointer
    private let header: OpaquePointer
    private var names = EntryNames()
    private var failure: TarballError?
    private var isOpenEnded = false

    /// What was written.
    public struct Written: Equatable, Sendable {
        /// Bytes of the tarball, and of the archive in it.
        public let size: Int
        public let contentSize: Int
        /// CRC-32 of the archive.
        public let crc32: UInt32
    }

    /// The time that `SOURCE_DATE_EPOCH` sets for built files, in seconds since 1970.
    public static var sourceDateEpoch: Int? {
        getenv("SOURCE_DATE_EPOCH").flatMap { Int(String(cString: $0)) }
    }

    /// Begins a tarball beside `target`, or, if that is `-`, on standard output, which has no checksum.
    public init(
        _ target: String, compression: TarballCompression = .fast, checksum: Bool = false
    ) throws(TarballError) {
        output = try TarballOutput(target, checksum: checksum)
        gzip = try GzipOutput(output, compression)
        archive = archive_write_new()
        header = archive_entry_new()
        archive_write_set_format_gnutar(archive)
        archive_write_set_bytes_per_block(archive, 0)
        let status = archive_write_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, context, bytes, count in
                let writer = Unmanaged<TarballWriter>.fromOpaque(context!).takeUnretainedValue()
                do throws(TarballError) {
                    if !writer.isOpenEnded {
                        try writer.gzip.append(UnsafeRawBufferPointer(start: bytes, count: count))
                    }
                    return count
                } catch {
                    writer.failure = error
                    return -1
                }
            }, nil)
        try check(status)
    }

    deinit {
        isOpenEnded = true
        archive_write_free(archive)
        archive_entry_free(header)
    }

    /// Adds an entry with its contents.
    public func add(_ entry: TarballEntry, contents: [UInt8] = []) throws(TarballError) {
        var entry = entry
        entry.size = contents.count
        try addHeader(entry)
        var status = CInt(ARCHIVE_OK)
        contents.withUnsafeBytes { status = addPiece($0) }
        try check(status)
        try check(archive_write_finish_entry(archive))
    }

    /// Adds an entry with the contents of the one that the reader returned last.
    public func add(_ entry: TarballEntry, contentsFrom reader: TarballReader) throws(TarballError) {
        try addHeader(entry)
        do {
            try reader.forEachPiece { (piece) throws(TarballError) in try check(addPiece(piece)) }
        } catch {
            throw error as? TarballError ?? failure
                ?? TarballError(.system, operation: "write", output.name, "\(error)")
        }
        try check(archive_write_finish_entry(archive))
    }

    /// Adds an entry with the contents of a file, which must have the length that the entry says.
    func add(_ entry: TarballEntry, contentsOf file: FilePath) throws {
        try addHeader(entry)
        var rest = entry.size
        try WholeFile.forEachPiece(of: file) { piece in
            rest -= piece.count
            if rest >= 0 { try check(addPiece(piece)) }
        }
        guard rest == 0 else {
            throw TarballError(.changed, file.string, "the file changed while it was read")
        }
        try check(archive_write_finish_entry(archive))
    }

    /// Ends the archive and gives the tarball its name.
    public func finish() throws(TarballError) -> Written {
        try check(archive_write_close(archive))
        try gzip.finish()
        return try commit()
    }

    /// Ends with the entries of another tarball as they are, compressed, in a file.
    ///
    /// Writes nothing if that file has changed in the meantime.
    func finish(splicing source: SpliceSource, after headerLength: Int, _ known: TarballRewriter.KnownTarball)
        throws(TarballError) -> Written
    {
        isOpenEnded = true
        try gzip.splice(
            from: source.descriptor, headerLength..<(known.size - 8), contentSize: known.contentSize,
            crc32: known.crc32, of: source.name)
        if source.hasChanged(since: known) { throw source.changed }
        return try commit()
    }

    private func commit() throws(TarballError) -> Written {
        try gzip.commit()
        return Written(size: output.size, contentSize: gzip.contentSize, crc32: gzip.crc32)
    }

    private func addHeader(_ entry: TarballEntry) throws(TarballError) {
        guard names.insert(entry.path) else {
            throw TarballError(
                .duplicateEntry, operation: "write", output.name, entry: entry.path.bytes, "is to be written twice")
        }
        archive_entry_clear(header)
        archive_entry_copy_pathname(header, entry.path.bytes.map { CChar(truncatingIfNeeded: $0) } + [0])
        switch entry.kind {
        case .file:
            archive_entry_set_filetype(header, 0o100000)
            archive_entry_set_size(header, Int64(entry.size))
        case .directory:
            archive_entry_set_filetype(header, 0o040000)
        case .symbolicLink(let link):
            archive_entry_set_filetype(header, 0o120000)
            archive_entry_copy_symlink(header, link.map { CChar(truncatingIfNeeded: $0) } + [0])
        case .hardLink(let link):
            archive_entry_set_filetype(header, 0o100000)
            archive_entry_copy_hardlink(header, link.map { CChar(truncatingIfNeeded: $0) } + [0])
        case .special:
            throw TarballError(
                .specialFile, operation: "write", output.name, entry: entry.path.bytes,
                "is a device or another special file"
            )
        }
        archive_entry_set_perm(header, mode_t(entry.mode & 0o777))
        archive_entry_set_mtime(header, entry.modificationTime, 0)
        try check(archive_write_header(archive, header))
    }

    private func addPiece(_ piece: UnsafeRawBufferPointer) -> CInt {
        if piece.isEmpty { return ARCHIVE_OK }
        return archive_write_data(archive, piece.baseAddress, piece.count) == piece.count ? ARCHIVE_OK : ARCHIVE_FATAL
    }

    private func check(_ status: CInt) throws(TarballError) {
        if status == ARCHIVE_OK { return }
        throw failure ?? TarballError(.badHeader, operation: "write", output.name, archive.archiveError)
    }
}
