import BeamFiles
import ErlangTerms
import Files
import TestSupport
import Testing

@testable import Appups
@testable import ReleaseDiffs

/// Pairs of versions for which Distillery made an appup: the same modules get the same kinds of instruction, but for its
/// known faults.
@Suite struct DistilleryVectorTests {
    static let cases = (try? Directory.names(in: Fixture.path("appup"))) ?? []

    @Test(arguments: cases) func hasDistillerysInstructions(name: String) throws {
        let folder = Fixture.path("appup/\(name)")
        let expected = try TermTextReader.firstTerm(in: Fixture.bytes("appup/\(name)/expected.term"), file: name)
        guard let appup = expected?.tagged("ok", count: 2)?.last?.tuple else { return }
        let diff = try EbinComparison.diff(from: "\(folder)/v1/ebin", to: "\(folder)/v2/ebin")
        let script = try #require(AppupGenerator([diff]).script(for: diff))
        #expect(.string(script.targetVersion) == appup[0])
        for (entries, own) in [(appup[1], script.up), (appup[2], script.down)] {
            let entry = try #require(entries.list?.first?.tuple)
            #expect(entry[0] == .string(script.baseVersion))
            let theirs = Self.kinds(try #require(entry[1].list))
            let ours = Self.kinds(own)
            for module in Set(theirs.keys).union(ours.keys) where theirs[module] != ours[module] {
                #expect(
                    try Self.isKnownFault(module, diff, folder),
                    "\(module): \(theirs[module] ?? "none"), \(ours[module] ?? "none")")
            }
        }
    }

    /// What kind of instruction each module has.
    static func kinds(_ instructions: [ErlangTerm]) -> [Atom: String] {
        var kinds: [Atom: String] = [:]
        for instruction in instructions {
            let parts = instruction.tuple!
            let change = parts.count > 2 ? parts[2] : nil
            let kind =
                change == .atom("supervisor")
                ? "supervisor" : change?.tuple != nil ? "advanced" : change == .atom("soft") ? "soft" : ""
            kinds[parts[1].atom!] = "\(parts[0].atom!) \(kind)"
        }
        return kinds
    }

    /// Distillery looks at the base's exports and only at the lowest arity of `code_change`, takes files for changed that
    /// differ in what does not run, and takes those for unchanged whose debug information comes first among the
    /// differences.
    static func isKnownFault(_ module: Atom, _ diff: ApplicationDiff, _ folder: String) throws -> Bool {
        let files = try ["v1", "v2"].map { try BeamReader.read(path: "\(folder)/\($0)/ebin/\(module).beam") }
        guard let change = diff.changedModules.first(where: { $0.name == module }) else {
            // Nothing that runs differs.
            return try BeamFingerprint.md5(of: files[0]) == BeamFingerprint.md5(of: files[1])
        }
        if BeamDifference.first(files[0], files[1]) == .chunksDifferent("Dbgi") { return true }
        let arities = [change.base, change.target].map { facts in
            facts.exports.filter { $0.name == "code_change" || $0.name == "system_code_change" }
        }
        return arities[0] != arities[1] || arities[0].contains(LocalFunction("code_change", 2))
            || change.target.hasDefaultCodeChange
    }

    @Test func namesAMissingResourceFile() throws {
        #expect(throws: (any Error).self) {
            try EbinComparison.diff(from: Fixture.path("appup/003/v1/ebin"), to: Fixture.path("appup/003/v2/ebin"))
        }
    }
}
