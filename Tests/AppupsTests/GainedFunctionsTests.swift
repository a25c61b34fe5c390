import BeamFiles
import ErlangTerms
import Testing

@testable import Appups
@testable import ReleaseDiffs

/// Modules that call what a module of another application gains.
@Suite struct GainedFunctionsTests {
    static let function = LocalFunction("f", 0)

    static func application(_ name: Atom, base: String = "1", _ changed: (ModuleFacts, ModuleFacts)...)
        -> ApplicationDiff
    {
        var diff = ApplicationDiff.made(changed: changed)
        diff.name = name
        diff.baseVersion = base
        return diff
    }

    static func library(base: String = "1", former: [LocalFunction] = []) -> ApplicationDiff {
        application("library", base: base, (.made("l", exports: former), .made("l", exports: [function], version: 2)))
    }

    static let user = application("user", (.made("u"), .made("u", calls: ["l"], version: 2)))

    static func release(_ base: String, _ applications: [ApplicationDiff]) -> ReleaseDiff {
        ReleaseDiff(
            baseVersion: base, targetVersion: "2", relupModules: RelupModules(), runtime: [],
            applications: applications,
            configuration: [], consolidated: Changes(), exports: [:], brokenCalls: [])
    }

    /// The modules that the first instruction for `u` depends on.
    static func dependencies(_ planner: AppupPlanner = AppupPlanner(), _ releases: ReleaseDiff...) throws -> ErlangTerm?
    {
        let appup = try planner.plan(releases).appups.first { $0.application == "user" }
        return appup?.scripts[0].up.first?.tuple?.last
    }

    @Test func areNamed() throws {
        #expect(try Self.dependencies(AppupPlanner(), Self.release("1", [Self.library(), Self.user])) == .atoms(["l"]))
        var added = Self.library()
        added.addedModules = added.changedModules.map(\.target)
        added.changedModules = []
        #expect(try Self.dependencies(AppupPlanner(), Self.release("1", [added, Self.user])) == .atoms(["l"]))
    }

    @Test func areNamedOnlyWhereTheyAreNew() throws {
        let library = Self.library(former: [Self.function])
        #expect(try Self.dependencies(AppupPlanner(), Self.release("1", [library, Self.user])) == .emptyList)
    }

    /// `systools` knows no other modules than those that have instructions.
    @Test func areNotNamedWithoutGeneratedInstructions() throws {
        var planner = AppupPlanner()
        planner.restarted = ["library"]
        #expect(try Self.dependencies(planner, Self.release("1", [Self.library(), Self.user])) == .emptyList)
        #expect(
            try Self.dependencies(
                AppupPlanner(), Self.release("1", [Self.library(), Self.user]), Self.release("0", [Self.user]))
                == .emptyList)
        #expect(
            try Self.dependencies(
                AppupPlanner(), Self.release("1", [Self.library(), Self.user]),
                Self.release("0", [Self.library(base: "0"), Self.user])) == .emptyList)
    }

    /// What is tied to it would come before the supervisor, whatever their order is.
    @Test func areNotNamedBesideSupervisors() throws {
        let supervisor = ModuleFacts.made("s", behaviours: ["supervisor"])
        let changed = ModuleFacts.made("s", calls: ["u"], behaviours: ["supervisor"], version: 2)
        let user = Self.application("user", (.made("u"), .made("u", calls: ["l"], version: 2)), (supervisor, changed))
        #expect(try Self.dependencies(AppupPlanner(), Self.release("1", [Self.library(), user])) == .emptyList)
    }
}
