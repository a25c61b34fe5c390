package import ErlangTerms
internal import Files
internal import Releases
internal import SystemPackage

/// The compiled carried modules: a folder of beams and `relup_runtime.term`.
///
/// `{relup_runtime, #{otp => 25, modules => [{Module, [Called]} | {Module, [Called], [Behaviour]}]}}.`, the modules in
/// alphabetical order, each with the carried modules that it calls and those whose behaviour it has.
package struct CompiledModules: Sendable {
    /// The OTP release that the modules were compiled with; older ones cannot load them.
    package let otp: Int
    let modules: [Atom: Module]

    struct Module: Sendable {
        var code: [UInt8]
        var calls: [Atom]
        /// The modules that call it without naming it: they find the loaded modules of their behaviour.
        var behaviours: [Atom] = []
    }

    /// The name of the file that describes a folder's contents.
    static let contents = "relup_runtime.term"

    /// The file of a module in a folder.
    static func file(of module: ModuleName, in directory: String) -> String { "\(directory)/\(module).beam" }

    init(otp: Int, modules: [Atom: Module]) {
        self.otp = otp
        self.modules = modules
    }

    /// Reads a folder that `relup-runtime build` made.
    package init(directory: String) throws {
        let file = "\(directory)/\(Self.contents)"
        guard (try? FilePath(file).stat()) != nil else {
            throw RuntimeError(
                .notBuilt,
                """
                what the relup runs on the node is not built: run 'relup-runtime build -o \(directory)' on a host with \
                erlc, or name its folder with --runtime-dir or RELUP_RUNTIME_DIR
                """)
        }
        let bytes = try WholeFile.read(file)
        let term = try TermTextReader.soleTerm(in: bytes, file: file)
        guard let map = term.tagged("relup_runtime", count: 2)?.first else {
            throw RuntimeError(.malformed, "'\(file)' is no list of what runs on the node")
        }
        let fields = try TermFields(map, at: "relup_runtime")
        var modules: [Atom: Module] = [:]
        for element in try fields.list("modules") {
            guard let fields = element.tuple, 2...3 ~= fields.count, let name = fields[0].atom,
                let calls = fields[1].list, let behaviours = fields.count == 2 ? [] : fields[2].list
            else {
                throw RuntimeError(
                    .malformed, "'\(file)': modules are {Module, [Called]} or {Module, [Called], [Behaviour]}")
            }
            modules[name] = Module(
                code: try WholeFile.read(Self.file(of: ModuleName(name), in: directory)),
                calls: calls.compactMap(\.atom),
                behaviours: behaviours.compactMap(\.atom))
        }
        self.init(otp: try fields.integer("otp"), modules: modules)
    }

    /// What `relup_runtime.term` says about these modules.
    var term: ErlangTerm {
        let list = modules.sorted { $0.key < $1.key }.map { name, module in
            let lists = [module.calls] + (module.behaviours.isEmpty ? [] : [module.behaviours])
            return ErlangTerm.tuple([.atom(name)] + lists.map { .list($0.map(ErlangTerm.atom)) })
        }
        return .tuple(.atom("relup_runtime"), .fields(["otp": .integer(otp), "modules": .list(list)]))
    }

    /// The names of all modules, sorted.
    package var names: [Atom] { modules.keys.sorted() }

    /// The code of a module.
    package func code(of module: Atom) -> [UInt8]? { modules[module]?.code }

    /// Those of the given modules that are carried modules, and all that they call, by name or by behaviour; sorted.
    package func needed(for called: some Sequence<Atom>) -> [Atom] {
        var adapters: [Atom: [Atom]] = [:]
        for (name, module) in modules {
            for behaviour in module.behaviours { adapters[behaviour, default: []].append(name) }
        }
        var needed: Set<Atom> = []
        var rest = called.filter { modules[$0] != nil }
        while let module = rest.popLast() {
            if needed.insert(module).inserted { rest += (modules[module]?.calls ?? []) + (adapters[module] ?? []) }
        }
        return needed.sorted()
    }

    /// Refuses a release whose emulator is older than the compiler.
    package func check(release name: String, version: String, erts: String) throws(RuntimeError) {
        guard let release = Self.otp(erts: erts), release < otp else { return }
        throw RuntimeError(
            .tooNew,
            """
            what runs on the node was compiled with OTP \(otp), but \(name) \(version) runs OTP \(release) (erts \
            \(erts)): build it with an erlc of OTP \(release) or older, 'relup-runtime build -o DIR', and use it with \
            --runtime-dir DIR
            """)
    }

    /// The OTP release of an ERTS version: 13 belongs to OTP 25, and so on; up to 10.3 it was OTP 21.
    static func otp(erts: String) -> Int? {
        let parts = erts.split(separator: ".").map { Int($0) }
        guard let first = parts.first, let major = first else { return nil }
        if major == 10, let minor = parts.dropFirst().first ?? 0, minor < 4 { return 21 }
        return major < 10 ? 20 : major + 12
    }
}
