/// How a tarball is compressed.
public struct TarballCompression: Hashable, Sendable {
    /// The library that deflates.
    public enum Engine: String, CaseIterable, Sendable {
        case isal, zlib

        /// From fast to small.
        public var levels: ClosedRange<Int> { self == .isal ? 0...3 : 1...9 }

        public var defaultLevel: Int { self == .isal ? 3 : 6 }
    }

    public let engine: Engine
    /// One of the engine's levels.
    public let level: Int

    /// The engine at one of its levels, or nil if it does not have that level.
    public init?(_ engine: Engine, level: Int? = nil) {
        self.engine = engine
        self.level = level ?? engine.defaultLevel
        guard engine.levels.contains(self.level) else { return nil }
    }

    private init(engine: Engine, level: Int) {
        self.engine = engine
        self.level = level
    }

    /// ISA-L at its best level: at most 8 % larger than `gzip -6`, in a tenth of the time.
    public static let fast = TarballCompression(engine: .isal, level: 3)
    /// The smallest that we can make.
    public static let best = TarballCompression(engine: .zlib, level: 9)

    /// Each engine at each of its levels.
    public static let all = Engine.allCases.flatMap { engine in
        engine.levels.map { TarballCompression(engine: engine, level: $0) }
    }
}
