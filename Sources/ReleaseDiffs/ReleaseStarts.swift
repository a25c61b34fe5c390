package import BeamFiles
package import ErlangTerms
internal import Releases

/// What happens when the applications of a release start, as far as an upgrade does not repeat it.
package struct ReleaseStarts: Hashable, Sendable {
    /// The applications with a callback module, in the order of the release.
    package var applications: [Start]
    /// The modules that set applications' environments, in the order of the applications, then of the names.
    package var environment: [EnvironmentWrite]
    /// The supervisors of applications with another version in the other release, and the callback modules that start
    /// one themselves. In the order of the applications, then of the names.
    package var supervisors: [Supervisor]

    /// A supervisor as its code shows it.
    package struct Supervisor: Hashable, Sendable {
        package var module: Atom
        package var supervision: Supervision
    }

    /// The process at the top of an application.
    package struct Start: Hashable, Sendable {
        package var application: Atom
        /// The module whose `start/2` returns the process.
        package var module: Atom
        /// A `call` means that the called module was not found, or that the result of its function is not seen.
        package var start: Fact<ApplicationStart>
    }

    /// The calls of a module that set environments.
    package struct EnvironmentWrite: Hashable, Sendable {
        package var application: Atom
        package var module: Atom
        /// All of them, without values.
        package var writes: Fact<[Call]>
        /// The calls that the module's `start/2` or `init/1` makes, or a function of the application that they call.
        package var atStart: Fact<[Call]>
    }

    package init(
        applications: [Start] = [], environment: [EnvironmentWrite] = [], supervisors: [Supervisor] = []
    ) {
        self.applications = applications
        self.environment = environment
        self.supervisors = supervisors
    }
}

extension ReleaseStarts {
    /// The starts of a release. Its supervisors are those in applications that the other release lacks, or has in
    /// another version.
    init(_ inventory: ReleaseInventory, comparedWith other: ReleaseInventory) throws(BeamError) {
        self.init()
        let libraries = Set(other.contents.applications.map(\.library))
        let specifications = ChildSpecifications(inventory)
        let modules = Dictionary(
            inventory.contents.applications.flatMap { Array(inventory.modules(of: $0)) },
            uniquingKeysWith: { first, _ in first })
        for application in inventory.contents.applications {
            if let module = application.callbackModule {
                applications.append(
                    Start(
                        application: application.name, module: module,
                        start: try Self.start(ExternalFunction(module, "start", 2), modules)))
            }
            if Self.runtime.contains(application.name) { continue }
            if !libraries.contains(application.library) {
                try addSupervisors(inventory.modules(of: application), specifications)
            }
            // ttb_autostart sets a default of its own, which nobody reads but traces that go on after a restart.
            if application.name == "runtime_tools" { continue }
            try addEnvironment(of: application, inventory.modules(of: application))
        }
    }

    /// Adds the modules of an application that set environments, and those whose start leads to such calls.
    private mutating func addEnvironment(of application: Application, _ modules: [Atom: ModuleExcerpt])
        throws(BeamError)
    {
        var writes: [Atom: Fact<[Call]>] = [:]
        for (name, module) in modules {
            let calls = try module.environmentWrites()
            if calls != .known([]) { writes[name] = calls }
        }
        if writes.isEmpty { return }
        for (name, module) in modules.sorted(by: { $0.key < $1.key }) {
            let starts = try module.exports().filter {
                $0 == LocalFunction("init", 1) || $0 == LocalFunction("start", 2)
            }
            if writes[name] == nil && starts.isEmpty { continue }
            let effects = starts.isEmpty ? .known(Effects()) : try module.effects(of: starts).followed(into: modules)
            let atStart = effects.map { $0.effects.filter(\.setsEnvironment) }
            if writes[name] == nil && atStart.value?.isEmpty != false { continue }
            environment.append(
                EnvironmentWrite(
                    application: application.name, module: name, writes: writes[name] ?? .known([]), atStart: atStart))
        }
    }

