internal import ErlangTerms

/// What matters for upgrades in a release's `sys.config`. Stores none of its values.
package struct SystemConfiguration: Hashable, Sendable {
    /// The line at which `file:consult/1` fails to read the file, if it does.
    package var faultLine: Int?
    /// Why it fails, if that is because other versions of OTP read the file. Other reasons might quote its values.
    package var faultReason: String?
    /// Whether the release runs Elixir's config providers when it starts; `runtime.exs` is one of them.
    package var hasProviders: Bool
    /// The files that it includes, relative to its folder where they can be, in its order.
    package var includes: [String]
    /// Those of them which are there and which a start refuses.
    package var unreadableIncludes: [String]

    package init(
        faultLine: Int? = nil, faultReason: String? = nil, hasProviders: Bool = false, includes: [String] = [],
        unreadableIncludes: [String] = []
    ) {
        self.faultLine = faultLine
        self.faultReason = faultReason
        self.hasProviders = hasProviders
        self.includes = includes
        self.unreadableIncludes = unreadableIncludes
    }

    /// From the bytes of a file: `[{Application, [{Key, Value}]} | File]`.
    init(_ bytes: [UInt8], syntax: ErlangSyntax) {
        do {
            let elements =
                try TermTextReader.firstTerm(in: bytes, file: "sys.config", syntax: syntax)?.list ?? []
            let elixir = elements.lazy.compactMap { $0.tagged("elixir", count: 2)?.last?.list }.first ?? []
            self.init(
                hasProviders: elixir.contains { $0.tagged("config_provider_init", count: 2) != nil },
                includes: elements.compactMap { $0.string.map(Self.includedFile) })
        } catch {
            self.init(faultLine: error.place.line, faultReason: error.isOfVersion ? error.reason : nil)
        }
    }

    /// Whether a start accepts the bytes of a file as one that is included: `[{Application, [{Key, Value}]}]`.
    static func isIncludable(_ bytes: [UInt8], syntax: ErlangSyntax) -> Bool {
        guard let elements = try? TermTextReader.soleTerm(in: bytes, file: "included", syntax: syntax).list else {
            return false
        }
        return elements.allSatisfy { element in
            guard let pair = element.tuple, pair.count == 2, pair[0].atom != nil, let parameters = pair[1].list else {
                return false
            }
            return parameters.allSatisfy { $0.tuple?.count == 2 && $0.tuple?.first?.atom != nil }
        }
    }

    /// The file that a name in `sys.config` means: the ending may be missing (`application_controller`, OTP 25).
    package static func includedFile(_ name: String) -> String {
        let file = name.hasSuffix(".config") ? name : "\(name).config"
        let parts = file.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
        return (file.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
