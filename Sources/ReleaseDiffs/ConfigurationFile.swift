package import ErlangTerms
internal import Releases

/// A configuration file, kept for a comparison key by key. None of its values leaves the comparison.
struct ConfigurationFile: Sendable {
    /// The value of each key; nil if the file can only be compared as a whole.
    private var values: [ErlangTerm: ErlangTerm]?
    private let bytes: [UInt8]
    /// The parts of a `sys.config`, to be joined again with the files that it includes.
    private var parts: [Part] = []

    /// An element of `sys.config`: values, or the name of a file.
    private enum Part {
        case values([ErlangTerm: ErlangTerm])
        case file(ErlangTerm, name: String)
    }

    /// The files of `releases/VSN` that configure a release.
    static func isOne(_ name: String) -> Bool {
        ["sys.config", "sys.config.src", "vm.args", "vm.args.src", "remote.vm.args", "runtime.exs", "env.sh"].contains(
            name)
    }

    init(name: String, bytes: [UInt8], syntax: ErlangSyntax) {
        self.bytes = bytes
        switch name {
        case _ where name.hasSuffix(".config"):
            let read = Self.parts(bytes, syntax)
            parts = read ?? []
            values = read.map { Self.merged($0, [:]) }
        case "vm.args", "vm.args.src", "remote.vm.args": values = Self.flags(bytes)
        default: values = nil
        }
    }

    /// The parameters of an application, `[{Key, Value}]`.
    init(environment: ErlangTerm) {
        bytes = []
        values = Self.pairs(environment)
    }

    /// The file with the values of the files that it includes, each in its place. If a key is set twice, the later
    /// value counts. An included file that is missing stays a key of its own, and so does a file without keys.
    func including(_ files: [String: ConfigurationFile]) -> ConfigurationFile {
        guard values != nil else { return self }
        var file = self
        file.values = Self.merged(parts, files)
        return file
    }

    /// The config providers that the file, a `sys.config`, makes Elixir start: `#{providers => [{Module, State}], …}`.
    var providers: [Atom] {
        guard case .map(let settings)? = values?[.tuple(.atom("elixir"), .atom("config_provider_init"))] else {
            return []
        }
        return settings["providers"]?.list?.compactMap { $0.tuple?.first?.atom } ?? []
    }

