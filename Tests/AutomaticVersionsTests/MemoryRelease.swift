import Releases
import Tarballs
import TestSupport

/// A release held in memory: files, those that may be run, and links.
struct MemoryRelease: ReleaseFiles {
    var name = "memory"
    var files: [String: [UInt8]] = [:]
    var programs: Set<String> = []
    var links: [String: String] = [:]

    /// Release `shop` of the applications kernel, stdlib, shop and stock, all in one version of the project.
    init(version: String = "0.1.0", shop: String = "0.1.0", stock: String = "0.1.0") throws {
        for (application, version) in [("kernel", "8"), ("stdlib", "4"), ("shop", shop), ("stock", stock)] {
            files["lib/\(application)-\(version)/ebin/\(application).app"] = Self.resource(application, version)
        }
        files["lib/shop-\(shop)/ebin/demo_server.beam"] = try Fixture.bytes("modules/full/demo_server.beam")
        files["lib/shop-\(shop)/priv/list.txt"] = Array("apples".utf8)
        files["lib/stock-\(stock)/priv/list.txt"] = Array("pears".utf8)
        files["releases/\(version)/shop.rel"] = Array(
            """
            {release,{"shop","\(version)"},{erts,"13.1"},
             [{kernel,"8"},{stdlib,"4"},{stock,"\(stock)"},{shop,"\(shop)"}]}.
            """.utf8)
        files["releases/\(version)/sys.config"] = Array("[{shop,[{list,\"lib/shop-\(shop)/priv/list.txt\"}]}].".utf8)
        files["releases/\(version)/vm.args"] = Array("-boot releases/\(version)/start\n".utf8)
    }

    static func resource(_ application: String, _ version: String, _ more: String = "") -> [UInt8] {
        Array(
            """
            {application,\(application),[{description,""},{vsn,"\(version)"},{modules,[a,b]},{registered,[]},
            {applications,[]}\(more)]}.
            """.utf8)
    }

    func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        try forEachFile(body, link: { _, _ in })
    }

    func forEachFile(
        _ body: (borrowing ReleaseFile) throws -> Void, link: (String, [UInt8]) throws -> Void
    ) throws -> TarballFacts? {
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            try body(
                ReleaseFile(path: path, size: bytes.count, isExecutable: programs.contains(path)) { _ in bytes })
        }
        for (path, target) in links.sorted(by: { $0.key < $1.key }) { try link(path, Array(target.utf8)) }
        return nil
    }
}
