import ErlangTerms
import TestSupport
import Testing

@testable import ReleaseDiffs

/// Which changed libraries only people call.
@Suite struct UncalledLibrariesTests {
    /// A release with a library `demo` that has a loop, unless it is left out, and with other applications.
    private static func release(
        _ vsn: String, hasLoop: Bool, _ others: [(application: String, keys: String, module: String?)],
        configuration: String = "[]."
    ) throws -> MemoryFiles {
        let applications = others.map { ",{\($0.application),\"1\"}" }.joined()
        var release = try MemoryFiles.release(
            vsn, modules: hasLoop ? ["demo_polls": "mix/demo_polls"] : [:],
            [
                "releases/\(vsn)/demo.rel":
                    #"{release,{"demo","\#(vsn)"},{erts,"13.1"},[{kernel,"8"},{stdlib,"4"},{demo,"1"}\#(applications)]}."#,
                "releases/\(vsn)/sys.config": configuration,
            ])
        for (name, keys, module) in others {
            release.files["lib/\(name)-1/ebin/\(name).app"] = Array(
                """
                {application,\(name),[{description,""},{vsn,"1"},{modules,[]},{registered,[]},{applications,[]}\(keys)]}.
                """.utf8)
            if let module {
                release.files["lib/\(name)-1/ebin/\(module).beam"] = try Fixture.bytes("modules/mix/\(module).beam")
            }
        }
        return release
    }

    private static let started = ",{mod,{shop_app,[]}}"

    @Test(arguments: [
        // Nobody else.
        ([("shop", started, "demo_server")], "[].", true),
        ([("shop", started, "demo_polls_by_call")], "[].", false),
        ([("shop", started, "demo_polls_by_literal")], "[].", false),
        // A library that nobody calls either.
        ([("shop", started, nil), ("tools", "", "demo_polls_by_call")], "[].", true),
        ([("shop", started, nil), ("tools", "", "demo_polls_by_literal")], "[].", true),
        // A library that the configuration or an environment names.
        ([("shop", started, nil), ("tools", "", "demo_polls_by_call")], "[{shop,[{run,demo_polls_by_call}]}].", false),
        (
            [("shop", started + ",{env,[{run,[demo_polls_by_call]}]}", nil), ("tools", "", "demo_polls_by_call")],
            "[].", false
        ),
        ([("shop", started, nil)], "[{shop,[{wait,{demo_polls,until}}]}].", false),
        // The callback module of an application.
        ([("shop", ",{mod,{demo_polls,[]}}", nil)], "[].", false),
    ])
    func librariesThatOnlyPeopleCall(
        others: [(application: String, keys: String, module: String?)], configuration: String, isUncalled: Bool
    ) throws {
        let diff = try ReleaseComparisonTests.diff(
            Self.release("1", hasLoop: true, others, configuration: configuration),
            Self.release("2", hasLoop: false, others, configuration: configuration))
        #expect(diff.baseUncalledLibraries == (isUncalled ? ["demo"] : []))
    }

    @Test func librariesWithoutLoopsAreNotAskedAbout() throws {
        let diff = try ReleaseComparisonTests.diff(
            Self.release("1", hasLoop: false, []), Self.release("2", hasLoop: false, []))
        #expect(diff.baseUncalledLibraries.isEmpty && diff.targetUncalledLibraries.isEmpty)
    }
}