    /// The names in the file, as Erlang and Elixir write them where they need no quotes.
    var words: Set<Substring> {
        Set(
            String(decoding: bytes, as: UTF8.self).split {
                !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "@")
            })
    }

    /// The keys whose values are of a kind.
    func keys(where isWanted: (ErlangTerm) -> Bool) -> [ErlangTerm] {
        (values ?? [:]).filter { isWanted($0.value) }.map(\.key)
    }

    /// What changed since another state of the same file.
    func changes(from base: ConfigurationFile) -> KeyDiff? {
        guard let values, let baseValues = base.values else {
            return bytes == base.bytes ? nil : KeyDiff(isOpaque: true)
        }
        let diff = KeyDiff(
            added: values.keys.filter { baseValues[$0] == nil }.inTermOrder,
            removed: baseValues.keys.filter { values[$0] == nil }.inTermOrder,
            changed: values.filter { baseValues[$0.key].map { [value = $0.value] in $0 != value } ?? false }.map(\.key)
                .inTermOrder)
        return diff.isEmpty ? nil : diff
    }

    /// The keys under which options differ that a Phoenix endpoint reads when it starts its listeners: its
    /// `config_change/2` does not start them again.
    func listenerKeys(from base: ConfigurationFile) -> Set<ErlangTerm> {
        let options: [Atom] = ["adapter", "drainer", "http", "https", "server"]
        return Set(
            (values ?? [:]).filter { key, value in
                guard let old = base.values?[key], value != old, let new = Self.pairs(value), let old = Self.pairs(old)
                else { return false }
                return options.contains { new[.atom($0)] != old[.atom($0)] }
            }.keys)
    }

    /// `[{Application, [{Key, Value}]} | File]`, the values by `{Application, Key}`.
    private static func parts(_ bytes: [UInt8], _ syntax: ErlangSyntax) -> [Part]? {
        guard let terms = try? TermTextReader.terms(in: bytes, file: "sys.config", syntax: syntax),
            let elements = terms.first?.list
        else { return nil }
        var parts: [Part] = []
        for element in elements {
            if let name = element.string {
                parts.append(.file(element, name: SystemConfiguration.includedFile(name)))
                continue
            }
            guard let pair = element.tuple, pair.count == 2, let parameters = pairs(pair[1]) else { return nil }
            parts.append(
                .values(
                    Dictionary(
                        parameters.map { (.tuple(pair[0], $0.key), $0.value) }, uniquingKeysWith: { _, last in last })))
        }
        return parts
    }

    private static func merged(_ parts: [Part], _ files: [String: ConfigurationFile]) -> [ErlangTerm: ErlangTerm] {
        var merged: [ErlangTerm: ErlangTerm] = [:]
        for part in parts {
            switch part {
            case .values(let values): merged.merge(values) { _, later in later }
            case .file(let element, let name):
                if let values = files[name]?.values {
                    merged.merge(values) { _, later in later }
                } else {
                    merged[element] = files[name].map { .binary($0.bytes) } ?? element
                }
            }
        }
        return merged
    }

    /// Nil if an element is not a pair: nobody could say which part is a key, and which a value that must stay hidden.
    private static func pairs(_ term: ErlangTerm) -> [ErlangTerm: ErlangTerm]? {
        guard let elements = term.list else { return nil }
        var values: [ErlangTerm: ErlangTerm] = [:]
        for element in elements {
            guard let pair = element.tuple, pair.count == 2 else { return nil }
            values[pair[0]] = pair[1]
        }
        return values
    }

    /// The emulator's flags, one a line. In `-application key value`, the application and the key are part of the key.
    ///
    /// A line that does not begin with a flag continues the values of the line before.
    private static func flags(_ bytes: [UInt8]) -> [ErlangTerm: ErlangTerm] {
        var values: [ErlangTerm: [ErlangTerm]] = [:]
        var last = ErlangTerm.string("")
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let flag = words.first, !flag.hasPrefix("#") else { continue }
            let isParameter =
                words.count >= 3 && flag.hasPrefix("-") && !flag.hasPrefix("--") && words[1].first?.isLetter == true
                && !["-name", "-sname", "-setcookie", "-env", "-eval", "-args_file", "-config", "-boot"].contains(flag)
            let keyLength = isParameter || flag == "-env" ? 2 : 1
            let isFlag = flag.hasPrefix("-") || flag.hasPrefix("+")
            let key = isFlag ? ErlangTerm.string(words.prefix(keyLength).joined(separator: " ")) : last
            let value = ErlangTerm.string(words.dropFirst(isFlag ? keyLength : 0).joined(separator: " "))
            values[key, default: []].append(value)
            last = key
        }
        return values.mapValues { .list($0) }
    }
}

/// Keys that were added or removed, or whose values changed.
package struct KeyDiff: Hashable, Sendable {
    package var added: [ErlangTerm]
    package var removed: [ErlangTerm]
    package var changed: [ErlangTerm]
    /// Whether the file differs, but not in keys that can be named.
    package var isOpaque: Bool

    package init(
        added: [ErlangTerm] = [], removed: [ErlangTerm] = [], changed: [ErlangTerm] = [], isOpaque: Bool = false
    ) {
        self.added = added
        self.removed = removed
        self.changed = changed
        self.isOpaque = isOpaque
    }

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty && !isOpaque }
}

extension Sequence<ErlangTerm> {
    /// The terms in Erlang's order.
    var inTermOrder: [ErlangTerm] { sorted { TermOrder.terms($0, $1) == .less } }
}
