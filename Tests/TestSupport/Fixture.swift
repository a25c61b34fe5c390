public import Files
internal import SystemPackage

/// Files that tests read, by their path below the package.
public enum Fixture {
    /// The package's folder.
    public static let package = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().string

    /// The full path of a file below `fixtures`.
    public static func path(_ name: String) -> String {
        "\(package)/fixtures/\(name)"
    }

    /// The bytes of a file below `fixtures`.
    public static func bytes(_ name: String) throws(FileError) -> [UInt8] {
        try WholeFile.read(path(name))
    }

    /// The text of a file below `fixtures`.
    public static func text(_ name: String) throws(FileError) -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }
}
