package import ErlangTerms

/// How to treat processes that run old code before a module is loaded, and after.
///
/// Written `default=soft;mod1=brutal;mod2=soft/brutal`: the method before loading and, after the slash, the one after
/// it. Like the option `--purge` of rebar3_appup_plugin.
package struct PurgePolicy: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable {
        case soft, brutal

        var term: ErlangTerm { .atom("\(rawValue)_purge") }
    }

    /// The methods of one module.
    package struct Methods: Hashable, Sendable {
        package var before: Method
        package var after: Method

        package init(before: Method, after: Method) {
            self.before = before
            self.after = after
        }
    }

    package var standard = Methods(before: .soft, after: .soft)
    package var modules: [Atom: Methods] = [:]

    /// Soft before and after, for every module.
    package init() {}

    /// The policy that a text spells, or nil if the text has another form.
    package init?(_ text: String) {
        for rule in text.split(separator: ";", omittingEmptySubsequences: true) {
            let sides = rule.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else { return nil }
            let methods = sides[1].split(separator: "/", omittingEmptySubsequences: false)
                .compactMap { Method(rawValue: String($0)) }
            guard methods.count == sides[1].split(separator: "/", omittingEmptySubsequences: false).count,
                (1...2).contains(methods.count)
            else { return nil }
            let pair = Methods(before: methods[0], after: methods[methods.count - 1])
            if sides[0] == "default" { standard = pair } else { modules[Atom(String(sides[0]))] = pair }
        }
    }

    subscript(module: Atom) -> Methods { modules[module] ?? standard }
}
