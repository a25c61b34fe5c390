import BeamFiles
import ErlangTerms
import TestSupport
import Testing

@testable import ReleaseDiffs

@Suite struct MetModulesTests {
    static func module(_ path: String) throws -> ModuleExcerpt {
        try ModuleExcerpt(Fixture.bytes("modules/\(path).beam"), file: path)
    }

    @Test func forgetsTheCodeOfWhatIsTheSameInAll() throws {
        let met = MetModules(releaseCount: 2)
        let modules = try ["mix", "mix"].map { try Self.module("\($0)/demo_nif") }
        met[0].add(modules[0], of: "demo-1")
        _ = try modules[0].facts()
        met[1].add(modules[1], of: "demo-1")
        for module in modules {
            #expect(throws: BeamError.self) { try module.facts() }
            #expect(try !module.exports().isEmpty && !module.imports().isEmpty)
        }
        #expect(!met.isAmbiguous)
    }

    /// Changed modules of the application may call it.
    @Test func keepsTheCodeWhereTheApplicationHasAnotherVersion() throws {
        let met = MetModules(releaseCount: 2)
        let modules = try ["mix", "mix"].map { try Self.module("\($0)/demo_lamp") }
        for (index, module) in modules.enumerated() { met[index].add(module, of: "demo-\(index)") }
        for module in modules { _ = try module.facts() }
    }

    /// What is asked of modules that did not change.
    @Test(arguments: ["Elixir.Demo.Counter", "demo_hooks", "demo_app", "Elixir.Demo.Root"])
    func keepsTheCodeThatIsLookedInto(name: String) throws {
        let met = MetModules(releaseCount: 2)
        let modules = try ["mix", "mix"].map { try Self.module("\($0)/\(name)") }
        for (index, module) in modules.enumerated() { met[index].add(module, of: "demo-1") }
        for module in modules { _ = try module.facts() }
    }

    @Test func keepsWhatDiffers() throws {
        let met = MetModules(releaseCount: 2)
        let modules = try ["mix", "full"].map { try Self.module("\($0)/demo_lamp") }
        for (index, module) in modules.enumerated() { met[index].add(module, of: "demo-1") }
        for module in modules { _ = try module.facts() }
    }

    @Test func isAmbiguousWhereAReleaseHasAnApplicationTwice() throws {
        let met = MetModules(releaseCount: 2)
        for library in ["demo-1", "demo-2"] {
            met[0].add(try Self.module("mix/demo_lamp"), of: library)
        }
        #expect(met.isAmbiguous)
    }

    /// The same differences, whether modules forget or not, also where another version of the application lies there.
    @Test func changesNoComparison() throws {
        let base = try MemoryFiles(tarball: "mix-1.0.0")
        var target = try MemoryFiles(tarball: "mix-1.1.0")
        for isAmbiguous in [false, true] {
            if isAmbiguous {
                for (path, bytes) in base.files where path.hasPrefix("lib/") && target.files[path] == nil {
                    target.files[path] = bytes
                }
            }
            let met = MetModules(releaseCount: 2)
            let (old, new) = (try ReleaseInventory(base, met: met[0]), try ReleaseInventory(target, met: met[1]))
            #expect(met.isAmbiguous == isAmbiguous)
            if isAmbiguous { continue }
            let diff = try ReleaseComparison.diff(from: old, to: new)
            #expect(try diff == ReleaseComparison.diff(from: ReleaseInventory(base), to: ReleaseInventory(target)))
            #expect(diff.applications.contains { !$0.modules.changed.isEmpty })
        }
    }
}
