package import ErlangTerms

/// The Erlang sources of the carried modules, which the tools contain.
package enum RuntimeSources {
    private static let modules = Set(EmbeddedSources.all.map { Atom($0.module) })

    /// Whether a module is one of these.
    package static func contain(_ module: Atom) -> Bool { modules.contains(module) }

    /// By name of the module, in alphabetical order: all sources in the folder Erlang, which the plugin EmbedErlang
    /// turns into a Swift source.
    static let all: [(module: String, text: [UInt8])] = EmbeddedSources.all.map { ($0.module, Array($0.text.utf8)) }
}
