internal import ErlangTerms
internal import Files
package import UpgradeDocuments

/// The appup files of an unpacked target release.
package enum AppupFiles {
    /// Writes those appups of a document that the target does not bring itself to their places in it.
    package static func write(_ document: UpgradeDocument) throws {
        let target = try document.releases().target
        guard let root = target.root else {
            throw StageError(.missingRelease, "'\(target.source.path)' is not unpacked: run relup-unpack first")
        }
        for appup in try document.appups() where appup.origin != .release {
            try WholeFile.write(TermTextPrinter.consultableFile(appup.term), to: "\(root)/\(appup.file)")
        }
    }
}
