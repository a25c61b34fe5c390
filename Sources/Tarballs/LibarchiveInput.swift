internal import CArchive

/// Where libarchive gets bytes: a buffer at a time. Keeps a failure for the caller of libarchive.
final class LibarchiveInput {
    private let next: () throws(TarballError) -> UnsafeRawBufferPointer
    private(set) var failure: TarballError?

    init(_ next: @escaping () throws(TarballError) -> UnsafeRawBufferPointer) {
        self.next = next
    }

    /// Opens an archive over this input, which must outlive it.
    func open(_ archive: OpaquePointer) -> CInt {
        archive_read_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { archive, context, buffer in
                let input = Unmanaged<LibarchiveInput>.fromOpaque(context!).takeUnretainedValue()
                do throws(TarballError) {
                    let bytes = try input.next()
                    buffer!.pointee = bytes.baseAddress
                    return bytes.count
                } catch {
                    input.failure = error
                    return -1
                }
            }, nil)
    }
}

extension OpaquePointer {
    /// What libarchive says is wrong, in lower case like all our messages.
    var archiveError: String {
        let text = archive_error_string(self).map { String(cString: $0) } ?? "unknown error"
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
