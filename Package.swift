// swift-tools-version: 6.1

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library of this package: its sources, its tests, and what it imports, always further down this page's list.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> [Target] {
    [.target(name: name, dependencies: dependencies, swiftSettings: settings)]
}

func executable(_ name: String, _ dependencies: [Target.Dependency]) -> [Target] {
    [.executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)]
}

/// The only tests that there are, if `dev/test` sets it: after an edit, nothing else is compiled and linked.
let onlyTests = Context.environment["RELUP_TESTS"]

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> [Target] {
    if let onlyTests, name != onlyTests { return [] }
    return [.testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: settings)]
}

let package = Package(
    name: "relup",
    products: [
        .library(name: "BeamFiles", targets: ["BeamFiles"]),
        .library(name: "ErlangTerms", targets: ["ErlangTerms"]),
        .library(name: "Tarballs", targets: ["Tarballs"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    ],
    targets: [
        // The C library of whichever system.
        library("LibC", []),

        // Whole files, read and atomically replaced.
        [.systemLibrary(name: "CLinux")],
        library("Files", ["CLinux", "LibC", system]),
        tests("FilesTests", ["Files", "LibC", system]),

        // Tarballs: read, extracted, written; what is in the entries is no matter here.
        [
            .systemLibrary(
                name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
            .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
            .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
            .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        ],
        library("Tarballs", ["CArchive", "CIsal", "CNettle", "CZlib", "Files", "LibC", system]),
        tests("TarballsTests", ["Files", "Tarballs"]),

        // Erlang's data: terms as text and in the external format.
        library("ErlangTerms", ["CZlib", "LibC", bigInt]),
        tests("ErlangTermsTests", ["ErlangTerms", "Files", bigInt]),

        // Beams: chunks, and the facts of a module that are read from them.
        library("BeamFiles", ["CIsal", "CNettle", "ErlangTerms", "Files", "LibC"]),
        tests("BeamFilesTests", ["BeamFiles", "ErlangTerms", "Files"]),

        // Regular expressions, as Erlang's `re` has them.
        [.systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])])],
        library("RegularExpressions", ["CPCRE2"]),
        tests("RegularExpressionsTests", ["RegularExpressions"]),

        // Releases: what is in them, and how they differ.
        library("Releases", ["ErlangTerms", "Files", "RegularExpressions", "Tarballs", system]),
        tests("ReleasesTests", ["ErlangTerms", "Files", "RegularExpressions", "Releases", "Tarballs"]),

        library("ReleaseDiffs", ["BeamFiles", "ErlangTerms", "Files", "Releases"]),
        tests("ReleaseDiffsTests", ["BeamFiles", "ErlangTerms", "ReleaseDiffs", "Releases", "Tarballs"]),

        // Versions for releases that their project does not tell apart.
        library(
            "AutomaticVersions",
            ["BeamFiles", "ErlangTerms", "Files", "ReleaseDiffs", "Releases", "Tarballs", system]),
        tests(
            "AutomaticVersionsTests",
            ["AutomaticVersions", "BeamFiles", "ErlangTerms", "Files", "Releases", "Tarballs"]),

        // Upgrades: the relup of a release, and the appups of its applications.
        library("Relups", ["ErlangTerms", "Files", "Releases"]),
        tests("RelupsTests", ["ErlangTerms", "Releases", "Relups"]),
        library(
            "Appups",
            ["BeamFiles", "ErlangTerms", "Files", "RegularExpressions", "ReleaseDiffs", "Releases", "Relups"]),
        tests(
            "AppupsTests",
            [
                "Appups", "BeamFiles", "ErlangTerms", "Files", "RegularExpressions", "ReleaseDiffs", "Releases",
                "Relups", "Tarballs",
            ]),

        // What runs on the node, in Erlang: its sources, compiled once for all relups that carry it.
        [
            .target(
                name: "RelupRuntime",
                dependencies: ["BeamFiles", "ErlangTerms", "Files", "Releases", "Relups", system],
                swiftSettings: settings, plugins: ["EmbedErlang"]),
            .plugin(name: "EmbedErlang", capability: .buildTool()),
        ],
        tests("RelupRuntimeTests", ["relup", "ErlangTerms", "Files", "RelupRuntime"]),

        // Modifications of relups, as edeliver makes them and people write them.
        library("RelupModifications", ["ErlangTerms", "Files", "LibC", "Releases", "RelupRuntime", "Relups", system]),
        tests(
            "RelupModificationsTests", ["ErlangTerms", "Files", "RelupModifications", "RelupRuntime", "Relups"]),

        // Checks: what is wrong with an upgrade, and the verdict.
        library(
            "RelupChecks",
            ["BeamFiles", "ErlangTerms", "ReleaseDiffs", "Releases", "RelupRuntime", "Relups", "Tarballs"]),

        // The document that flows through the pipe, and the work of the tools on it.
        library(
            "UpgradeDocuments",
            ["ErlangTerms", "Files", "ReleaseDiffs", "Releases", "RelupChecks", "Relups", "Tarballs", system]),
        library(
            "UpgradeStages",
            [
                "Appups", "AutomaticVersions", "ErlangTerms", "Files", "LibC", "ReleaseDiffs", "Releases",
                "RelupChecks", "RelupModifications", "Relups", "Tarballs", "UpgradeDocuments", system,
            ]),
        tests("UpgradeDocumentsTests", ["ErlangTerms", "Files", "Releases", "UpgradeDocuments", "UpgradeStages"]),
        tests(
            "RelupChecksTests",
            [
                "Appups", "BeamFiles", "ErlangTerms", "Files", "ReleaseDiffs", "Releases", "RelupChecks",
                "RelupModifications", "Relups", "Tarballs", "UpgradeDocuments", "UpgradeStages",
            ]),

        // What every command has in common: exit status, standard error, the terminal, JSON.
        library("CommandLine", [arguments, "ErlangTerms", "Files", "LibC", "Tarballs", system]),
        tests("CommandLineTests", ["CommandLine", "ErlangTerms"]),

        // What people see: text, JSON, pages and graphs of anything above.
        library(
            "Overviews",
            [
                "BeamFiles", "CommandLine", "ErlangTerms", "Files", "ReleaseDiffs", "Releases", "RelupChecks",
                "RelupRuntime", "Relups", "Tarballs", "UpgradeDocuments", "UpgradeStages", system,
            ]),

        // The tools: the options of each and what it does, one file each. All are one executable, by several names.
        library(
            "RelupCommands",
            [
                arguments, "Appups", "AutomaticVersions", "BeamFiles", "CommandLine", "ErlangTerms", "Files",
                "LibC", "Overviews", "ReleaseDiffs",
                "Releases", "RelupChecks", "RelupModifications", "RelupRuntime", "Relups", "Tarballs",
                "UpgradeDocuments", "UpgradeStages", system,
            ]),
        executable("relup", ["RelupCommands"]),
        tests("CommandTests", ["relup", "ErlangTerms", "Files", "Tarballs"]),
        tests("RelupMakeTests", ["relup", "ErlangTerms", "Files"]),
        tests(
            "RelupModifyTests",
            ["relup", "BeamFiles", "ErlangTerms", "Files", "RelupModifications", "Relups"]),

        // Whatever bytes: what each reader does with them, in a test of those found by dev/fuzz, which builds the last one.
        [
            .target(
                name: "FuzzTargets",
                dependencies: [
                    "Appups", "BeamFiles", "CommandLine", "ErlangTerms", "Files", "LibC", "Overviews",
                    "ReleaseDiffs", "Releases", "RelupModifications", "Relups", "Tarballs", "TestSupport",
                    "UpgradeDocuments", "UpgradeStages", system,
                ], path: "Tests/FuzzTargets", swiftSettings: settings)
        ],
        tests("FuzzTargetsTests", ["Files", "FuzzTargets"]),
        Context.environment["RELUP_FUZZ"] == nil
            ? []
            : [
                .executableTarget(
                    name: "relup-fuzz", dependencies: ["FuzzTargets", "LibC", "UpgradeDocuments"], path: "Tests/Fuzz",
                    exclude: ["releases.py"], swiftSettings: settings)
            ],

        // Shared by the tests.
        [
            .target(
                name: "TestSupport", dependencies: ["ErlangTerms", "Files", "LibC", system], path: "Tests/TestSupport",
                swiftSettings: settings)
        ],
    ].flatMap { $0 }
)
