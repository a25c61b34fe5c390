internal import Files
internal import RegularExpressions

/// The folders in which the files of releases are looked for, in this order.
package struct SearchPath: Sendable {
    package let folders: [String]

    /// Those of the given folders that exist. A part of a path may contain `*`, which stands for any part of a name.
    ///
    /// As `systools_lib:get_path/1`, OTP 25.2: the rest of a part with a `*` is a regular expression, which must match
    /// all of a name. Differs from OTP: the names that match are sorted, while OTP leaves their order to the file
    /// system (`SearchPathTests.expandsNamesInOrder`).
    package init(_ paths: [String]) {
        var seen: Set<String> = []
        folders = paths.flatMap(Self.expanded).filter { seen.insert($0).inserted }
    }

    private static func expanded(_ path: String) -> [String] {
        let parts = path.split(separator: "/").map(String.init)
        var found = path.hasPrefix("/") ? ["/"] : [""]
        for part in parts {
            if part.contains("*") {
                guard let expression = try? RegularExpression(pattern(part)) else { return [] }
                found = found.flatMap { folder in
                    ((try? Directory.names(in: folder.isEmpty ? "." : folder)) ?? [])
                        .filter { expression.matchesWhole(Array($0.utf8)) }
                        .map { join(folder, $0) }
                }
            } else {
                found = found.map { join($0, part) }
            }
            found = found.filter(Directory.exists)
        }
        return found.filter { !$0.isEmpty }
    }

    private static func pattern(_ part: String) -> [UInt8] {
        part == "*" ? Array("[^/]+".utf8) : part.utf8.flatMap { $0 == UInt8(ascii: "*") ? Array("[^/]*".utf8) : [$0] }
    }

    /// A file of a folder; only the name if the folder is empty or the name is absolute.
    static func join(_ folder: String, _ name: String) -> String {
        if folder.isEmpty || name.hasPrefix("/") { return name }
        return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
