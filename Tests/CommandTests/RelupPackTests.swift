import Files
import Tarballs
import TestSupport
import Testing

@Suite struct RelupPackTests {
    let directory = TemporaryDirectory()

    static let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/mix-\($0).tar.gz") }

    /// The document as `relup-check` passes it on, changed by a command of `sed`.
    func document(_ change: String = "") throws -> [UInt8] {
        let run = try BuiltTool.shell(
            """
            relup-diff '\(Self.releases[0])' '\(Self.releases[1])' | relup-appup | relup-make | relup-modify \
              | relup-check | sed '\(change)'
            """)
        #expect(run.status == 0, "\(run.errorText)")
        return run.output
    }

    func pack(_ document: [UInt8], _ options: String = "-o out.tar.gz") throws -> CommandRun {
        try BuiltTool.shell("relup-pack \(options)", stdin: document, directory: directory.path)
    }

    @Test(arguments: [
        (
            "s/{relup,{\"1.1.0\",$/{relup,{\"1.1.1\",/",
            "relup-pack: the relup is for version 1.1.1, 'releases/1.1.0/demo.rel' is 1.1.0\n"
        ),
        (
            "/{relup,/,/{modifications/s/{\"1.0.0\",\\[\\],/{\"0.9.0\",[],/",
            "relup-pack: the relup goes up from 0.9.0, which is none of the releases\n"
        ),
        (
            "s/severity => info/severity => error/",
            "relup-pack: the verdict is restart; --force packs the upgrade anyway\n"
        ),
    ])
    func refusesWhatDoesNotFit(change: String, message: String) throws {
        let run = try pack(try document(change))
        #expect(run.errorText == message)
        #expect(run.status == (message.contains("verdict") ? 1 : 2))
        #expect(try Directory.names(in: directory.path) == [])
    }

    @Test func packsARestartWhereItIsForced() throws {
        let document = try document("s/severity => info/severity => error/")
        #expect(try pack(document, "--overwrite -o out.tar.gz").status == 1)
        let run = try pack(document, "--force -o out.tar.gz")
        #expect(run.status == 0)
        #expect(run.errorText == "relup-pack: warning: packed all the same: the verdict is restart\n")
    }

    @Test func replacesOnlyWhereItMay() throws {
        let document = try document()
        #expect(try pack(document).status == 0)
        let first = try WholeFile.read(directory.path("out.tar.gz"))
        let second = try pack(document)
        #expect(second.status == 2)
        #expect(second.errorText == "relup-pack: 'out.tar.gz' exists; --overwrite replaces it\n")
        #expect(try pack(document, "--overwrite -o out.tar.gz").status == 0)
        #expect(try WholeFile.read(directory.path("out.tar.gz")) == first)
    }

    @Test func aTarballThatChangedInTheMeantimeIsRefused() throws {
        let run = try BuiltTool.shell(
            """
            cp '\(Self.releases[1])' new.tar.gz
            relup-diff '\(Self.releases[0])' new.tar.gz | relup-appup | relup-make | relup-modify | relup-check >document
            printf x >>new.tar.gz
            relup-pack -o out.tar.gz document
            """, directory: directory.path)
        #expect(run.status == 2)
        #expect(
            run.errorText.hasSuffix(
                "relup-pack: 'new.tar.gz' has changed since the upgrade document was written\n"))
    }

    /// From standard input nothing is left but the unpacked release, which is then packed as it lies there.
    @Test func packsAReleaseThatCameFromStandardInput() throws {
        let run = try BuiltTool.shell(
            """
            set -o pipefail
            relup-unpack -C work '\(Self.releases[0])' - <'\(Self.releases[1])' \
              | relup-diff | relup-appup | relup-make | relup-modify | relup-check | relup-pack -o out.tar.gz
            """, directory: directory.path)
        #expect(run.status == 0, "\(run.errorText)")
        func files(_ tarball: String) throws -> Set<String> {
            var files: Set<String> = []
            try TarballReader.forEachEntry(of: tarball) { entry, _ in files.insert("\(entry.path) \(entry.mode)") }
            return files
        }
        let added = try files(directory.path("out.tar.gz")).subtracting(try files(Self.releases[1]))
        #expect(
            added.map { $0.split(separator: " ")[0] }.sorted() == [
                "lib/tally-0.4.0/ebin/tally.appup", "releases/1.1.0/relup", "releases/1.1.0/upgrade.document",
                "releases/RELEASES",
                "releases/demo-1.1.0.rel",
            ])
    }
}
