public import ArgumentParser
public import Tarballs

/// How a command compresses the tarball that it writes.
public struct CompressionOptions: ParsableArguments {
    @Option(help: "The library that compresses: isal is fast, zlib makes smaller tarballs.")
    var engine: TarballCompression.Engine?

    @Option(help: "How hard it tries: 1 to 9 for zlib, 0 to 3 for isal; without --engine zlib's.")
    var level: Int?

    @Flag(help: "Compress as well as possible, where entries are compressed at all.")
    var best = false

    public init() {}

    public func validate() throws {
        guard !best || engine == nil && level == nil else {
            throw ValidationError("--best does not go with --engine or --level")
        }
        guard compression != nil else {
            let levels = chosenEngine.levels
            throw ValidationError("the levels of \(chosenEngine) are \(levels.lowerBound) to \(levels.upperBound)")
        }
    }

    /// What the options ask for; nil where the engine has not got the level, which `validate` refuses.
    public var compression: TarballCompression? {
        best ? .best : TarballCompression(chosenEngine, level: level)
    }

    private var chosenEngine: TarballCompression.Engine { engine ?? (level == nil ? .isal : .zlib) }
}

extension TarballCompression.Engine: ExpressibleByArgument {}
