public import ArgumentParser
public import Tarballs

/// Which tarball a command writes, and how.
struct TarballOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The tarball to write; - is standard output.")
    var output: String

    @Flag(help: "Write a file OUTPUT.sha256 beside the tarball, which sha256sum --check reads.")
    var checksum = false

    @Option(help: "The library that compresses: isal is fast, zlib makes smaller tarballs.")
    var engine: TarballCompression.Engine?

    @Option(help: "How hard to compress: 1 to 9 for zlib, 0 to 3 for isal; without --engine, zlib's levels.")
    var level: Int?

    @Flag(help: "Compress as well as possible whatever has to be compressed.")
    var best = false

    init() {}

    func validate() throws {
        if output == "-" {
            if checksum { throw ValidationError("--checksum needs a file: standard output has no name") }
            if StandardOutput.isTerminal { throw ValidationError("a tarball is not written to a terminal") }
        }
        guard !best || engine == nil && level == nil else {
            throw ValidationError("--best does not go with --engine or --level")
        }
        guard chosenCompression != nil else {
            let levels = chosenEngine.levels
            throw ValidationError("the levels of \(chosenEngine) are \(levels.lowerBound) to \(levels.upperBound)")
        }
    }

    var compression: TarballCompression { chosenCompression ?? .fast }

    /// Nil if the engine does not have the level, which `validate` refuses.
    private var chosenCompression: TarballCompression? {
        best ? .best : TarballCompression(chosenEngine, level: level)
    }

    private var chosenEngine: TarballCompression.Engine { engine ?? (level == nil ? .isal : .zlib) }
}

extension TarballCompression.Engine: ExpressibleByArgument {}
