package import ErlangTerms

/// Text that a release chooses and that becomes a part of paths: it can be a component of one, and nothing else.
///
/// It is not empty, not `.` or `..`, and has no slash, no control character, and none that is invisible or turns text
/// around. So it neither leaves a folder nor forges a line of a message. All that OTP, mix and rebar3 make is accepted:
/// letters of any script, spaces, `+`, `-`, `~`. `Of` tells apart what must not be mixed up, such as `Version` and
/// `ReleaseName`.
package struct PathName<Of: PathNameKind>: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) throws(PathNameError) {
        if let fault = PathNameError.Fault(text, maxCount: Of.maxCount) {
            throw PathNameError(kind: Of.noun, text: text, fault: fault)
        }
        self.text = text
    }

    package init(_ atom: Atom) throws(PathNameError) {
        try self.init(atom.name)
    }

    /// A name in our own code.
    package init(stringLiteral text: StaticString) {
        self.text = text.description
        precondition(PathNameError.Fault(self.text, maxCount: Of.maxCount) == nil, "not the name of a file")
    }

    package var description: String { text }

    /// As an atom, which it is in Erlang if it names an application or a module.
    package var atom: Atom { Atom(text) }

    /// Texts are equal if their code points are, as for Erlang and for file systems.
    package static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }
}

/// What a name is the name of.
package protocol PathNameKind: Sendable {
    /// As errors call it.
    static var noun: String { get }
    /// Bytes. Names of files, which may have 255, are made of two of them at most, with an ending.
    static var maxCount: Int { get }
}

extension PathNameKind {
    package static var maxCount: Int { 120 }
}

package enum NamesRelease: PathNameKind { package static let noun = "name of a release" }
package enum NamesVersion: PathNameKind { package static let noun = "version" }
package enum NamesApplication: PathNameKind { package static let noun = "name of an application" }
package enum NamesModule: PathNameKind {
    package static let noun = "name of a module"
    package static let maxCount = 250
}

/// `demo` in `{release, {"demo", "1.0.0"}, …}`.
package typealias ReleaseName = PathName<NamesRelease>
/// Of a release, an application or ERTS.
package typealias Version = PathName<NamesVersion>
package typealias ApplicationName = PathName<NamesApplication>
package typealias ModuleName = PathName<NamesModule>

/// Text that no path can be made of.
package struct PathNameError: Error, Equatable, CustomStringConvertible {
    package enum Fault: Sendable {
        case empty, dots, slash, control, long

        init?(_ text: String, maxCount: Int) {
            if text.isEmpty {
                self = .empty
            } else if text == "." || text == ".." {
                self = .dots
            } else if text.utf8.contains(UInt8(ascii: "/")) {
                self = .slash
            } else if text.unicodeScalars.contains(where: Self.isControl) {
                self = .control
            } else if text.utf8.count > maxCount {
                self = .long
            } else {
                return nil
            }
        }

        private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
            // Most names are ASCII.
            if scalar.value < 0x7F { return scalar.value < 0x20 }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: return true
            default: return false
            }
        }
    }

    package let kind: String
    package let text: String
    package let fault: Fault

    package var description: String {
        let shown = TermTextPrinter.line(of: .string(text.utf8.count > 400 ? text.prefix(100) + "…" : text))
        switch fault {
        case .empty: return "the \(kind) is empty"
        case .dots, .slash: return "the \(kind) \(shown) would lead to another folder"
        case .control: return "the \(kind) \(shown) has an invisible character"
        case .long: return "the \(kind) \(shown) is too long for the name of a file"
        }
    }
}
