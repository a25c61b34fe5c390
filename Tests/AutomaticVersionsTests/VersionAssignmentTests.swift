import ErlangTerms
import Releases
import TestSupport
import Testing

@testable import AutomaticVersions

@Suite struct VersionAssignmentTests {
    /// A build whose applications contain the given texts.
    private func build(
        _ shop: String, _ stock: String, version: String = "0.1.0", versions: (shop: String, stock: String)? = nil,
        config: String = "1"
    ) throws -> BuildContents {
        let versions = versions ?? ("0.1.0", "0.1.0")
        var release = try MemoryRelease(version: version, shop: versions.shop, stock: versions.stock)
        release.files["lib/shop-\(versions.shop)/priv/list.txt"] = Array(shop.utf8)
        release.files["lib/stock-\(versions.stock)/priv/list.txt"] = Array(stock.utf8)
        release.files["releases/\(version)/vm.args"] = Array(config.utf8)
        return try BuildContents(release)
    }
    /// What a build becomes, as a base of the next upgrade.
    private func next(
        _ shop: String, _ stock: String, after bases: [BuildContents], config: String = "1"
    ) throws -> BuildContents {
        let new = VersionAssignment(try build(shop, stock, config: config), bases: bases)
        return try build(
            shop, stock, version: new.version, versions: (new.applications["shop"]!, new.applications["stock"]!),
            config: config)
    }
    private func version(_ plain: String = "0.1.0", of name: Atom, in build: BuildContents) -> String {
        "\(plain)+r.\(build.applications[name]!.prefix(8))"
    }

    @Test func changesWhatChanged() throws {
        let (old, new) = (try build("a", "a"), try build("b", "a"))
        let assignment = VersionAssignment(new, bases: [old])
        #expect(assignment.applications["shop"] == version(of: "shop", in: new))
        #expect(assignment.applications["stock"] == "0.1.0" && assignment.applications["kernel"] == "8")
        #expect(assignment.version == "0.1.0+r.\(assignment.hash.prefix(8))")
        #expect(assignment.hash == new.hash(versions: assignment.applications))
        #expect(assignment.upgraded == [0])
    }

    @Test func keepsWhatAResultHas() throws {
        let one = try build("a", "a")
        let two = try next("b", "a", after: [one])
        let three = VersionAssignment(try build("b", "c"), bases: [two])
        #expect(three.applications["shop"] == two.release["shop"]!.version.text)
        #expect(three.applications["stock"] == version(of: "stock", in: try build("b", "c")))
        #expect(three.version != two.release.version.text)
    }

    @Test func oneConfigurationIsAnotherRelease() throws {
        let assignment = VersionAssignment(try build("a", "a", config: "2"), bases: [try build("a", "a")])
        #expect(assignment.version != "0.1.0" && assignment.applications["shop"] == "0.1.0")
    }

    /// What was there before under the plain version gets another name, since a node may still have that.
    @Test func goesBackToTheFirst() throws {
        let two = try next("b", "a", after: [try build("a", "a")])
        let back = VersionAssignment(try build("a", "a"), bases: [two])
        #expect(back.applications["shop"] == version(of: "shop", in: try build("a", "a")))
        #expect(back.applications["stock"] == "0.1.0")
    }

    @Test func leavesOutWhatRunsTheSame() throws {
        let one = try build("a", "a")
        let two = try next("b", "a", after: [one])
        #expect(VersionAssignment(try build("b", "a"), bases: [two]).upgraded == [])
        let both = VersionAssignment(try build("b", "a"), bases: [one, two])
        #expect(both.upgraded == [0] && both.version == two.release.version.text)
        #expect(both.applications["shop"] == two.release["shop"]!.version.text)
    }

    /// The new build is one of the bases, but another has its versions for something else.
    @Test func doesNotReuseAVersionOfSomethingElse() throws {
        let monday = try build("a", "a", version: "0.1.0+r.00000000")
        let tuesday = try build("b", "a", version: "0.1.0+r.11111111")
        let new = VersionAssignment(try build("b", "a"), bases: [monday, tuesday])
        #expect(new.applications["shop"] == version(of: "shop", in: tuesday))
        #expect(new.applications["stock"] == "0.1.0")
        #expect(new.upgraded == [0, 1])
    }

    @Test func keepsVersionsThatTheProjectChose() throws {
        let old = try build("a", "a")
        let new = try build("b", "b", version: "0.2.0", versions: ("0.2.0", "0.1.0"))
        let assignment = VersionAssignment(new, bases: [old])
        #expect(assignment.version == "0.2.0" && assignment.applications["shop"] == "0.2.0")
        #expect(assignment.applications["stock"] == version(of: "stock", in: new))
    }

    /// Of a lower version, the node may have something else from before; so may it of an application that comes.
    @Test func doesNotTrustVersionsFromBefore() throws {
        let old = try build("a", "a", version: "0.2.0", versions: ("0.2.0", "0.1.0"))
        let lower = VersionAssignment(try build("b", "a"), bases: [old])
        #expect(lower.applications["shop"] == version(of: "shop", in: try build("b", "a")))
        #expect(lower.version == "0.1.0+r.\(lower.hash.prefix(8))")

        var without = try MemoryRelease()
        without.files["releases/0.1.0/shop.rel"] = Array(
            "{release,{\"shop\",\"0.1.0\"},{erts,\"13.1\"},[{kernel,\"8\"},{stdlib,\"4\"},{stock,\"0.1.0\"}]}.".utf8)
        let added = VersionAssignment(try BuildContents(MemoryRelease()), bases: [try BuildContents(without)])
        #expect(added.applications["shop"] == version(of: "shop", in: try BuildContents(MemoryRelease())))
        #expect(added.applications["stock"] == "0.1.0")
    }

    @Test func versionsAFirstRelease() throws {
        let first = try build("a", "a")
        let assignment = VersionAssignment(first, bases: [], suffix: "7")
        #expect(assignment.version == "0.1.0+7.r.\(first.hash().prefix(8))")
        #expect(assignment.applications["shop"] == "0.1.0" && assignment.upgraded == [])
    }

    /// The new build was given a version before.
    @Test func takesAPreparedBuild() throws {
        let old = try build("a", "a", version: "0.1.0+r.00000000")
        let new = try build("b", "a", version: "0.1.0+r.11111111")
        let assignment = VersionAssignment(new, bases: [old])
        #expect(assignment == VersionAssignment(try build("b", "a"), bases: [old]))
        #expect(assignment.version == "0.1.0+r.\(assignment.hash.prefix(8))")
    }

    @Test func theOrderOfBasesDoesNotCount() throws {
        let one = try build("a", "a")
        let two = try next("b", "b", after: [one])
        let three = try next("a", "c", after: [two])
        let new = try build("a", "d")
        let assignment = VersionAssignment(new, bases: [one, two, three])
        #expect(assignment == VersionAssignment(new, bases: [three, two, one]))
        #expect(assignment.applications["shop"] == "0.1.0")
    }

    @Test func hasMoreDigitsWhereEightAreTaken() throws {
        let new = try build("b", "a")
        let old = try build("a", "a", versions: (version(of: "shop", in: new), "0.1.0"))
        #expect(
            VersionAssignment(new, bases: [old]).applications["shop"]
                == "0.1.0+r.\(new.applications["shop"]!.prefix(16))")
    }
}
