package import ErlangTerms

/// The place in a script where a modification puts an instruction.
package enum InsertionPoint: Hashable, Sendable {
    /// Directly before the point of no return: if something fails here, the node stays as it is.
    case beforePointOfNoReturn
    /// Directly after the point of no return.
    case afterPointOfNoReturn
    /// After the last `load_object_code`.
    case afterLoadObjectCode
    /// After the point of no return, before the first change of code, processes or applications.
    case appendAfterPointOfNoReturn
    /// After the last instruction that walks the supervision tree (`suspend`, `stop`, `update`), and not before
    /// `appendAfterPointOfNoReturn`.
    case afterLastSuspend
    /// After the last instruction that loads a module, and not before `afterPointOfNoReturn`.
    case afterLastLoad
    /// At the end.
    case append
    /// At the beginning.
    case prepend
    /// Before the first instruction equal to the given one; at the end if there is none.
    case before(ErlangTerm)
    /// After the first instruction equal to the given one; at the end if there is none.
    case after(ErlangTerm)
}

extension InsertionPoint {
    /// The places by the names of edeliver's helpers (`Edeliver.Relup.InsertInstruction`) and by our own names.
    private static let names: [(String, InsertionPoint)] = [
        ("insert_before_point_of_no_return", .beforePointOfNoReturn),
        ("insert_after_point_of_no_return", .afterPointOfNoReturn),
        ("insert_after_load_object_code", .afterLoadObjectCode),
        ("append_after_point_of_no_return", .appendAfterPointOfNoReturn),
        ("insert_after_last_suspend", .afterLastSuspend),
        ("insert_after_last_load", .afterLastLoad),
        ("append", .append),
        ("prepend", .prepend),
    ]

    /// The names, for messages.
    package static var listOfNames: String { names.map(\.0).joined(separator: ", ") }

    /// The place with a name, with or without its leading `insert_`.
    package init?(name: String) {
        guard let place = Self.names.first(where: { $0.0 == name || $0.0 == "insert_\(name)" })?.1 else { return nil }
        self = place
    }

    /// The same place in a script of the other direction: before an instruction becomes after it, and the reverse.
    package var mirrored: InsertionPoint {
        switch self {
        case .before(let instruction): .after(instruction)
        case .after(let instruction): .before(instruction)
        default: self
        }
    }
}
