internal import ErlangTerms

/// Puts the applications of a release into the order in which they are started: those that an application uses or
/// includes come before it; otherwise the release's order counts.
///
/// As `systools_make:sort_appls/1`, OTP 25.2: the applications are in a list; the first is taken out, and if others
/// that it needs are still in the list, they and it are put back in front, needed ones first.
struct ApplicationOrder {
    private let records: [ApplicationRecord]
    /// The records of each name; more than one if the release names an application twice.
    private let indices: [Atom: [Int]]
    /// The list: for each record the one after it, and the one before it. The place after the last is its head.
    private var next: [Int]
    private var previous: [Int]
    private var isListed: [Bool]
    private var visited: Set<Int> = []
    private var visitedNames: Set<Atom> = []
    private var missing: [Atom] = []
    private var circular: [Int] = []

    init(_ records: [ApplicationRecord]) {
        self.records = records
        indices = Dictionary(grouping: records.indices) { records[$0].name }
        let head = records.count
        next = Array(1...head + 1)
        previous = Array(-1...head - 1)
        next[head] = 0
        previous[0] = head
        isListed = Array(repeating: true, count: head)
    }

    /// The indices of the records, in order. Undefined applications and cycles are errors.
    consuming func sorted() throws(SystoolsError) -> [Int] {
        var order: [Int] = []
        let head = records.count
        while next[head] != head {
            let first = next[head]
            remove(first)
            let needed = takeNeeded(by: first)
            if needed.isEmpty {
                order.append(first)
            } else {
                let again = needed.filter(visited.contains)
                if !again.isEmpty { circular = [first] + again + circular }
                for index in ((needed + [first]).filter { !again.contains($0) }).reversed() { insert(index) }
            }
            visited.insert(first)
            visitedNames.insert(records[first].name)
        }
        try check()
        return order
    }

    private mutating func takeNeeded(by index: Int) -> [Int] {
        let application = records[index].application
        let (uses, missingUses) = take(application.applications, for: application.name)
        let (inclusions, missingInclusions) = take(application.includedApplications, for: application.name)
        missing = missingUses.subtracting(application.optionalApplications) + missingInclusions + missing
        return uses + inclusions
    }

    /// Takes the applications of the given names out of the list. As `systools_make:find_all/6`.
    private mutating func take(_ names: [Atom], for user: Atom) -> (found: [Int], missing: [Atom]) {
        var found: [Int] = []
        var missing: [Atom] = []
        for name in names.reversed() {
            if let index = listed(name) {
                if !records[index].application.includedApplications.contains(user) {
                    remove(index)
                    found.append(index)
                    continue
                }
            }
            if !visitedNames.contains(name) { missing.append(name) }
        }
        return (found.reversed(), missing.reversed())
    }

    /// The first in the list of the given name.
    private func listed(_ name: Atom) -> Int? {
        let candidates = (indices[name] ?? []).filter { isListed[$0] }
        guard candidates.count > 1 else { return candidates.first }
        var index = next[records.count]
        while records[index].name != name { index = next[index] }
        return index
    }

    private mutating func remove(_ index: Int) {
        isListed[index] = false
        next[previous[index]] = next[index]
        previous[next[index]] = previous[index]
    }

    /// Puts a record at the front of the list.
    private mutating func insert(_ index: Int) {
        let head = records.count
        isListed[index] = true
        (next[index], previous[index]) = (next[head], head)
        previous[next[head]] = index
        next[head] = index
    }

    private func check() throws(SystoolsError) {
        let undefined = missing.uniqued()
        let circle = circular.uniqued()
        var reasons: [ErlangTerm] = []
        var sentences: [String] = []
        if !circle.isEmpty {
            let pairs = circle.map { ErlangTerm.tuple(.atom(records[$0].name), .string(records[$0].version)) }
            reasons.append(.tuple(.atom("circular_dependencies"), .list(pairs)))
            let names = circle.map { "'\(records[$0].name)' \(records[$0].version)" }.joined(separator: ", ")
            sentences.append("the applications depend on each other: \(names)")
        }
        if !undefined.isEmpty {
            reasons.append(.tuple(.atom("undefined_applications"), .atoms(undefined)))
            sentences.append("cannot start before the applications that need them: \(quoted(undefined))")
        }
        guard let first = reasons.first else { return }
        let reason = reasons.count == 1 ? first : .tuple(.atom("apps"), .list(reasons))
        throw SystoolsError(.make, reason, sentences.joined(separator: "; "))
    }
}
