/// The size of a file for people.
package enum FileSize {
    /// `812 bytes`, `35 KB`, `5.4 MB`.
    package static func text(_ bytes: some BinaryInteger) -> String {
        let bytes = Int(clamping: bytes)
        if bytes < 1000 { return "\(bytes) bytes" }
        if bytes < 999_500 { return "\((bytes + 500) / 1000) KB" }
        let tenths = (bytes + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
