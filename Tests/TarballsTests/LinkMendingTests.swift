import Files
import TestSupport
import Testing

@testable import Tarballs

/// A release with links, what is packed of it, and what cannot be.
struct LinkCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// `NAME TEXT` of files, `NAME -> TARGET` of symbolic links, `NAME => TARGET` of hard links.
    let packed: [String]
    /// `NAME REASON` of links that stay as they are.
    let unmended: [String]
    let build: @Sendable (inout TarBytes) -> Void

    init(
        _ name: String, packed: [String], unmended: [String] = [], _ build: @escaping @Sendable (inout TarBytes) -> Void
    ) {
        testDescription = name
        self.packed = packed
        self.unmended = unmended
        self.build = build
    }
}

let linkCases: [LinkCase] = [
    LinkCase("link that goes down stays", packed: ["a/b/x 1", "a/l -> b/x", "a/m -> ./b", "a/n -> b/../b"]) {
        $0.add("a/b/x", text: "1")
        $0.add("a/l", type: "2", link: "b/x")
        $0.add("a/m", type: "2", link: "./b")
        $0.add("a/n", type: "2", link: "b/../b")
    },
    LinkCase("link to a file beside its folder", packed: ["a/b/x 1", "a/c/l 1"]) {
        $0.add("a/c/l", type: "2", link: "../b/x")
        $0.add("a/b/x", text: "1")
    },
    LinkCase(
        "link to a folder", packed: ["a/b/x 1", "a/c/l/x 1", "a/b/d/y 2", "a/c/l/d/y 2", "a/b/z 3", "a/c/l/z 3"]
    ) {
        $0.add("a/b/x", text: "1")
        $0.add("a/b/d/y", text: "2")
        $0.add("a/c/l", type: "2", link: "../b")
        $0.add("a/b/z", text: "3")
    },
    LinkCase("link to an empty folder", packed: ["a/b/", "a/c/l/"]) {
        $0.add("a/b/", type: "5")
        $0.add("a/c/l", type: "2", link: "../b")
    },
    LinkCase("link through links", packed: ["a/b/x 1", "a/c/l 1", "a/d -> b", "a/e 1"]) {
        $0.add("a/b/x", text: "1")
        $0.add("a/c/l", type: "2", link: "../d/x")
        $0.add("a/d", type: "2", link: "b")
        $0.add("a/e", type: "2", link: "../a/c/l")
    },
    LinkCase(
        "link in a linked folder",
        packed: ["a/b/m 1", "a/c/m 1", "a/b/n -> o", "a/c/n -> o", "a/b/o 2", "a/c/o 2", "a/x 1"]
    ) {
        $0.add("a/b/m", type: "2", link: "../x")
        $0.add("a/b/n", type: "2", link: "o")
        $0.add("a/b/o", text: "2")
        $0.add("a/c", type: "2", link: "../a/b")
        $0.add("a/x", text: "1")
    },
    LinkCase("hard link", packed: ["a/b/x 1", "a/c/l 1", "m 1"]) {
        $0.add("a/b/x", text: "1")
        $0.add("a/c/l", type: "1", link: "a/b/x")
        $0.add("m", type: "1", link: "a/c/l")
    },
    LinkCase("second name of a link", packed: ["f 1", "a/l 1", "a/b/m 2", "a/f 2"]) {
        $0.add("f", text: "1")
        $0.add("a/f", text: "2")
        $0.add("a/l", type: "2", link: "../f")
        $0.add("a/b/m", type: "1", link: "a/l")
    },
    LinkCase("absolute link", packed: ["a/l -> /etc/passwd"], unmended: ["a/l absolute"]) {
        $0.add("a/l", type: "2", link: "/etc/passwd")
    },
    LinkCase("link out", packed: ["a/l -> ../../x", "x 1"], unmended: ["a/l outside"]) {
        $0.add("a/l", type: "2", link: "../../x")
        $0.add("x", text: "1")
    },
    LinkCase(
        "link out through a link", packed: ["a/b/l -> ../m/x", "a/m -> ../.."],
        unmended: ["a/b/l outside", "a/m outside"]
    ) {
        $0.add("a/b/l", type: "2", link: "../m/x")
        $0.add("a/m", type: "2", link: "../..")
    },
    LinkCase("link to what is not there", packed: ["a/b/l -> ../x", "a/x.old 1"], unmended: ["a/b/l missing"]) {
        $0.add("a/b/l", type: "2", link: "../x")
        $0.add("a/x.old", text: "1")
    },
    LinkCase("link to its own folder", packed: ["a/l -> .", "a/x 1"], unmended: ["a/l loop"]) {
        $0.add("a/l", type: "2", link: ".")
        $0.add("a/x", text: "1")
    },
    LinkCase("link to the root", packed: ["a/l -> ..", "a/x 1"], unmended: ["a/l loop"]) {
        $0.add("a/l", type: "2", link: "..")
        $0.add("a/x", text: "1")
    },
    LinkCase("links to each other", packed: ["a/l -> ../b/l", "b/l -> ../a/l"], unmended: ["a/l loop", "b/l loop"]) {
        $0.add("a/l", type: "2", link: "../b/l")
        $0.add("b/l", type: "2", link: "../a/l")
    },
    LinkCase(
        "folders that contain each other", packed: ["a/l -> ../b", "a/x 1", "b/l -> ../a", "b/y 2", "c/l -> ../a"],
        unmended: ["a/l loop", "b/l loop", "c/l loop"]
    ) {
        $0.add("a/l", type: "2", link: "../b")
        $0.add("a/x", text: "1")
        $0.add("b/l", type: "2", link: "../a")
        $0.add("b/y", text: "2")
        $0.add("c/l", type: "2", link: "../a")
    },
]

