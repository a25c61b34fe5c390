package import ErlangTerms

/// A release whose applications are known, fit together, and are in the order in which they are started.
///
/// As `systools_make:get_release/2`, OTP 25.2, returns it.
package struct ResolvedRelease: Sendable {
    package let release: Release
    /// Those that an application depends on come before it; otherwise the release's order counts.
    package let applications: [ApplicationRecord]
    /// The index of the application that lists each module.
    package let owners: [Atom: Int]

    /// Checks and orders the applications of a release, one record for each of the release's entries, in their order.
    package init(_ release: Release, records: [ApplicationRecord]) throws(SystoolsError) {
        try Self.checkDefined(records)
        _ = try Self.checkUnique(records, tag: "duplicate_register", "the process name", { $0.application.registered })
        {
            [.string($0.version), .string($0.directory)]
        }
        let included = try Self.checkUnique(
            records, tag: "duplicate_include", "the application", { $0.application.includedApplications }
        ) {
            [.string($0.version), .string($0.directory)]
        }.mapValues { records[$0].name }
        var records = records
        let positions = Dictionary(
            release.applications.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        let tops = try Self.topApplications(records, included)
        for index in records.indices {
            Self.useTopApplications(&records[index].application, tops, Set(included.keys))
            Self.sort(&records[index].application.includedApplications, by: positions)
            Self.sort(&records[index].application.applications, by: positions)
        }
        let owners = try Self.checkUnique(records, tag: "duplicate_modules", "the module", { $0.application.modules }) {
            [.string($0.directory)]
        }
        self.release = release
        let order = try ApplicationOrder(records).sorted()
        applications = order.map { records[$0] }
        var places = Array(repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { places[index] = place }
        self.owners = owners.mapValues { places[$0] }
    }

    /// As `systools_make:undef_appls/1`.
    private static func checkDefined(_ records: [ApplicationRecord]) throws(SystoolsError) {
        let defined = Set(records.map(\.name))
        var missing: [Atom] = []
        var user: ApplicationRecord?
        for record in records {
            let application = record.application
            let needed =
                application.applications.subtracting(application.optionalApplications)
                + application.includedApplications
            let undefined = needed.filter { !defined.contains($0) }
            if user == nil, !undefined.isEmpty { user = record }
            missing += undefined
        }
        guard let user else { return }
        missing = missing.uniqued()
        throw SystoolsError(
            .make, .tuple(.atom("undefined_applications"), .atoms(missing)),
            "not in the release: \(quoted(missing)), which '\(user.name)' \(user.version) needs")
    }

    /// Checks that no name is in two applications, or twice in one. As `systools_make:duplicates/1`: of names in
    /// ascending order each pair of neighbours, the last pair first. Returns the index of each name's application.
    private static func checkUnique(
        _ records: [ApplicationRecord], tag: String, _ what: String,
        _ names: (ApplicationRecord) -> [Atom], _ rest: (ApplicationRecord) -> [ErlangTerm]
    ) throws(SystoolsError) -> [Atom: Int] {
        var owner: [Atom: Int] = [:]
        owner.reserveCapacity(records.reduce(0) { $0 + names($1).count })
        var isShared = false
        for (index, record) in records.enumerated() {
            for name in names(record) where owner.updateValue(index, forKey: name) != nil { isShared = true }
        }
        guard isShared else { return owner }

        var owners: [Atom: [Int]] = [:]
        for (index, record) in records.enumerated() {
            for name in names(record) { owners[name, default: []].append(index) }
        }
        let shared = owners.filter { $0.value.count > 1 }
            .sorted { TermOrder.terms(.atom($0.key), .atom($1.key)) == .greater }
        guard let (name, indices) = shared.first else { return owner }
        let pairs = shared.flatMap { name, indices in
            zip(indices, indices.dropFirst()).reversed().map { pair in
                ErlangTerm.tuple(
                    [pair.0, pair.1].map { index in
                        .tuple([.atom(name), .atom(records[index].name)] + rest(records[index]))
                    })
            }
        }
        let (first, second) = (records[indices[0]], records[indices[1]])
        throw SystoolsError(
            .make, .tuple(.atom(tag), .list(pairs)),
            "\(what) '\(name)' is in '\(first.name)' \(first.version) and in '\(second.name)' \(second.version)")
    }

    /// The application at the top of each one's inclusions; the application itself if nothing includes it.
    ///
    /// Differs from OTP: applications that include each other are an error, while `systools_make:find_top_app/2` never
    /// ends (`ResolvedReleaseTests.refusesApplicationsThatIncludeEachOther`).
    private static func topApplications(
        _ records: [ApplicationRecord], _ included: [Atom: Atom]
    ) throws(SystoolsError) -> [Atom: Atom] {
        var tops: [Atom: Atom] = [:]
        for record in records {
            var (top, steps) = (record.name, 0)
            while let including = included[top] {
                (top, steps) = (including, steps + 1)
                guard steps <= records.count else {
                    let pair = ErlangTerm.tuple(.atom(record.name), .string(record.version))
                    throw SystoolsError(
                        .make, .tuple(.atom("circular_dependencies"), .list([pair])),
                        "the application '\(record.name)' \(record.version) includes itself")
                }
            }
            tops[record.name] = top
        }
        return tops
    }

    /// Makes an application depend on the top application instead of one that it includes, because that one is started
    /// with it. As `systools_make:add_top_apps_to_uses/3`.
    private static func useTopApplications(
        _ application: inout Application, _ tops: [Atom: Atom], _ included: Set<Atom>
    ) {
        let ownTop = tops[application.name] ?? application.name
        for used in application.applications {
            guard used != ownTop else {
                application.applications = application.applications.subtracting([ownTop])
                continue
            }
            guard included.contains(used), let top = tops[used] else { continue }
            if application.applications.contains(top) {
                application.applications = application.applications.subtracting([used])
            } else if top != ownTop {
                application.applications = application.applications.subtracting([used]) + [top]
            }
        }
    }

    /// Puts names into the release's order, those not in it (optional ones) last. As `systools_make:sort_appl_list/2`.
    private static func sort(_ names: inout [Atom], by positions: [Atom: Int]) {
        let keyed = names.enumerated().map { (positions[$1] ?? Int.max, $0, $1) }
        names = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}

/// Names, as a sentence lists them.
func quoted(_ names: some Sequence<Atom>) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
}
