internal import CArchive

/// An archive with a compression that libarchive reads and verifies: xz, zstd.
final class FilteredContents: TarContents {
    private let input: InputWindow
    private let source: LibarchiveInput
    private let archive = archive_read_new()!
    private var rest = UnsafeRawBufferPointer(start: nil, count: 0)
    private var isAtEnd = false

    init(_ input: InputWindow, _ compression: TarballFacts.Compression) throws(TarballError) {
        self.input = input
        var given = 0
        source = LibarchiveInput { () throws(TarballError) in
            input.take(given)
            given = try input.require(1) ? input.bytes.count : 0
            return input.bytes
        }
        archive_read_support_format_raw(archive)
        if compression == .xz {
            archive_read_support_filter_xz(archive)
        } else {
            archive_read_support_filter_zstd(archive)
        }
        var entry: OpaquePointer?
        guard source.open(archive) == ARCHIVE_OK, archive_read_next_header(archive, &entry) == ARCHIVE_OK else {
            throw failure
        }
    }

    deinit { archive_read_free(archive) }

    var packedSize: Int { input.bytesRead }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TarballError) -> Int {
        var made = 0
        while made < buffer.count, !isAtEnd {
            if rest.isEmpty { try readBlock() }
            let part = min(rest.count, buffer.count - made)
            if part > 0 { buffer.baseAddress!.advanced(by: made).copyMemory(from: rest.baseAddress!, byteCount: part) }
            rest = UnsafeRawBufferPointer(rebasing: rest[part...])
            made += part
        }
        return made
    }

    func complete(_ facts: inout TarballFacts) {}

    private func readBlock() throws(TarballError) {
        var start: UnsafeRawPointer?
        var size = 0
        var offset: Int64 = 0
        switch archive_read_data_block(archive, &start, &size, &offset) {
        case ARCHIVE_OK: rest = UnsafeRawBufferPointer(start: start, count: size)
        case ARCHIVE_EOF: isAtEnd = true
        default: throw failure
        }
    }

    private var failure: TarballError {
        source.failure ?? TarballError(.damaged, input.name, archive.archiveError)
    }
}
