package import ErlangTerms

/// The Erlang sources of what runs on the node, which the tools carry along.
package enum RuntimeSources {
    private static let modules = Set(EmbeddedSources.all.map { Atom($0.module) })

    /// Whether a module is one of these.
    package static func contain(_ module: Atom) -> Bool { modules.contains(module) }

    /// By name of the module, in alphabetical order: all that lie in the folder Erlang, of which the plugin EmbedErlang
    /// makes a source.
    static let all: [(module: String, text: [UInt8])] = EmbeddedSources.all.map { ($0.module, Array($0.text.utf8)) }
}
