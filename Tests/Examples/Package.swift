// swift-tools-version: 6.1

// What a package of others says to use a library of relup's: the path here is a `url:` there.
import PackageDescription

func example(_ library: String) -> Target {
    .executableTarget(
        name: "\(library)Example", dependencies: [.product(name: library, package: "relup")], path: library)
}

let package = Package(
    name: "relup-examples",
    dependencies: [.package(name: "relup", path: "../..")],
    targets: [example("BeamFiles"), example("ErlangTerms"), example("Tarballs")]
)
