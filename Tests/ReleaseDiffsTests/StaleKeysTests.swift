import BeamFiles
import ErlangTerms
import TestSupport
import Testing

@testable import ReleaseDiffs

/// Which changed keys a start reads, and which are read later.
@Suite struct StaleKeysTests {
    /// A release whose sys.config gives the keys a value.
    private static func release(_ vsn: String, _ keys: [String], _ modules: [String], callback: String) throws
        -> MemoryFiles
    {
        let configuration = keys.map { "{\($0),\(vsn)}" }.joined(separator: ",")
        return try MemoryFiles.release(
            vsn, modules: Dictionary(uniqueKeysWithValues: modules.map { ($0, "mix/\($0)") }),
            [
                "releases/\(vsn)/sys.config": "[{demo,[\(configuration)]}].",
                "lib/demo-1/ebin/demo.app": """
                {application,demo,[{description,""},{vsn,"1"},{modules,[]},{registered,[]},{applications,[]},
                {mod,{'\(callback)',[]}}]}.
                """,
            ])
    }

    private static func staleKeys(_ keys: [String], _ modules: [String], callback: String = "none") throws -> [StaleKey]
    {
        let diff = try ReleaseComparisonTests.diff(
            release("1", keys, modules, callback: callback), release("2", keys, modules, callback: callback))
        #expect(diff.baseStaleKeys == diff.targetStaleKeys)
        #expect(try ReleaseDiff(.term(diff.term), at: "diff").targetStaleKeys == diff.targetStaleKeys)
        return diff.targetStaleKeys
    }

    private static func key(_ key: Atom, _ reader: Atom, isSeen: Bool = true) -> StaleKey {
        StaleKey(application: "demo", key: .atom(key), reader: reader, readerApplication: "demo", isSeen: isSeen)
    }

    @Test func tellsWhatIsReadAtAStartAndNotLater() throws {
        let keys = try Self.staleKeys(
            ["here", "later", "nobody", "own", "rate", "started"], ["demo_reader", "demo_settings"])
        #expect(
            keys == [
                Self.key("own", "demo_reader"), Self.key("rate", "demo_settings"), Self.key("started", "demo_reader"),
            ])
    }

    @Test func readersThatDoNotStartAnythingAreHarmless() throws {
        #expect(try Self.staleKeys(["later", "rate"], ["demo_settings"]).isEmpty)
    }

    @Test func aKeyThatNobodyNamesMayBeOneThatIsNotShown() throws {
        let keys = try Self.staleKeys(["later", "nobody", "rate"], ["demo_reader_of_any", "demo_settings"])
        #expect(keys == [Self.key("nobody", "demo_settings", isSeen: false)])
    }

    @Test(arguments: [("demo_told_app", []), ("demo_app", [rate]), ("demo_alone_app", [rate])])
    func keysThatConfigChangeNamesAreLeftOut(callback: String, stale: [StaleKey]) throws {
        #expect(
            try Self.staleKeys(["rate"], ["demo_reader", "demo_settings", callback], callback: callback) == stale)
    }

    /// Phoenix gives the options of an endpoint's listeners to nobody who listens already.
    @Test(arguments: [
        ("[{http,[{port,VSN}]},{url,x}]", [rate]), ("[{url,VSN},{http,[{port,1}]}]", []), ("VSN", []),
    ])
    func optionsOfListenersAreReadAtAStart(value: String, stale: [StaleKey]) throws {
        let releases = try ["1", "2"].map { vsn in
            try MemoryFiles.release(
                vsn,
                modules: Dictionary(
                    uniqueKeysWithValues: ["demo_reader", "demo_settings", "demo_told_app"].map { ($0, "mix/\($0)") }),
                [
                    "releases/\(vsn)/sys.config":
                        "[{demo,[{rate,\(value.replacing("VSN", with: vsn))}]}].",
                    "lib/demo-1/ebin/demo.app": """
                    {application,demo,[{description,""},{vsn,"1"},{modules,[]},{registered,[]},{applications,[]},
                    {mod,{demo_told_app,[]}}]}.
                    """,
                ])
        }
        #expect(try ReleaseComparisonTests.diff(releases[0], releases[1]).targetStaleKeys == stale)
    }

    private static let rate = key("rate", "demo_settings")
}
