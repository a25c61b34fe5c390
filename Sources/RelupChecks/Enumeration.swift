internal import ErlangTerms

/// Lists of modules in findings.
enum Enumeration {
    /// The first five with the number of the others: `'a', 'b', 'c', 'd', 'e' and 7 more`.
    static func of(_ modules: [Atom]) -> String {
        let list = modules.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return modules.count > 5 ? "\(list) and \(modules.count - 5) more" : list
    }
}
