import ErlangTerms
import Files
import Releases
import Tarballs
import TestSupport
import Testing

/// The texts of a release are read as its own OTP reads them.
struct ReleaseSyntaxTests {
    /// A release of kernel, whose description is given, and stdlib.
    private struct Files: ReleaseFiles {
        let name = "demo.tar.gz"
        var files: [String: String]

        init(erts: String, description: String = "\"\"", configuration: [String: String] = [:]) {
            files = [
                "releases/1/demo.rel": #"{release,{"demo","1"},{erts,"\#(erts)"},[{kernel,"8"},{stdlib,"4"}]}."#,
                "lib/kernel-8/ebin/kernel.app": """
                {application,kernel,[{description,\(description)},{vsn,"8"},{modules,[]},{registered,[]},
                {applications,[]}]}.
                """,
            ]
            files["lib/stdlib-4/ebin/stdlib.app"] =
                #"{application,stdlib,[{description,""},{vsn,"4"},{modules,[]},{registered,[]},{applications,[]}]}."#
            for (name, text) in configuration { files["releases/1/\(name)"] = text }
        }

        func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
            for (path, text) in files.sorted(by: { $0.key < $1.key }) {
                try body(ReleaseFile(path: path, size: text.utf8.count) { _ in Array(text.utf8) })
            }
            return nil
        }
    }

    private static let reason = "sigils are read by OTP 27 and later; this release has ERTS 13.1.5, OTP 25"

    @Test func resourcesOfOTP27HaveSigils() throws {
        var files = Files(erts: "15.2.7", description: "~s[kernel\n]")
        #expect(try ReleaseReader.contents(of: files).applications[0].description == "kernel\n")
        files = Files(erts: "15.2.7", description: "\"\"\"\n  the\n  kernel\n  \"\"\"")
        #expect(try ReleaseReader.contents(of: files).applications[0].description == "the\nkernel")
        files.files["releases/1/demo.rel"] = #"{release,{~s"demo","1"},{erts,~S(15.2.7)},[{kernel,"8"},{stdlib,"4"}]}."#
        #expect(try ReleaseReader.contents(of: files).release.name == "demo")
    }

    @Test func resourcesOfOTP25HaveNone() throws {
        var files = Files(erts: "13.1.5", description: "~s[kernel]")
        var error = try #require(throws: ReleaseError.self) { try ReleaseReader.contents(of: files) }
        #expect(
            error.description == "cannot read 'lib/kernel-8/ebin/kernel.app' of 'demo.tar.gz': "
                + "cannot read 'lib/kernel-8/ebin/kernel.app': 1:35: \(Self.reason)")
        files = Files(erts: "13.1.5", description: "\"\"\"\n  the\n  kernel\n  \"\"\"")
        #expect(
            try ReleaseReader.contents(of: files).applications[0].description == "\n  the\n  kernel\n  ")
        files.files["releases/1/demo.rel"] = #"{release,{~s"demo","1"},{erts,"13.1.5"},[{kernel,"8"},{stdlib,"4"}]}."#
        error = try #require(throws: ReleaseError.self) { try ReleaseReader.contents(of: files) }
        #expect(error.description.hasSuffix("1:11: \(Self.reason)"))
    }

    @Test func configurationIsReadByTheOwnVersion() throws {
        let configuration = [
            "sys.config": "[{demo,\n[{secret,~\"hush\"}]}, \"more\"].", "more.config": "[{demo,[{key,~b|a|}]}].",
        ]
        var contents = try ReleaseReader.contents(of: Files(erts: "15.2", configuration: configuration))
        #expect(contents.configuration == SystemConfiguration(includes: ["more.config"]))
        contents = try ReleaseReader.contents(of: Files(erts: "13.1.5", configuration: configuration))
        #expect(contents.configuration == SystemConfiguration(faultLine: 2, faultReason: Self.reason))
        // Other reasons may quote a value.
        let wrong = ["sys.config": "[{demo,[{secret,~\"hush\" \"hush\"}]}]."]
        contents = try ReleaseReader.contents(of: Files(erts: "15.2", configuration: wrong))
        #expect(contents.configuration == SystemConfiguration(faultLine: 1))
        let includes = ["sys.config": "[\"more\"].", "more.config": "[{demo,[{key,~b|a|}]}]."]
        contents = try ReleaseReader.contents(of: Files(erts: "13.1.5", configuration: includes))
        #expect(contents.configuration.unreadableIncludes == ["more.config"])
    }

    /// `relup-make` reads files on disk, each by the rules of the release that it reads it for.
    @Test func releasesOnDiskAreReadByTheOwnVersion() throws {
        let folder = TemporaryDirectory()
        let files = Files(erts: "15.2", description: "~S(kernel)")
        for (path, text) in files.files {
            let name = String(path.split(separator: "/").last!)
            try WholeFile.write(Array(text.utf8), to: folder.path(name))
        }
        try WholeFile.write(
            Array(#"{release,{"demo","1"},{erts,"13.1.5"},[{kernel,"8"},{stdlib,"4"}]}."#.utf8),
            to: folder.path("old.rel"))
        let tree = ReleaseTree(SearchPath([folder.path]))
        #expect(throws: Never.self) { try tree.release("demo") }
        let error = try #require(throws: SystoolsError.self) { try tree.release("old") }
        #expect(error.description.contains(Self.reason))
    }
}
