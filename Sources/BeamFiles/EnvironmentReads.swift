public import ErlangTerms

/// The functions of a module: what they read of applications' environments, and which functions they call.
public struct EnvironmentReads: Sendable {
    /// In the order of the code.
    public let functions: [Function]
    /// The exported functions, indexes of `functions`.
    public let entries: [LocalFunction: Int]

    public struct Function: Sendable {
        /// Each once.
        public let reads: Set<EnvironmentRead>
        /// Functions of other modules.
        public let calls: [ExternalFunction]
        /// Functions of the module, indexes of `functions`.
        public let localCalls: [Int]
    }
}

/// A call that reads an application's environment.
public struct EnvironmentRead: Hashable, Sendable {
    public enum Application: Hashable, Sendable {
        case named(Atom)
        /// The application of the process that makes the call.
        case own
        /// The code does not show which one.
        case unseen
    }

    public enum Key: Hashable, Sendable {
        case named(ErlangTerm)
        case all
        case unseen
    }

    public var application: Application
    public var key: Key

    /// What a call reads; nil if it does not read an environment.
    init?(_ call: Call) {
        let arguments = call.arguments
        switch (call.function.module, call.function.name, arguments.count) {
        case ("application", "get_env", 1): self.init(application: .own, key: Self.key(arguments[0]))
        case ("application", "get_all_env", 0): self.init(application: .own, key: .all)
        case ("application", "get_env", 2...3), ("Elixir.Application", "get_env", 2...3),
            ("Elixir.Application", "fetch_env", 2), ("Elixir.Application", "fetch_env!", 2):
            self.init(application: Self.application(arguments[0]), key: Self.key(arguments[1]))
        case ("application", "get_all_env", 1), ("Elixir.Application", "get_all_env", 1):
            self.init(application: Self.application(arguments[0]), key: .all)
        default: return nil
        }
    }

    init(application: Application, key: Key) {
        self.application = application
        self.key = key
    }

    private static func application(_ term: ErlangTerm) -> Application {
        term.atom.flatMap { $0 == "_" ? nil : .named($0) } ?? .unseen
    }

    private static func key(_ term: ErlangTerm) -> Key { term == .atom("_") ? .unseen : .named(term) }

    /// Whether calls of a function read an environment.
    public static func isMade(by function: ExternalFunction) -> Bool {
        switch function.module {
        case "application": ["get_env", "get_all_env"].contains(function.name)
        case "Elixir.Application": ["get_env", "get_all_env", "fetch_env", "fetch_env!"].contains(function.name)
        default: false
        }
    }
}

extension ModuleCode {
    /// What the module reads of environments; nil if its code cannot be read.
    func environmentReads() -> EnvironmentReads? {
        guard let evaluator else { return nil }
        let code = evaluator.code
        let functions = code.functions.indices.map { index in
            let calls = graph.imports(of: index).compactMap {
                evaluator.imports.indices.contains($0) ? evaluator.imports[$0] : nil
            }
            var reads: Set<EnvironmentRead> = []
            if calls.contains(where: EnvironmentRead.isMade) {
                evaluator.forEachCall(of: code.functions[index]) { call, _ in
                    if let read = EnvironmentRead(call) { reads.insert(read) }
                }
                if reads.isEmpty { reads = [EnvironmentRead(application: .unseen, key: .unseen)] }
            }
            return EnvironmentReads.Function(
                reads: reads, calls: calls,
                localCalls: graph.called(from: index, code) + graph.funs(of: index, code, lambdaLabels: lambdaLabels))
        }
        let entries = exports.compactMap { function, label in code.entries[label].map { (function, $0) } }
        return EnvironmentReads(
            functions: functions, entries: Dictionary(entries, uniquingKeysWith: { first, _ in first }))
    }
}
