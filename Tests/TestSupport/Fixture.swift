package import Files
internal import SystemPackage

/// Files that tests read, by their path below the package.
package enum Fixture {
    /// The package's folder.
    package static let package = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().string

    /// The full path of a file below `fixtures`.
    package static func path(_ name: String) -> String {
        "\(package)/fixtures/\(name)"
    }

    /// The bytes of a file below `fixtures`.
    package static func bytes(_ name: String) throws(FileError) -> [UInt8] {
        try WholeFile.read(path(name))
    }

    /// The text of a file below `fixtures`.
    package static func text(_ name: String) throws(FileError) -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }
}
