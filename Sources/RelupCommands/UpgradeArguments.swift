import ArgumentParser

/// What to check: a document, a finished upgrade, or a relup.
struct UpgradeArguments: ParsableArguments {
    @Option(help: ArgumentHelp("A release that a relup starts from, directory or tarball.", valueName: "release"))
    var old: [String] = []

    @Option(help: ArgumentHelp("The release that a relup leads to.", valueName: "release"))
    var new: String?

    @Argument(help: "A document; or old releases and an upgrade; or, with --old and --new, a relup.")
    var files: [String] = []

    func validate() throws {
        guard new == nil && old.isEmpty || new != nil && !old.isEmpty && files.count == 1 else {
            throw ValidationError("--old and --new need each other, and one relup")
        }
    }

    /// What is checked.
    enum Upgrade {
        /// That of a document, which is passed on with its findings; `-` is standard input.
        case document(String)
        /// A finished one, in a tarball or directory, with the releases that it starts from.
        case finished(String, bases: [String])
        /// A relup by itself between releases in directories or tarballs.
        case relup(String, bases: [String], target: String)
    }

    var upgrade: Upgrade {
        if let new { return .relup(files[0], bases: old, target: new) }
        if files.count > 1 { return .finished(files[files.count - 1], bases: files.dropLast()) }
        return .document(files.first ?? "-")
    }
}
