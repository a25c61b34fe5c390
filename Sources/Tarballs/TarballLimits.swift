/// How much a tarball may contain before it is taken for a bomb.
public struct TarballLimits: Equatable, Sendable {
    /// Bytes of the unpacked archive, and of all contents together.
    public var maxSize: Int
    public var maxEntries: Int
    /// Unpacked bytes for each packed byte; checked from 16 MB on.
    public var maxRatio: Int

    static let ratioFloor = 16 << 20

    /// 8 GiB, a million entries, 250 bytes from one.
    public init(maxSize: Int = 8 << 30, maxEntries: Int = 1_000_000, maxRatio: Int = 250) {
        self.maxSize = maxSize
        self.maxEntries = maxEntries
        self.maxRatio = maxRatio
    }
}
