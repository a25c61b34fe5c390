import ErlangTerms
import Files
import Tarballs
import TestSupport
import Testing

/// What holds of upgrades between any two releases, made of the modules of the fixtures. A failure names its seed.
@Suite struct RandomReleasesTests {
    let directory = TemporaryDirectory()

    /// The code that modules of the fixtures have in one release or the other.
    static let variants: [String: [[UInt8]]] = {
        var variants: [String: [[UInt8]]] = [:]
        for version in ["1.0.0", "1.1.0"] {
            _ = try? TarballReader.forEachEntry(of: Fixture.path("releases/rebar3-\(version).tar.gz")) {
                entry, reader in
                let path = entry.path.string
                guard path.hasPrefix("lib/"), let file = path.split(separator: "/").last, file.hasSuffix(".beam") else {
                    return
                }
                variants[String(file.dropLast(5)), default: []].append(try reader.readContents())
            }
        }
        return variants
    }()

    private func write(_ releases: RandomReleases) throws {
        for (index, files) in releases.files.enumerated() {
            for (path, bytes) in files {
                let file = directory.path("\(index + 1)/\(path)")
                try Directory.create(String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]))
                try WholeFile.write(bytes, to: file)
            }
        }
    }

    /// An upgrade loads the code of the one release where the other one's was, and starts and stops applications; the
    /// downgrade leaves nothing of that.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func downLeadsBack(seed: UInt64) throws {
        try #require(Self.variants["shop_till"]?.count == 2)
        let releases = RandomReleases(seed: seed, variants: Self.variants)
        try write(releases)
        let run = try BuiltTool.shell(
            "set -o pipefail; relup-diff 1 2 | relup-appup | relup-make | relup-modify | relup-check",
            directory: directory.path)
        try #require(run.status == 0 || run.status == 1, "seed \(seed): \(run.errorText)")
        let document = try TermTextReader.soleTerm(in: run.output, file: "document")
        let relup = try #require(document.section("relup")?.tuple)
        var node = SimulatedNode(code: releases.code[0], applications: releases.applications[0])
        let first = node
        try node.run(relup[1].list?.first?.tuple?[2].list ?? [], loading: releases.files[1])
        #expect(
            node == SimulatedNode(code: releases.code[1], applications: releases.applications[1]), "seed \(seed), up")
        try node.run(relup[2].list?.first?.tuple?[2].list ?? [], loading: releases.files[0])
        #expect(node == first, "seed \(seed), down")
    }

    /// One processor makes what all make, and so does a second run; a tool that is fed what it wrote changes
    /// nothing.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func oneProcessorMakesTheSame(seed: UInt64) throws {
        try write(RandomReleases(seed: seed, variants: Self.variants))
        let run = try BuiltTool.shell(
            """
            set -eo pipefail
            upgrade() {
                $1 relup-diff 1 2 | $1 relup-appup | $1 relup-make | $1 relup-modify | $1 relup-check >"$2" || [ $? = 1 ]
                $1 relup-pack --force -o "$2.tar.gz" "$2"
            }
            one=$(taskset -pc $$ | sed 's/.*: //; s/[-,].*//')
            upgrade '' many
            upgrade "taskset -c $one" one
            upgrade '' again
            cmp many one && cmp many.tar.gz one.tar.gz && cmp many again && cmp many.tar.gz again.tar.gz
            relup-diff 1 2 >document
            for tool in diff appup make modify check; do
                relup-$tool <document >once || [ $? = 1 ]
                relup-$tool <once >document || [ $? = 1 ]
                cmp once document
            done
            """, directory: directory.path)
        #expect(run.status == 0, "seed \(seed): \(run.text) \(run.errorText)")
    }
}

/// The code and the applications of a node, as far as a relup's script changes them.
private struct SimulatedNode: Equatable {
    var code: [String: [UInt8]]
    var applications: Set<String>
    private var suspended: Set<String> = []

    init(code: [String: [UInt8]], applications: Set<String>) {
        self.code = code
        self.applications = applications
    }

    /// A script that this does not know all of.
    struct UnknownInstruction: Error {
        let instruction: ErlangTerm
    }

    /// Runs a script, whose code is among the files of a release.
    mutating func run(_ script: [ErlangTerm], loading files: [String: [UInt8]]) throws {
        var loadable: [String: [UInt8]] = [:]
        for instruction in script {
            let parts = instruction.tuple ?? []
            let names = (parts.last?.list ?? []).compactMap { ($0.tuple?.first ?? $0).atom?.name }
            switch parts.first?.atom?.name {
            case nil where instruction == .atom("point_of_no_return"): break
            case "load_object_code":
                guard let parts = parts[1].tuple, let version = parts[1].string else { fallthrough }
                for module in (parts[2].list ?? []).compactMap({ $0.atom?.name }) {
                    loadable[module] = files["lib/\(parts[0].atom?.name ?? "")-\(version)/ebin/\(module).beam"]
                }
            case "load":
                guard let module = parts[1].tuple?[0].atom?.name, let bytes = loadable[module] else { fallthrough }
                code[module] = bytes
            case "remove":
                guard let module = parts[1].tuple?[0].atom?.name else { fallthrough }
                code[module] = nil
            case "purge", "code_change": break
            case "suspend": suspended.formUnion(names)
            case "resume": suspended.subtract(names)
            // The code path of an application that is gone.
            case "apply" where parts[1].tuple?.prefix(2) == [.atom("code"), .atom("del_path")]: break
            case "apply":
                guard let call = parts[1].tuple, call[0] == .atom("application") || call[0] == .atom("supervisor"),
                    let name = call[2].list?.first?.atom?.name
                else { fallthrough }
                switch call[1].atom {
                case "start": applications.insert(name)
                case "stop": applications.remove(name)
                default: break
                }
            default: throw UnknownInstruction(instruction: instruction)
            }
        }
    }
}

extension ErlangTerm {
    /// A section of an upgrade document.
    fileprivate func section(_ name: Atom) -> ErlangTerm? {
        tuple?.last?.list?.first { $0.tuple?.first == .atom(name) }?.tuple?.last
    }
}
