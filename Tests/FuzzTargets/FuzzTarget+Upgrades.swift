internal import Appups
internal import ErlangTerms
internal import Files
internal import Overviews
internal import ReleaseDiffs
internal import Releases
internal import RelupModifications
internal import Relups
internal import TestSupport
package import UpgradeDocuments
internal import UpgradeStages

/// Upgrade documents, and appups and relups put into the document of a real upgrade.
extension FuzzTarget {
    static func readDocument(_ bytes: [UInt8]) throws {
        let document = try UpgradeDocumentReader.document(in: bytes, named: "input")
        let again = try UpgradeDocumentReader.document(in: document.text, named: "written")
        require(again == document, "writes the document that it read")
        show(bytes)
        try passThroughStages(document)
    }

    static func readAppup(_ bytes: [UInt8]) throws {
        let term = try TermTextReader.soleTerm(in: bytes, file: "input")
        show(bytes)
        let file = try AppupFile(term, file: "input")
        var document = upgrade
        let appups = try document.appups()
        // Its first scripts are those for this upgrade where no version matches.
        let changed = try document.diffs()[0].applications.first { $0.name == appups[0].application.atom }
        let base = ErlangTerm.string(changed!.baseVersion!)
        let scripts = file.term.tuple!.dropFirst().map { entries -> ErlangTerm in
            let entries = entries.list!
            return .list(entries + [.tuple(base, entries.first?.tuple?.dropFirst().first ?? .emptyList)])
        }
        document.set(
            [
                UpgradeAppup(
                    application: appups[0].application, version: appups[0].version, origin: .generated,
                    term: .tuple(.string(appups[0].version.text), scripts[0], scripts[1]))
            ] + appups.dropFirst())
        try passThroughStages(document, from: .relup)
    }

    static func readRelup(_ bytes: [UInt8]) throws {
        let relup = try RelupReader.relup(in: bytes, file: "input")
        require(try RelupReader.relup(relup.term, file: "written") == relup, "a relup survives its term")
        show(bytes)
        var document = upgrade
        document.set(.relup, relup.term)
        try passThroughStages(document, from: .modifications)
    }

    /// The document after each stage from one on; the first error is thrown when all was tried.
    private static func passThroughStages(_ original: UpgradeDocument, from first: UpgradeDocument.Name = .appups)
        throws
    {
        var document = original
        var failure: (any Error)?
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { failure = failure ?? error }
        }
        if first == .appups { attempt { _ = try AppupStage(planner: AppupPlanner()).apply(to: &document) } }
        if first != .modifications { attempt { _ = try MakeStage().apply(to: &document) } }
        let made = document
        for (name, dialect) in [("default", Dialect.strict), ("phoenix", .repaired), ("phoenix", .strict)] {
            document = made
            var request = ModificationRequest()
            request.choice.modification = name
            request.leavesOutAdditions = true
            let stage = ModifyStage(request: request, dialect: dialect, calledModules: .edeliver)
            attempt { _ = try stage.apply(to: &document, environment: [:]) }
        }
        attempt { _ = try CheckStage().apply(to: &document) }
        if failure == nil { show(document.text) }
        if let failure { throw failure }
    }

    private static func show(_ bytes: [UInt8]) {
        // One form each time: whoever finds more bytes comes by the others.
        let form = shownForms[bytes.count % shownForms.count]
        _ = try? form(Overview(bytes, file: "input"))
    }

    /// The document of an upgrade of the fixtures.
    package static let upgrade: UpgradeDocument = {
        do {
            let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/rebar3-\($0).tar.gz") }
            var document = try DiffStage().document(comparing: releases)
            _ = try AppupStage(planner: AppupPlanner()).apply(to: &document)
            _ = try MakeStage().apply(to: &document)
            _ = try CheckStage().apply(to: &document)
            return document
        } catch {
            fatalError("the fixtures make no upgrade: \(error)")
        }
    }()
}