@Suite struct LinkMendingTests {
    let work = TemporaryDirectory()

    private func write(_ name: String, _ build: (inout TarBytes) -> Void) throws -> String {
        var archive = TarBytes()
        build(&archive)
        archive.end()
        try archive.write(to: work.path(name))
        return work.path(name)
    }

    private func listing(_ path: String) throws -> [String] {
        var lines: [String] = []
        try TarballReader.forEachEntry(of: path) { entry, reader in
            let rest =
                switch entry.kind {
                case .file: " \(String(decoding: try reader.readContents(), as: UTF8.self))"
                case .directory: "/"
                case .symbolicLink(let target): " -> \(String(decoding: target, as: UTF8.self))"
                case .hardLink(let target): " => \(String(decoding: target, as: UTF8.self))"
                case .special: " special"
                }
            lines.append("\(entry.path)\(rest)")
        }
        return lines
    }

    private func unmended(_ mending: LinkMending) -> [String] {
        mending.unmended.map { "\($0.path) \($0.reason.rawValue)" }
    }

    private let mending = TarballChanges(mendsLinks: true)

    /// `diff` follows links, so it compares what programs read.
    private func expectEqualTrees(_ left: String, _ right: String, _ comment: Comment = "") throws {
        let diff = try CommandRun.run(["diff", "-r", left, right])
        #expect(diff.text + diff.errorText == "", comment)
    }

    private func unpack(_ tarballs: [(tarball: String, folder: String)]) throws {
        for (_, folder) in tarballs { try Directory.create(folder) }
        let erlang = try CommandRun.run(
            ["escript", Fixture.path("tarballs/erl_tar.escript"), "unpack"]
                + tarballs.flatMap { [$0.tarball, $0.folder] })
        #expect(erlang.status == 0, "\(erlang.text)\(erlang.errorText)")
    }

    /// Whether no program should unpack the archive, so that none of ours reads it.
    private static func leadsOut(_ example: LinkCase) -> Bool {
        example.unmended.contains { $0.hasSuffix(" absolute") || $0.hasSuffix(" outside") }
    }

