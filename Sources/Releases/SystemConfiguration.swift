internal import ErlangTerms

/// What counts of a release's `sys.config` for upgrades. No value of it is kept.
public struct SystemConfiguration: Hashable, Sendable {
    /// The line that is wrong where `file:consult/1` cannot read the file.
    public var faultLine: Int?
    /// Whether the release asks Elixir's configuration providers when it starts, of which `runtime.exs` is one.
    public var hasProviders: Bool

    public init(faultLine: Int? = nil, hasProviders: Bool = false) {
        self.faultLine = faultLine
        self.hasProviders = hasProviders
    }

    /// Of the bytes of a file: `[{Application, [{Key, Value}]} | File]`.
    init(_ bytes: [UInt8]) {
        do {
            let elements = try TermTextReader.firstTerm(in: bytes, file: "sys.config")?.list ?? []
            let elixir = elements.lazy.compactMap { $0.tagged("elixir", count: 2)?.last?.list }.first ?? []
            self.init(hasProviders: elixir.contains { $0.tagged("config_provider_init", count: 2) != nil })
        } catch {
            self.init(faultLine: error.place.line)
        }
    }
}
