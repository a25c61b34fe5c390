import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension PackageCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("tarball-names") {
            $0.package = UpgradePackage(namesArePlain: false, gzipMembers: 1)
        } twin: {
            $0.package = nil
        },
        FindingCase("tarball-members") {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 2)
        } twin: {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 0)
        },
        FindingCase("tarball-duplicates") {
            $0.package = UpgradePackage(
                namesArePlain: true, gzipMembers: 1, duplicateCount: 1, firstDuplicate: "releases/2.0/relup")
        } twin: {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 1, duplicateCount: 0)
        },
        FindingCase("tarball-equal-duplicates") {
            $0.target.duplicate = "lib/shop-2/ebin/shop.appup"
        } twin: {
            $0.package = nil
        },
        FindingCase("release-resource-missing") {
            $0.target.files.remove("releases/shop-2.0.rel")
        } twin: {
            $0.target.files.remove("releases/shop-2.0.rel")
            $0.package = nil
        },
        FindingCase("application-left-out") {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 1, leftOut: ["audit-1"])
        } twin: {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 1, leftOut: ["shop-1"])
        },
    ]
}
