import BeamFiles
import ErlangTerms
import Files
import Releases
import TestSupport
import Testing

@testable import AutomaticVersions

@Suite struct BuildContentsTests {
    private let build = try! MemoryRelease()
    private let beam = "lib/shop-0.1.0/ebin/demo_server.beam"

    private func contents(_ edit: (inout MemoryRelease) throws -> Void) throws -> BuildContents {
        var release = build
        try edit(&release)
        return try BuildContents(release)
    }

    /// What changes the application, and only it.
    @Test(arguments: [
        "code", "attribute", "priv", "program", "new file", "gone file", "header", "link", "link target", "env",
        "applications",
        "mod", "module gone", "unreadable beam",
    ]) func noticesChanges(what: String) throws {
        let old = try contents { $0.links["lib/shop-0.1.0/priv/l"] = "a" }
        let new = try contents { release in
            release.links["lib/shop-0.1.0/priv/l"] = "a"
            let priv = "lib/shop-0.1.0/priv/list.txt"
            let resource = "lib/shop-0.1.0/ebin/shop.app"
            switch what {
            case "code": release.files[beam] = try Fixture.bytes("modules/full/demo_sup.beam")
            case "attribute": release.files[beam] = try rebuilt(release.files[beam]!, without: ["Attr"])
            case "priv": release.files[priv]![0] ^= 1
            case "program": release.programs.insert(priv)
            case "new file": release.files["lib/shop-0.1.0/priv/empty"] = []
            case "gone file": release.files[priv] = nil
            case "header": release.files["lib/shop-0.1.0/include/shop.hrl"] = [1]
            case "link": release.links["lib/shop-0.1.0/priv/m"] = "a"
            case "link target": release.links["lib/shop-0.1.0/priv/l"] = "b"
            case "env": release.files[resource] = MemoryRelease.resource("shop", "0.1.0", ",{env,[{a,1}]}")
            case "applications":
                release.files[resource] = MemoryRelease.resource("shop", "0.1.0", ",{included_applications,[stock]}")
            case "mod": release.files[resource] = MemoryRelease.resource("shop", "0.1.0", ",{mod,{shop,[]}}")
            case "module gone": release.files[beam] = nil
            default: release.files[beam] = [1, 2, 3]
            }
        }
        #expect(new.applications.filter { old.applications[$0.key] != $0.value }.map(\.key) == ["shop"])
        #expect(new.configuration == old.configuration || what == "applications")
        #expect(new.hash() != old.hash())
    }

    /// What does not run.
    @Test(arguments: ["debug", "appup", "config_mtime", "module order", "relup", "label", "cookie", "data", "version"])
    func ignoresTheRest(what: String) throws {
        let old = try contents { _ in }
        let new = try contents { release in
            let resource = "lib/shop-0.1.0/ebin/shop.app"
            switch what {
            case "debug":
                release.files[beam] = try rebuilt(
                    release.files[beam]!, without: ["Dbgi", "Docs", "CInf", "Line"])
            case "appup": release.files["lib/shop-0.1.0/ebin/shop.appup"] = Array("{\"0.1.0\",[],[]}.".utf8)
            case "config_mtime":
                release.files[resource] = MemoryRelease.resource("shop", "0.1.0", ",{config_mtime,17}")
            case "module order":
                release.files[resource] = Array(
                    String(decoding: release.files[resource]!, as: UTF8.self).replacing("[a,b]", with: "[b,a]").utf8)
            case "relup": release.files["releases/0.1.0/relup"] = Array("{\"0.1.0\",[],[]}.".utf8)
            case "label": release.files["releases/0.1.0/relup.build"] = Array("{build,[{hash,\"1\"}]}.".utf8)
            case "cookie": release.files["releases/COOKIE"] = [65]
            case "data": release.files["data/customers.db"] = [1]
            default: break
            }
        }
        #expect(new.applications == old.applications)
        #expect(new.hash() == old.hash())
    }

    @Test(arguments: ["sys.config", "vm.args", "runtime.exs", "consolidated/p.beam", "start.boot", "other/file"])
    func noticesConfiguration(file: String) throws {
        let path = "releases/0.1.0/\(file)"
        func changed(_ number: Int) throws -> BuildContents {
            try contents { release in
                switch file {
                case "sys.config": release.files[path] = Array("[{a,[{b,\(number)}]}].".utf8)
                case "start.boot": release.files[path] = ExternalTermWriter.bytes(of: .integer(number))
                case "consolidated/p.beam":
                    release.files[path] = try Fixture.bytes(
                        "modules/full/\(number == 1 ? "demo_server" : "demo_sup").beam")
                default: release.files[path] = Array("\(number)".utf8)
                }
            }
        }
        #expect(try changed(1).hash() != changed(2).hash())
        #expect(try changed(1).applications == changed(2).applications)
    }

    /// The hashes of a release do not depend on the versions that it was given.
    @Test func isTheSameWithOtherVersions() throws {
        let plain = try BuildContents(build)
        let versioned = try BuildContents(
            MemoryRelease(version: "0.1.0+r.00000000", shop: "0.1.0+r.11111111", stock: "0.1.0+x.r.22222222"))
        #expect(plain.applications == versioned.applications)
        #expect(plain.configuration == versioned.configuration)
        #expect(plain.hash() != versioned.hash())
        #expect(
            plain.hash(versions: ["shop": "0.1.0+r.11111111", "stock": "0.1.0+x.r.22222222"]) == versioned.hash())
    }

    /// No change of a byte that the node would notice leaves the hash as it was.
    @Test func neverMissesWhatTheComparisonSees() throws {
        var random = SeededGenerator(seed: 20)
        let original = build.files[beam]!
        let old = try BeamReader.read(original, file: "old")
        let oldHash = try BuildContents(build).applications["shop"]
        var (same, different) = (0, 0)
        for _ in 0..<400 {
            var bytes = original
            bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
            let hash = try contents { $0.files[beam] = bytes }.applications["shop"]
            guard let new = try? BeamReader.read(bytes, file: "new"), let fingerprint = try? BeamFingerprint(new) else {
                #expect(hash != oldHash)
                continue
            }
            let isChanged = try fingerprint.isChanged(from: BeamFingerprint(old))
            let isSameCode = try BeamFingerprint.md5(of: old) == BeamFingerprint.md5(of: new)
            if hash == oldHash {
                same += 1
                #expect(!isChanged && isSameCode)
            } else {
                different += 1
            }
        }
        #expect(same > 20 && different > 20)
    }

    /// The same every time, though releases are read at the same time.
    @Test func isTheSameAgain() async throws {
        let hashes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try BuildContents(build).hash() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(hashes.count == 1)
    }

    private func rebuilt(_ bytes: [UInt8], without ids: Set<String>) throws -> [UInt8] {
        let beam = try BeamReader.read(bytes, file: "beam")
        var result: [UInt8] = []
        for chunk in beam.chunks where !ids.contains("\(chunk.id)") {
            withUnsafeBytes(of: chunk.id.rawValue.bigEndian) { result += $0 }
            withUnsafeBytes(of: UInt32(chunk.size).bigEndian) { result += $0 }
            result += beam[chunk] + [UInt8](repeating: 0, count: (4 - chunk.size % 4) % 4)
        }
        return Array("FOR1".utf8) + withUnsafeBytes(of: UInt32(result.count + 4).bigEndian) { Array($0) }
            + Array("BEAM".utf8) + result
    }
}
