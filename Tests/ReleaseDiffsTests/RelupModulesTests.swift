import ErlangTerms
import Releases
import TestSupport
import Testing

@testable import ReleaseDiffs

struct RelupModulesTests {
    /// A release with plain modules and those of `fixtures/relup-modules`.
    private func release(_ version: String, withModules: Bool) throws -> MemoryFiles {
        var release = try MemoryFiles.release(version, application: version, modules: ["demo_sup": "full/demo_sup"])
        for name in withModules ? ["relup_ping", "relup_modification"] : [] {
            release.files["lib/demo-\(version)/ebin/\(name).beam"] = try Fixture.bytes("relup-modules/\(name).beam")
        }
        return release
    }

    @Test func modulesOfTheTargetAreFound() throws {
        let diff = try ReleaseComparisonTests.diff(
            release("1", withModules: false), release("2", withModules: true))
        #expect(diff.relupModules.modifications == ["relup_modification"])
        #expect(diff.relupModules.file == nil)
        let declaration = try TermTextReader.term(
            fromText: "[{where, insert_before_point_of_no_return}, {arguments, ['$name']}]", name: "declaration")
        #expect(diff.relupModules.instructions == [.init(module: "relup_ping", declaration: declaration)])
    }

    @Test func theModificationFileOfTheTargetIsKept() throws {
        let name = "relup.modification"
        var (base, target) = (try release("1", withModules: false), try release("2", withModules: false))
        base.files["releases/1/\(name)"] = Array("phoenix.".utf8)
        #expect(try ReleaseComparisonTests.diff(base, target).relupModules.file == nil)
        target.files["releases/2/\(name)"] = Array("default.".utf8)
        let diff = try ReleaseComparisonTests.diff(base, target)
        #expect(diff.relupModules.file == Array("default.".utf8))
        #expect(try ReleaseDiff(.term(diff.term), at: "diff") == diff)
    }

    @Test func modulesOfTheBaseDoNotCount() throws {
        let diff = try ReleaseComparisonTests.diff(
            release("1", withModules: true), release("2", withModules: false))
        #expect(diff.relupModules == RelupModules())
    }
}
