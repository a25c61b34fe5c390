import ErlangTerms
import Files
import TestSupport

/// Random releases with appups, half of them damaged somewhere, as cases for `relup-make` and systools.
struct CaseGenerator {
    private var random: SeededGenerator
    private let directory: String
    private let erts: String
    private var path: [String] = []

    private struct App {
        let name: String
        /// By release, the top one first; nil where the release has not got it.
        var versions: [String?]
        var modules: [String: [String]] = [:]
        var uses: [String]
        var isCore = false
    }

    /// `erts` is the version of the Erlang that the releases are for, whose rules their files follow.
    init(seed: UInt64, directory: String, erts: String) {
        random = SeededGenerator(seed: seed)
        self.directory = directory
        self.erts = erts
    }

    /// Writes the releases and `case.term`.
    mutating func write() throws {
        let bases = Int.random(in: 1...3, using: &random)
        var apps = ["kernel", "stdlib", "sasl"].map { core($0, bases) }
        let names = ["alpha", "beta", "gamma", "delta", "'odd-app'"].shuffled(using: &random)
        for name in names.prefix(Int.random(in: 1...5, using: &random)) { apps.append(user(name, bases, apps)) }
        var files: [(String, String)] = []
        for release in 0...bases { files.append(rel(release, apps)) }
        for app in apps { files += appFiles(app, apps) }
        if chance(0.4), let index = files.indices.randomElement(using: &random) {
            files[index].1 = damaged(files[index].1)
        }
        for (file, text) in files {
            let full = "\(directory)/\(file)"
            try Directory.create(String(full[..<(full.lastIndex(of: "/") ?? full.endIndex)]))
            try WholeFile.write(Array(text.utf8), to: full)
        }
        let list = (1...bases).map { chance(0.3) ? "{\"rel/\($0)/r\",\(value())}" : "\"rel/\($0)/r\"" }
        let down = chance(0.8) ? list : list.reversed()
        let options = [chance(0.1) ? "restart_emulator" : nil, chance(0.05) ? "warnings_as_errors" : nil]
        let text = """
            {top,"rel/0/r"}.
            {up,[\(list.joined(separator: ","))]}.
            {down,[\(down.joined(separator: ","))]}.
            {opts,[\(options.compactMap { $0 }.joined(separator: ","))]}.
            {path,[\(path.map { "\"\($0)\"" }.joined(separator: ","))]}.

            """
        try WholeFile.write(Array(text.utf8), to: "\(directory)/case.term")
    }

    // MARK: Releases

    private mutating func core(_ name: String, _ bases: Int) -> App {
        let versions: [String?] = (0...bases).map { _ in chance(0.1) ? "1.9" : "4.0" }
        var app = App(name: name, versions: versions, uses: name == "kernel" ? [] : ["kernel"], isCore: true)
        for case let version? in versions { app.modules[version] = ["\(name)_a", "\(name)_b"] }
        return app
    }

    private mutating func user(_ name: String, _ bases: Int, _ others: [App]) -> App {
        let top = chance(0.1) ? nil : "2.0"
        let versions = [top] + (1...bases).map { _ in pick([nil, "2.0", "1.0", "1.0", "0.9+b", "1.0.1"]) }
        let users = others.filter { !$0.isCore && $0.versions.allSatisfy { $0 != nil } }.map(\.name)
        var app = App(name: name, versions: versions, uses: ["kernel", "stdlib"] + some(users, 0.4))
        let stem = name.filter { $0.isLetter }
        for case let version? in versions where app.modules[version] == nil {
            app.modules[version] = some((1...8).map { "\(stem)_\($0)" }, 0.75).shuffled(using: &random)
        }
        if chance(0.02) { app.uses.append("missing_app") }
        return app
    }

    private mutating func rel(_ release: Int, _ apps: [App]) -> (String, String) {
        let erts = release == 0 || chance(0.8) ? self.erts : "\(self.erts).1"
        var entries: [String] = []
        for app in apps {
            guard let version = app.versions[release] else { continue }
            let type = pick(["permanent", "permanent", "load", "none", "transient", "temporary"])
            let isPlain = app.isCore || chance(0.6)
            entries.append(isPlain ? "{\(app.name),\"\(version)\"}" : "{\(app.name),\"\(version)\",\(type)}")
        }
        if chance(0.3) { entries.shuffle(using: &random) }
        let version = release == 0 ? "2.0.0" : "1.\(release).0"
        return ("rel/\(release)/r.rel", "{release,{\"r\",\"\(version)\"},{erts,\"\(erts)\"},\(list(entries))}.\n")
    }

    private mutating func appFiles(_ app: App, _ apps: [App]) -> [(String, String)] {
        let name = app.name.filter { $0 != "'" }
        var files: [(String, String)] = []
        for (version, modules) in app.modules.sorted(by: { $0.key < $1.key }) {
            let folder = "lib/\(name)-\(version)/ebin"
            path.append(folder)
            let optional = chance(0.5) ? ",{optional_applications,[missing_app]}" : ""
            let doubled = chance(0.01) ? modules + modules.prefix(2) : modules
            let text = """
                {application,\(app.name),[{vsn,"\(version)"},{description,"\(name)"},{modules,\(list(doubled))},
                  {registered,[]},{applications,\(list(app.uses))}\(optional)]}.

                """
            files.append(("\(folder)/\(name).app", text))
            guard version == app.versions[0] else { continue }
            let others = Set(app.versions.compactMap { $0 }).subtracting([version]).sorted()
            let entries = [true, false].map { isUp in
                list(others.map { "{\(key($0)),\(script(app, $0, apps, isUp: isUp))}" })
            }
            let written = chance(0.05) ? "9.9" : version
            files.append(("\(folder)/\(name).appup", "{\"\(written)\",\n \(entries[0]),\n \(entries[1])}.\n"))
        }
        return files
    }

