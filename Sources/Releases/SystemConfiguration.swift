internal import ErlangTerms

/// What matters for upgrades in a release's `sys.config`. Stores none of its values.
public struct SystemConfiguration: Hashable, Sendable {
    /// The line at which `file:consult/1` fails to read the file, if it does.
    public var faultLine: Int?
    /// Whether the release runs Elixir's config providers when it starts; `runtime.exs` is one of them.
    public var hasProviders: Bool

    public init(faultLine: Int? = nil, hasProviders: Bool = false) {
        self.faultLine = faultLine
        self.hasProviders = hasProviders
    }

    /// From the bytes of a file: `[{Application, [{Key, Value}]} | File]`.
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
