package import Tarballs

/// The files of a release, passed on one after the other, from a directory or a tarball.
package protocol ReleaseFiles: Sendable {
    /// The path of the directory or tarball, as errors name it.
    var name: String { get }

    /// Calls `body` for every regular file, in an order that is the same each time.
    ///
    /// Returns what is known about a tarball after it was read to its end, and nothing for a directory.
    @discardableResult
    func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts?

    /// Calls `body` for every regular file, and `link` with the path and the target of every link.
    @discardableResult
    func forEachFile(
        _ body: (borrowing ReleaseFile) throws -> Void, link: (_ path: String, _ target: [UInt8]) throws -> Void
    ) throws -> TarballFacts?
}

extension ReleaseFiles {
    /// Of files that have no links.
    package func forEachFile(
        _ body: (borrowing ReleaseFile) throws -> Void, link: (_ path: String, _ target: [UInt8]) throws -> Void
    ) throws -> TarballFacts? {
        try forEachFile(body)
    }
}

/// One file of a release, valid while `body` runs.
package struct ReleaseFile: ~Copyable {
    /// Relative to the release's root, without a leading `./`.
    package let path: String
    /// In bytes.
    package let size: Int
    /// Whether its owner may run it.
    package let isExecutable: Bool
    private let contents: (Int) throws -> [UInt8]
    private let pieces: (((UnsafeRawBufferPointer) throws -> Void) throws -> Void)?

    package init(
        path: String, size: Int, isExecutable: Bool = false, contents: @escaping (Int) throws -> [UInt8],
        pieces: (((UnsafeRawBufferPointer) throws -> Void) throws -> Void)? = nil
    ) {
        self.path = path
        self.size = size
        self.isExecutable = isExecutable
        self.contents = contents
        self.pieces = pieces
    }

    /// The whole contents, read once; a file larger than `limit` bytes is an error.
    package func bytes(limit: Int) throws -> [UInt8] {
        try contents(limit)
    }

    /// Passes the contents, read once, to a closure, piece by piece.
    package func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        if let pieces {
            try pieces(body)
        } else {
            try contents(Int.max).withUnsafeBytes(body)
        }
    }
}
