import Releases
import Testing

@Suite struct ReleasePathTests {
    @Test(
        arguments: [
            ("releases/demo-1.0.0.rel", .releaseResource(version: nil, name: "demo-1.0.0")),
            ("releases/1.0.0/demo.rel", .releaseResource(version: "1.0.0", name: "demo")),
            ("lib/demo-1.0.0/ebin/demo.app", .applicationResource(library: "demo-1.0.0", name: "demo")),
            ("lib/demo-1.0.0/ebin/demo.appup", .appup(library: "demo-1.0.0", name: "demo")),
            ("lib/demo-1.0.0/ebin/Elixir.Demo.Server.beam", .beam(library: "demo-1.0.0", module: "Elixir.Demo.Server")),
            ("lib/demo-1.0.0/ebin/x/demo.beam", .other), ("lib/demo-1.0.0/ebin/._demo.beam", .other),
            ("lib/demo-1.0.0/priv/static/app.js", .privateFile(library: "demo-1.0.0", path: "static/app.js")),
            (
                "releases/1.0.0/consolidated/Elixir.Enumerable.beam",
                .consolidatedBeam(version: "1.0.0", module: "Elixir.Enumerable")
            ),
            ("releases/1.0.0/relup", .versionFile(version: "1.0.0", name: "relup")),
            ("releases/1.0.0/a/b/c.rel", .versionFile(version: "1.0.0", name: "a/b/c.rel")),
            ("releases/RELEASES", .releasesFile("RELEASES")),
            ("releases/.rel", .releasesFile(".rel")),
            ("erts-13.1.5/bin/erl", .erts(version: "13.1.5", path: "bin/erl")),
            ("bin/demo", .program("demo")), ("demo", .other), ("", .other),
        ] as [(String, ReleasePath)])
    func tellsWhatAFileIs(path: String, expected: ReleasePath) {
        #expect(ReleasePath(path) == expected)
    }
}
