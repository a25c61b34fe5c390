import ErlangTerms
import TestSupport
import Testing

@testable import ReleaseDiffs

/// What holds of the differences of any two releases. A failure names its seed.
@Suite struct DiffPropertiesTests {
    /// The code that modules of the fixtures have in one release or the other.
    static let variants: [String: [[UInt8]]] = {
        var variants: [String: [[UInt8]]] = [:]
        for version in ["1.0.0", "1.1.0"] {
            for (path, bytes) in (try? MemoryFiles(tarball: "rebar3-\(version)").files) ?? [:]
            where path.hasPrefix("lib/") {
                guard let file = path.split(separator: "/").last, file.hasSuffix(".beam") else { continue }
                variants[String(file.dropLast(5)), default: []].append(bytes)
            }
        }
        return variants
    }()

    private func inventories(_ seed: UInt64) throws -> [ReleaseInventory] {
        try RandomReleases(seed: seed, variants: Self.variants).files.enumerated().map { index, files in
            try ReleaseInventory(MemoryFiles(name: "shop-\(index + 1)", files: files))
        }
    }

    /// What one way adds the other one removes; what changes, changes both ways.
    @Test(arguments: 1...30 as ClosedRange<UInt64>, [false, true])
    func theOtherWayIsTheReverse(seed: UInt64, isStrict: Bool) throws {
        try #require(Self.variants["shop_till"]?.count == 2)
        let releases = try inventories(seed)
        let there = try ReleaseComparison.diff(from: releases[0], to: releases[1], strict: isStrict)
        let back = try ReleaseComparison.diff(from: releases[1], to: releases[0], strict: isStrict)
        #expect([back.targetVersion, back.baseVersion] == [there.baseVersion, there.targetVersion])
        #expect(Set(back.applications.map(\.name)) == Set(there.applications.map(\.name)), "seed \(seed)")
        #expect(back.isEmpty == there.isEmpty, "seed \(seed)")
        let reverse: [ApplicationDiff.Change: ApplicationDiff.Change] = [
            .added: .removed, .removed: .added, .upgraded: .downgraded, .unchanged: .unchanged,
        ]
        for one in there.applications {
            let other = try #require(back.applications.first { $0.name == one.name })
            #expect([other.targetVersion, other.baseVersion] == [one.baseVersion, one.targetVersion], "seed \(seed)")
            #expect(other.change == reverse[one.change], "seed \(seed), \(one.name)")
            #expect(other.addedModules == one.removedModules, "seed \(seed), \(one.name)")
            #expect(other.removedModules == one.addedModules, "seed \(seed), \(one.name)")
            #expect(
                other.changedModules.map { [$0.target, $0.base] } == one.changedModules.map { [$0.base, $0.target] },
                "seed \(seed), \(one.name)")
            #expect(Set(other.debugOnlyModules) == Set(one.debugOnlyModules), "seed \(seed), \(one.name)")
        }
    }

    /// On all processors at once the same comes out as one after the other.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func comparingAtOnceIsTheSame(seed: UInt64) throws {
        let releases = try inventories(seed)
        let alone = try ReleaseComparison.diff(from: releases[0], to: releases[1]).term
        let many = try Array(0..<16).concurrentMap { _ in
            try ReleaseComparison.diff(from: releases[0], to: releases[1]).term
        }
        #expect(many.allSatisfy { $0 == alone }, "seed \(seed)")
    }

    @Test func concurrentMapIsMap() throws {
        let numbers = Array(0..<10_000)
        #expect(try numbers.concurrentMap { "\($0)" } == numbers.map { "\($0)" })
        #expect(throws: Failure(number: 300)) {
            try numbers.concurrentMap { if $0 >= 300 { throw Failure(number: $0) } }
        }
    }

    private struct Failure: Error, Equatable {
        let number: Int
    }
}
