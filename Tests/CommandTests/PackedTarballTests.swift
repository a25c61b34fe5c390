import Files
import Tarballs
import TestSupport
import Testing

/// The tarballs that `relup-pack` writes: where, how compressed, with a checksum.
@Suite struct PackedTarballTests {
    let directory = TemporaryDirectory()

    static let release = Fixture.path("releases/mix-1.0.0.tar.gz")

    func shell(_ commands: String) throws -> CommandRun {
        try BuiltTool.shell("release='\(Self.release)'; \(commands)", directory: directory.path)
    }

    /// Three ways to write a tarball: in front of another's data, all entries anew, and from a directory.
    static let ways = [
        "relup-pack --prepare $release", "gunzip <$release >plain.tar; relup-pack --prepare plain.tar",
        "relup-unpack -C work $release >document; relup-pack --prepare work/demo-1.0.0",
        "relup-pack --prepare $release -o done.tar.gz; relup-pack --prepare done.tar.gz",
    ]

    @Test(arguments: ways)
    func toStandardOutputAsToAFile(way: String) throws {
        let run = try shell("\(way) -o file.tar.gz; \(way.split(separator: ";").last!) -o - | cmp - file.tar.gz")
        #expect(run.status == 0 && run.text + run.errorText == "", "\(run.errorText)")
    }

    @Test(arguments: ways)
    func aChecksumThatSha256sumAccepts(way: String) throws {
        let run = try shell(
            "mkdir out; \(way) -o out/file.tar.gz --checksum && cd out && sha256sum --check --strict *.sha256")
        #expect(run.text == "file.tar.gz: OK\n")
        #expect(run.status == 0)
    }

    @Test func aChecksumOfAnyName() throws {
        let run = try shell(
            #"relup-pack --prepare $release -o 'a\b.gz' --checksum && sha256sum --check --strict *.sha256"#)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try WholeFile.read(directory.path("a\\b.gz.sha256")).first == UInt8(ascii: "\\"))
    }

    /// The checksum cannot be written, or the tarball cannot.
    @Test(arguments: [
        ("touch out.sha256", "'out.sha256' exists; --overwrite replaces it", ["out.sha256"]),
        ("mkdir out.sha256", "cannot write 'out.sha256': Is a directory", ["out.sha256"]),
        ("mkdir out", "cannot write 'out': Is a directory", ["out"]),
    ])
    func writesBothOrNeither(obstacle: String, message: String, left: [String]) throws {
        let overwrite = message.contains("--overwrite") ? "" : "--overwrite"
        let run = try shell("\(obstacle); relup-pack --prepare $release -o out --checksum \(overwrite)")
        #expect(run.errorText == "relup-pack: \(message)\n")
        #expect(run.status == 2)
        #expect(try Directory.names(in: directory.path) == left)
    }

    /// Byte for byte what the library makes of the same entries.
    @Test(arguments: [
        ("", TarballCompression.fast), ("--engine isal", .fast), ("--engine zlib", .init(.zlib)!), ("--best", .best),
        ("--level 1", .init(.zlib, level: 1)!), ("--engine zlib --level 4", .init(.zlib, level: 4)!),
        ("--engine isal --level 0", .init(.isal, level: 0)!),
    ])
    func compressesAsAsked(options: String, compression: TarballCompression) throws {
        let run = try shell("gunzip <$release >plain.tar; relup-pack --prepare plain.tar -o out.tar.gz \(options)")
        #expect(run.status == 0, "\(run.errorText)")
        let source = directory.path("out.tar.gz")
        #expect(try WholeFile.read(source) == WholeFile.read(rewritten(source, compression)))
    }

    private func rewritten(_ source: String, _ compression: TarballCompression) throws -> String {
        let target = directory.path("rewritten.tar.gz")
        let writer = try TarballWriter(target, compression: compression)
        try TarballReader.forEachEntry(of: source) { entry, reader in try writer.add(entry, contentsFrom: reader) }
        _ = try writer.finish()
        return target
    }

    @Test(arguments: [
        ("-o x --level 10", "the levels of zlib are 1 to 9"), ("-o x --level 0", "the levels of zlib are 1 to 9"),
        ("-o x --engine isal --level 4", "the levels of isal are 0 to 3"),
        ("-o x --best --level 9", "--best does not go with --engine or --level"),
        ("-o x --best --engine isal", "--best does not go with --engine or --level"),
        ("-o - --checksum", "--checksum needs a file: standard output has no name"),
        ("-o x --slim", "--slim does not go with --prepare: a first release is whole"),
    ])
    func optionsThatDoNotGoTogether(options: String, message: String) throws {
        let run = try shell("relup-pack --prepare $release \(options)")
        #expect(run.status == 64)
        #expect(run.errorText.hasPrefix("relup-pack: \(message) (see --help)\n"), "\(run.errorText)")
        #expect(try Directory.names(in: directory.path) == [])
    }

    @Test func isNotWrittenToATerminal() throws {
        let run = try shell("script -qec \"relup-pack --prepare $release -o -\" log")
        #expect(run.status == 64)
        #expect(run.text.hasPrefix("relup-pack: a tarball is not written to a terminal (see --help)\r\n"))
    }

    /// Who reads has seen enough: no error, as for the document.
    @Test func aClosedPipeIsQuietSuccess() throws {
        let run = try shell("relup-pack --prepare $release -o - | head -c 10 | wc -c; echo ${PIPESTATUS[0]}")
        #expect(run.text == "10\n0\n")
        #expect(run.errorText == "")
    }

    @Test func aFullDiskIsAnError() throws {
        let run = try shell("relup-pack --prepare $release -o - >/dev/full")
        #expect(run.errorText == "relup-pack: cannot write 'standard output': No space left on device\n")
        #expect(run.status == 2)
    }

    /// From standard input nothing is left to read again.
    @Test(arguments: [
        "relup-pack --prepare - -o out <$release",
        "relup-diff \(Fixture.path("releases/mix-1.1.0.tar.gz")) - <$release | relup-appup | relup-make | relup-pack -o out",
        "set -o pipefail; relup-diff \(Fixture.path("releases/mix-1.1.0.tar.gz")) - <$release | relup-diff",
    ])
    func aReleaseThatIsGoneIsTold(command: String) throws {
        let run = try shell(command)
        #expect(
            run.errorText.hasSuffix(
                ": the release came from standard input and is gone: run relup-unpack first\n"))
        #expect(run.status == 2)
        #expect(try Directory.names(in: directory.path) == [])
    }

    /// Same size, same place, another release in it.
    @Test func whatIsPackedIsWhatWasCompared() throws {
        let run = try shell(
            """
            relup-unpack -C work $release >document; tar cf new.tar -C work/demo-1.0.0 .
            relup-diff \(Fixture.path("releases/mix-1.1.0.tar.gz")) new.tar | relup-appup 2>/dev/null | relup-make >document
            sed -i 's/{description,"demo"}/{description,"DEMO"}/' new.tar; relup-pack -o out document
            """)
        #expect(
            run.errorText == "relup-pack: cannot read 'new.tar': the file has changed since it was last read\n")
        #expect(run.status == 2)
        #expect(!(try Directory.names(in: directory.path).contains("out")))
    }
}