    private mutating func addSupervisors(
        _ modules: [Atom: ModuleExcerpt], _ specifications: ChildSpecifications
    ) throws(BeamError) {
        for (name, module) in modules.sorted(by: { $0.key < $1.key }) {
            guard var supervision = try module.supervision() else { continue }
            supervision.fillIn(specifications)
            supervision.startedLater = try module.childrenStartedLater()
            supervisors.append(Supervisor(module: name, supervision: supervision))
        }
    }

    /// The applications whose functions set the environment of others.
    private static let runtime: Set<Atom> = ["kernel", "stdlib", "elixir", "mix", "sasl", "logger", "compiler"]

    /// Whose process a function returns, followed through the modules of the release.
    private static func start(
        _ function: ExternalFunction, _ modules: [Atom: ModuleExcerpt]
    ) throws(BeamError) -> Fact<ApplicationStart> {
        var function = function
        for _ in 0..<8 {
            guard let module = modules[function.module] else { return .known(.call(function)) }
            if function.name != "start" || function.arity != 2, try module.isSupervisor {
                return .known(.supervisor(function))
            }
            let start = try module.start(LocalFunction(function.name, function.arity))
            guard case .known(.call(let next)) = start else { return start }
            function = next
        }
        return .known(.call(function))
    }
}

extension ReleaseStarts {
    /// `#{applications => [{App, Module, {supervisor | call | process, {M, F, A}} | unknown}],
    /// environment => [#{application, module, writes => [Call] | unknown, at_start => [Call] | unknown}],
    /// supervisors => [{Module, Supervision}]}`.
    var term: ErlangTerm {
        .fields([
            "applications": .unlessEmpty(
                applications.map {
                    .tuple(.atom($0.application), .atom($0.module), $0.start.value?.term ?? .atom("unknown"))
                }),
            "environment": .unlessEmpty(
                environment.map {
                    .fields([
                        "application": .atom($0.application), "module": .atom($0.module),
                        "writes": Self.term($0.writes),
                        "at_start": Self.term($0.atStart),
                    ])
                }),
            "supervisors": .unlessEmpty(supervisors.map { .tuple(.atom($0.module), $0.supervision.term) }),
        ])
    }

    private static func term(_ calls: Fact<[Call]>) -> ErlangTerm {
        calls.value.map { .list($0.map(\.term)) } ?? .atom("unknown")
    }

    init(_ fields: TermFields) throws(TermShapeError) {
        self.init()
        applications = try fields.elements("applications", "{App,Module,Start}") { term in
            guard let parts = term.tuple, parts.count == 3, let name = parts[0].atom, let module = parts[1].atom else {
                return nil
            }
            if parts[2] == .atom("unknown") { return Start(application: name, module: module, start: .unknown) }
            return ApplicationStart(term: parts[2])
                .map { Start(application: name, module: module, start: .known($0)) }
        }
        if fields["supervisors"] != nil {
            for (index, element) in try fields.elements("supervisors", "pairs", { $0 }).enumerated() {
                guard let pair = element.tuple, pair.count == 2, let module = pair[0].atom else { continue }
                let supervision = try Supervision(term: pair[1], at: "supervisors[\(index)]")
                supervisors.append(Supervisor(module: module, supervision: supervision))
            }
        }
        guard fields["environment"] != nil else { return }
        for write in try fields.list(of: "environment") {
            environment.append(
                EnvironmentWrite(
                    application: try write.atom("application"), module: try write.atom("module"),
                    writes: try Self.calls(write, "writes"), atStart: try Self.calls(write, "at_start")))
        }
    }

    private static func calls(_ fields: TermFields, _ key: Atom) throws(TermShapeError) -> Fact<[Call]> {
        if fields[key] == .atom("unknown") { return .unknown }
        return .known(try fields.elements(key, "calls") { Call(term: $0) })
    }
}