    private mutating func key(_ version: String) -> String {
        let escaped = version.replacing(".", with: "\\\\.").replacing("+", with: "\\\\+")
        let exact = ["\"\(version)\"", "<<\"\(escaped)\">>", "<<\".*\">>"]
        return chance(0.95) ? pick(exact) : "<<\"1|1\\\\.0|\(escaped)\">>"
    }

    // MARK: Scripts

    private mutating func script(_ app: App, _ base: String, _ apps: [App], isUp: Bool) -> String {
        if app.isCore { return pick(["[]", "[restart_new_emulator]", "[{load_module,\(app.name)_a}]"]) }
        if chance(0.1) { return "[{restart_application,\(app.name)}]" }
        let (top, old) = (app.modules[app.versions[0] ?? ""] ?? [], app.modules[base] ?? [])
        let (new, gone) = isUp ? (top, old) : (old, top)
        var instructions: [String] = []
        let changed = some(new, 0.9)
        for module in changed {
            let others = changed + (chance(0.05) ? ["unknown_module"] : [])
            let dependencies = list(some(others, pick([0, 0.1, 0.3])).shuffled(using: &random))
            instructions.append(gone.contains(module) ? change(module, dependencies) : "{add_module,\(module)}")
        }
        for module in gone where !new.contains(module) { instructions.append("{delete_module,\(module)}") }
        if chance(0.3) { instructions.shuffle(using: &random) }
        if chance(0.3) {
            instructions.insert(lowLevel(app), at: Int.random(in: 0...instructions.count, using: &random))
        }
        if chance(0.2) { instructions.insert("point_of_no_return", at: chance(0.9) ? 0 : instructions.count) }
        if chance(0.1) { instructions.append(pick(["restart_emulator", "restart_new_emulator"])) }
        return list(instructions)
    }

    private mutating func change(_ module: String, _ dependencies: String) -> String {
        let change = pick(["soft", "{advanced,\(value())}", "{advanced,[]}"])
        let timeout = pick(["default", "infinity", "5000"])
        let purges = "\(pick(["soft_purge", "brutal_purge"])),\(pick(["soft_purge", "brutal_purge"]))"
        return pick([
            "{load_module,\(module)}", "{load_module,\(module),\(dependencies)}",
            "{load_module,\(module),\(purges),\(dependencies)}", "{update,\(module),supervisor}",
            "{update,\(module),\(change)}", "{update,\(module),\(change),\(dependencies)}",
            "{update,\(module),\(change),\(purges),\(dependencies)}",
            "{update,\(module),\(timeout),\(change),\(purges),\(dependencies)}",
            "{update,\(module),\(pick(["static", "dynamic"])),\(timeout),\(change),\(purges),\(dependencies)}",
        ])
    }

    private mutating func lowLevel(_ app: App) -> String {
        let version = app.versions[0] ?? "1.0"
        return pick([
            "{apply,{io,format,[\(value())]}}", "{sync_nodes,id,[n1@host]}", "{suspend,[m]},{resume,[m]}",
            "{stop,[m]},{start,[m]}",
            "{load_object_code,{\(app.name),\"\(version)\",[low_a,low_b]}},{load,{low_a,brutal_purge,soft_purge}}",
            "{code_change,[{m,\(value())}]}", "{load_object_code,{\(app.name),\"7\",[low_a]}}",
            "{add_application,beta}",
            "{remove_application,gamma}", "{remove,{m,soft_purge,soft_purge}},{purge,[m]}", "{suspend,[m]}",
        ])
    }

    private mutating func value() -> String {
        pick(["[]", "42", "\"text\"", "<<\"bin\">>", "{1.5,\"\u{447}\"}", "#{a => [b]}", "'an atom'", "\"\u{e9}\""])
    }

    // MARK: Damage

    /// The text with one token replaced, left out or doubled, or cut off.
    private mutating func damaged(_ text: String) -> String {
        var tokens: [String] = []
        for character in text {
            let isWord = character.isLetter || character.isNumber || "_\"'.+".contains(character)
            if isWord, let last = tokens.last?.last, last.isLetter || last.isNumber || "_\"'.+".contains(last) {
                tokens[tokens.count - 1].append(character)
            } else {
                tokens.append(String(character))
            }
        }
        let index = Int.random(in: 0..<tokens.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: tokens.remove(at: index)
        case 1: tokens.insert(tokens[index], at: index)
        case 2: tokens.removeSubrange(index...)
        default:
            tokens[index] = pick(["foo", "[]", "42", "\"x\"", "{a,b}", "[a|b]", "<<\"(\">>", "1.5", "-1", "[[a]]"])
        }
        return tokens.joined()
    }

    // MARK: Choices

    private mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func some<Value>(_ values: [Value], _ probability: Double) -> [Value] {
        values.filter { _ in chance(probability) }
    }

    private func list(_ elements: [String]) -> String {
        "[\(elements.joined(separator: ","))]"
    }
}
