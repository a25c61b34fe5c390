import Testing

@testable import ReleaseDiffs

@Suite struct VersionOrderTests {
    @Test func ordersVersions() {
        let ascending = [
            "0.9", "1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.2",
            "1.10",
            "2.0.0.1",
        ]
        for (index, version) in ascending.enumerated() {
            for newer in ascending[(index + 1)...] where !(version == "1" && newer.hasPrefix("1.0.0")) {
                #expect(VersionOrder.isOlder(version, than: newer), "\(version) \(newer)")
                #expect(!VersionOrder.isOlder(newer, than: version), "\(newer) \(version)")
            }
        }
        #expect(!VersionOrder.isOlder("1.0+a", than: "1.0+b"))
    }
}