    @Test(arguments: linkCases.filter(leadsOut))
    func linksOutAreRefused(example: LinkCase) throws {
        let source = try write("x.tar.gz", example.build)
        let error = #expect(throws: TarballError.self) { try LinkMending(tarball: source) }
        #expect(error?.code == .unsafeSymbolicLink)
        let other = #expect(throws: TarballError.self) {
            try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), mending)
        }
        #expect(other?.code == .unsafeSymbolicLink)
        #expect(try Directory.names(in: work.path) == ["x.tar.gz"])
    }

    @Test(arguments: linkCases.filter { !leadsOut($0) }, ["x.tar", "x.tar.gz"])
    func putsCopiesInThePlaceOfLinks(example: LinkCase, name: String) throws {
        let source = try write(name, example.build)
        #expect(unmended(try LinkMending(tarball: source)) == example.unmended)
        _ = try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), mending)
        #expect(try listing(work.path("y.tar.gz")).sorted() == example.packed.sorted())
        #expect(try Directory.names(in: work.path).sorted() == [name, "y.tar.gz"].sorted())
    }

    @Test(arguments: linkCases.filter(\.unmended.isEmpty))
    func erlTarUnpacksWhatIsPacked(example: LinkCase) throws {
        let source = try write("x.tar", example.build)
        try Directory.create(work.path("expected"))
        let tar = try CommandRun.run(["tar", "xf", source, "-C", work.path("expected")])
        #expect(tar.status == 0)
        _ = try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), mending)
        _ = try TarballWriter.write(directory: work.path("expected"), to: work.path("z.tar.gz"), mending)
        try unpack([(work.path("y.tar.gz"), work.path("y")), (work.path("z.tar.gz"), work.path("z"))])
        try expectEqualTrees(work.path("expected"), work.path("y"))
        if !example.packed.contains(where: { $0.hasSuffix("/") }) {
            try expectEqualTrees(work.path("expected"), work.path("z"))
        }
        #expect(try UnsafeLink.all(in: work.path("y.tar.gz")) == [])
    }

    /// Trees of files, folders and links of all kinds, without the links that stay as they are.
    @Test func erlTarUnpacksRandomReleases() throws {
        var pairs: [(tarball: String, folder: String)] = []
        var copied = 0
        for seed in 0..<12 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let tree = work.path("\(seed)")
            try makeTree(tree, &generator)
            let tarball = "\(tree).tar.gz"
            while true {
                let tar = try CommandRun.run(
                    ["sh", "-c", "find . -xtype l -delete; tar czf ../\(seed).tar.gz *"], directory: tree)
                #expect(tar.status == 0)
                let plan = try LinkMending(tarball: tarball)
                if plan.unmended.isEmpty { break }
                for link in plan.unmended { Directory.remove("\(tree)/\(link.path)") }
            }
            if try !UnsafeLink.all(in: tarball).isEmpty { copied += 1 }
            _ = try TarballRewriter.rewrite(tarball, to: "\(tree).packed.tar.gz", mending)
            _ = try TarballWriter.write(directory: tree, to: "\(tree).folder.tar.gz", mending)
            pairs.append(("\(tree).packed.tar.gz", "\(tree).packed"))
            pairs.append(("\(tree).folder.tar.gz", "\(tree).folder"))
        }
        #expect(copied >= 6)
        try unpack(pairs)
        for seed in 0..<12 {
            try expectEqualTrees(work.path("\(seed)"), work.path("\(seed).packed"), "seed \(seed)")
            try expectEqualTrees(work.path("\(seed)"), work.path("\(seed).folder"), "seed \(seed)")
        }
    }

    private func makeTree(_ root: String, _ generator: inout SeededGenerator) throws {
        let folders = ["a", "a/b", "a/b/c", "d", "d/e"]
        var files: [String] = []
        for folder in folders {
            try Directory.create("\(root)/\(folder)")
            files.append("\(folder)/f")
            try WholeFile.write(Array(folder.utf8), to: "\(root)/\(folder)/f")
        }
        var script = ""
        for number in 0..<8 {
            let folder = folders.randomElement(using: &generator)!
            let target = (files + folders).randomElement(using: &generator)!
            let name = "\(folder)/l\(number)"
            if files.contains(target), Int.random(in: 0..<3, using: &generator) == 0 {
                script += "ln \(target) \(name)\n"
            } else {
                let ups = String(repeating: "../", count: folder.utf8.count { $0 == UInt8(ascii: "/") } + 1)
                let down = target.hasPrefix("\(folder)/") ? String(target.dropFirst(folder.utf8.count + 1)) : nil
                script += "ln -s \(down ?? ups + target) \(name)\n"
            }
            files.append(name)
        }
        let run = try CommandRun.run(["sh", "-ec", script], directory: root)
        #expect(run.status == 0, "\(run.errorText)")
    }

    @Test func hardLinksOutAreRefused() throws {
        let source = try write("x.tar") { $0.add("a/l", type: "1", link: "../../etc/passwd") }
        let error = TarballError(.unsafeHardLink, source, entry: Array("a/l".utf8), "")
        #expect(throws: error) { try LinkMending(tarball: source) }
        #expect(throws: error) {
            try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), mending)
        }
    }

    @Test func leavesTarballsWithoutSuchLinksAsTheyAre() throws {
        let source = try write("x.tar.gz") {
            $0.add("a/x", text: "1")
            $0.add("a/l", type: "2", link: "x")
        }
        let relup = TarballChanges.Addition(path: try EntryPath("releases/2/relup"), contents: Array("{}.".utf8))
        let changes = TarballChanges(additions: [relup], mendsLinks: true)
        #expect(try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), changes).method == .splice)
    }

    @Test func copiesFromWhatIsLeftOutAndLeavesOutCopies() throws {
        let source = try write("x.tar.gz") {
            $0.add("demo/lib/a/x", text: "1")
            $0.add("demo/lib/b/l", type: "2", link: "../a/x")
            $0.add("demo/lib/a/m", type: "1", link: "demo/lib/a/x")
            $0.add("demo/lib/b/h", type: "1", link: "demo/lib/a/x")
        }
        var changes = TarballChanges(stripsCommonTop: { $0.string == "demo" }, mendsLinks: true)
        changes.isRemoved = { $0.string.hasPrefix("lib/a") }
        _ = try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), changes)
        #expect(try listing(work.path("y.tar.gz")).sorted() == ["lib/b/h 1", "lib/b/l 1"])

        _ = try CommandRun.run(["tar", "xzf", source], directory: work.path)
        _ = try TarballWriter.write(directory: work.path("demo"), to: work.path("z.tar.gz"), changes)
        #expect(try listing(work.path("z.tar.gz")).sorted() == ["lib/b/h 1", "lib/b/l 1"])
    }

    /// Folders `0` to `n`, each with two links to the next: 2^n copies of the last.
    @Test(arguments: [("x.tar.gz", 40), ("x.tar.gz", 20)])
    func refusesToMultiply(name: String, depth: Int) throws {
        let source = try write(name) { archive in
            for number in 0..<depth {
                archive.add("\(number)/a", type: "2", link: "../\(number + 1)")
                archive.add("\(number)/b", type: "2", link: "../\(number + 1)")
            }
            archive.add("\(depth)/x", text: "bomb")
        }
        let plan = try LinkMending(tarball: source)
        #expect(plan.unmended.contains { $0.path == "0/a" && $0.reason == .size })
        _ = try TarballRewriter.rewrite(source, to: work.path("y.tar.gz"), mending)
    }

    @Test func countsBytesAndLinks() throws {
        let source = try write("x.tar") {
            $0.add("a/x", text: String(repeating: "x", count: 600))
            $0.add("b/l", type: "2", link: "../a/x")
            $0.add("b/m", type: "2", link: "../a/x")
        }
        let all = ["b/l size", "b/m size"]
        typealias Limits = LinkMending.Limits
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxSize: 1200))) == [])
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxSize: 1199))) == all)
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxCopies: 2))) == [])
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxCopies: 1))) == all)
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxLinks: 2))) == [])
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxLinks: 1))) == ["b/l size"])
        #expect(unmended(try LinkMending(tarball: source, limits: Limits(maxNodes: 3))) == all)
    }

    @Test func tellsAHundredOfManyLinks() throws {
        let source = try write("x.tar") { archive in
            for number in 0..<300 { archive.add("a/\(number)", type: "2", link: "../none\(number)") }
        }
        #expect(try LinkMending(tarball: source).unmended.count == 100)
        #expect(try UnsafeLink.all(in: source).count == 100)
    }

    /// What `erl_tar` answers, here for links that it must not try for ever.
    @Test(arguments: [
        ("b", nil), ("b/../c", nil), ("./b", nil), ("..", UnsafeLink.Reason.climbs), ("b/../../c", .climbs),
        ("../a/b", .climbs), ("/b", .absolute),
    ])
    func knowsWhatErlTarRefuses(target: String, reason: UnsafeLink.Reason?) throws {
        let source = try write("x.tar.gz") { $0.add("a/l", type: "2", link: target) }
        if reason == .absolute {
            #expect(throws: TarballError.self) { try UnsafeLink.all(in: source) }
        } else {
            #expect(try UnsafeLink.all(in: source).map(\.reason) == (reason.map { [$0] } ?? []))
        }
        try Directory.create(work.path("out"))
        let erlang = try CommandRun.run(
            ["escript", Fixture.path("tarballs/erl_tar.escript"), "unpack", source, work.path("out")])
        #expect((erlang.status == 0) == (reason == nil))
        #expect(reason == nil || (erlang.text + erlang.errorText).contains("unsafe_symlink"))
    }

    @Test(arguments: [".", "b/..", "./"])
    func knowsWhatErlTarTriesForEver(target: String) throws {
        let source = try write("x.tar.gz") { $0.add("a/l", type: "2", link: target) }
        #expect(try UnsafeLink.all(in: source).map(\.reason) == [.root])
    }

    @Test func knowsThatErlTarMakesNoHardLinks() throws {
        let source = try write("x.tar.gz") {
            $0.add("a/x", text: "1")
            $0.add("a/l", type: "1", link: "a/x")
        }
        #expect(try UnsafeLink.all(in: source).map(\.reason) == [.hard])
        try unpack([(source, work.path("out"))])
        #expect(try Directory.names(in: work.path("out/a")) == ["x"])
    }
}
