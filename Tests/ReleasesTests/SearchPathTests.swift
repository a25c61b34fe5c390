import Files
import Releases
import TestSupport
import Testing

@Suite struct SearchPathTests {
    let directory = TemporaryDirectory()

    init() throws {
        for name in ["lib/a-2/ebin", "lib/a-1/ebin", "lib/b-1/ebin", "lib/c-1"] {
            try Directory.create(directory.path(name))
        }
        try WholeFile.write([], to: directory.path("lib/file"))
    }

    private func folders(_ paths: String...) -> [String] {
        SearchPath(paths.map(directory.path)).folders.map { String($0.dropFirst(directory.path.count + 1)) }
    }

    @Test func keepsTheFoldersThatExist() {
        #expect(folders("lib/b-1/ebin", "none", "lib/file", "lib/a-1/ebin/") == ["lib/b-1/ebin", "lib/a-1/ebin"])
        #expect(folders("lib//a-1", "lib/a-1") == ["lib/a-1"])
        #expect(SearchPath([""]).folders == [])
    }

    @Test func expandsNamesInOrder() {
        #expect(folders("lib/*/ebin") == ["lib/a-1/ebin", "lib/a-2/ebin", "lib/b-1/ebin"])
        #expect(folders("lib/a*") == ["lib/a-1", "lib/a-2"])
        #expect(folders("lib/*-1/eb*") == ["lib/a-1/ebin", "lib/b-1/ebin"])
        #expect(folders("lib/*(") == [])
    }

    @Test func theRestOfANameIsARegularExpression() {
        #expect(folders("lib/[ab]*1") == ["lib/a-1", "lib/b-1"])
        #expect(folders("lib/.*") == ["lib/a-1", "lib/a-2", "lib/b-1", "lib/c-1"])
    }
}
