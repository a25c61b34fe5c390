package import ErlangTerms

/// A JSON text (RFC 8259), built from values. Members are in the order in which they were given.
package enum JSON: Sendable {
    case null
    case boolean(Bool)
    case number(Int)
    case string(String)
    case array([JSON])
    case object([(name: String, value: JSON)])

    /// The value on one line, in UTF-8.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .string(let value): Self.quote(value, to: &text)
        case .array(let elements):
            Self.list("[", "]", elements, to: &text) { element, text in element.write(to: &text) }
        case .object(let members):
            Self.list("{", "}", members, to: &text) { member, text in
                Self.quote(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
        }
    }

    private static func list<Element>(
        _ open: String, _ close: String, _ elements: [Element], to text: inout String,
        _ write: (Element, inout String) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            write(element, &text)
        }
        text += close
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
    package init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { (name: $0.0, value: $0.1) })
    }

    package init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }

    package init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension JSON {
    /// A term as other languages would write it: atoms, strings and binaries of text as strings, tuples and lists as
    /// arrays, maps as objects, and terms for which JSON has no form as their Erlang text.
    package init(_ term: ErlangTerm) {
        switch term {
        case .atom("true"): self = .boolean(true)
        case .atom("false"): self = .boolean(false)
        case .atom(let atom): self = .string(atom.name)
        case .integer(let value): self = .number(value)
        case .list(let elements):
            if !elements.isEmpty, let text = term.string {
                self = .string(text)
            } else {
                self = .array(elements.map(JSON.init))
            }
        case .tuple(let elements): self = .array(elements.map(JSON.init))
        case .map(let map): self = .object(map.entries.map { (Self.name($0.key), JSON($0.value)) })
        case .binary(let bytes):
            self = .string(String(validating: bytes, as: UTF8.self) ?? Self.erlangText(term))
        default: self = .string(Self.erlangText(term))
        }
    }

    private static func name(_ key: ErlangTerm) -> String {
        key.atom?.name ?? key.string ?? erlangText(key)
    }

    private static func erlangText(_ term: ErlangTerm) -> String {
        TermTextPrinter.text(of: term, style: .plainUnicode)
    }
}
