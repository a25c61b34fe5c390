import BeamFiles
import ErlangTerms
import Releases
import Relups
import Tarballs

@testable import ReleaseDiffs
@testable import RelupChecks

/// A small good upgrade, of shop 1.0 to shop 2.0, to be spoiled by tests.
///
/// The application shop has a supervisor with a new child, a server with a new state, a changed, an added and a removed
/// module; the application audit is new, legacy is gone.
struct TestUpgrade {
    var base = Side(version: "1.0", applications: ["shop": "1", "legacy": "1"])
    var target = Side(version: "2.0", applications: ["shop": "2", "audit": "1"])
    /// The modules of shop, as terms of `ModuleFacts`.
    var changed: [(base: String, target: String)] = [
        (
            module("shop_sup", "behaviours => [supervisor], supervision => \(children("shop_till"))"),
            module("shop_sup", "behaviours => [supervisor], supervision => \(children("shop_till", "shop_cart"))")
        ),
        (server("shop_till", "state => {'_','_'}"), server("shop_till", "state => #{sum => '_'}")),
        (
            module("shop_prices", "imports => [{shop_receipt,print,1}]"),
            module("shop_prices", "imports => [{shop_discount,apply_to,1}]")
        ),
    ]
    var added = [module("shop_discount", "", exports: "[{apply_to,1}]"), server("shop_cart", "")]
    var removed = [module("shop_receipt", "", exports: "[{print,1}]")]
    /// What the starts of both releases do, as a term.
    var starts = """
        #{applications => [{shop,shop_app,{supervisor,{shop_sup,start_link,0}}}],
          supervisors => [{shop_sup,\(children("shop_till", "shop_cart"))}]}
        """
    /// Changes of the finished comparison.
    var editDiff: (inout ReleaseDiff) -> Void = { _ in }
    var relupVersion = "2.0"
    var upVersions = ["1.0"]
    var downVersions = ["1.0"]
    var up = """
        {load_object_code,{audit,"1",[audit]}}
        {load_object_code,{shop,"2",[shop_cart,shop_discount,shop_prices,shop_sup,shop_till]}}
        point_of_no_return
        {load,{audit,soft_purge,soft_purge}}
        {apply,{application,start,[audit,permanent]}}
        {load,{shop_cart,soft_purge,soft_purge}}
        {suspend,[shop_sup]}
        {load,{shop_sup,soft_purge,soft_purge}}
        {code_change,up,[{shop_sup,[]}]}
        {resume,[shop_sup]}
        {apply,{supervisor,restart_child,[shop_sup,shop_cart]}}
        {suspend,[shop_till]}
        {load,{shop_discount,soft_purge,soft_purge}}
        {load,{shop_prices,soft_purge,soft_purge}}
        {load,{shop_till,soft_purge,soft_purge}}
        {code_change,up,[{shop_till,[]}]}
        {resume,[shop_till]}
        {remove,{shop_receipt,soft_purge,soft_purge}}
        {purge,[shop_receipt]}
        {apply,{application,stop,[legacy]}}
        {remove,{legacy,soft_purge,soft_purge}}
        {purge,[legacy]}
        {apply,{application,unload,[legacy]}}
        """
    var down = """
        {load_object_code,{legacy,"1",[legacy]}}
        {load_object_code,{shop,"1",[shop_prices,shop_receipt,shop_sup,shop_till]}}
        point_of_no_return
        {load,{legacy,soft_purge,soft_purge}}
        {apply,{application,start,[legacy,permanent]}}
        {suspend,[shop_till]}
        {code_change,down,[{shop_till,[]}]}
        {load,{shop_till,soft_purge,soft_purge}}
        {load,{shop_receipt,soft_purge,soft_purge}}
        {load,{shop_prices,soft_purge,soft_purge}}
        {resume,[shop_till]}
        {remove,{shop_discount,soft_purge,soft_purge}}
        {purge,[shop_discount]}
        {apply,{supervisor,terminate_child,[shop_sup,shop_cart]}}
        {apply,{supervisor,delete_child,[shop_sup,shop_cart]}}
        {suspend,[shop_sup]}
        {load,{shop_sup,soft_purge,soft_purge}}
        {code_change,down,[{shop_sup,[]}]}
        {resume,[shop_sup]}
        {remove,{shop_cart,soft_purge,soft_purge}}
        {purge,[shop_cart]}
        {apply,{application,stop,[audit]}}
        {remove,{audit,soft_purge,soft_purge}}
        {purge,[audit]}
        {apply,{application,unload,[audit]}}
        """
    var package: UpgradePackage? = UpgradePackage(namesArePlain: true, gzipMembers: 1)

    /// One of the two releases.
    struct Side {
        var version: String
        var applications: [Atom: String]
        var types: [Atom: Release.StartType] = [:]
        /// The applications that each application needs.
        var needed: [Atom: [Atom]] = [:]
        var configuration = SystemConfiguration()
        var files: Set<String>
        var unsafeLinks: [UnsafeLink] = []
        var duplicate: String?

        init(version: String, applications: [Atom: String]) {
            self.version = version
            self.applications = applications.merging(["kernel": "8", "stdlib": "4", "sasl": "4"]) { $1 }
            files = [
                "releases/\(version)/start.boot", "releases/\(version)/sys.config", "releases/\(version)/relup",
                "releases/RELEASES", "releases/shop-\(version).rel", "erts-13/bin/erl", "bin/shop",
                "bin/shop-\(version)",
            ]
        }
    }

    static func module(_ name: String, _ facts: String, exports: String = "[{info,0}]") -> String {
        let more = facts.isEmpty ? "" : ", \(facts)"
        return
            "#{name => \(name), md5 => \"00000000000000000000000000000000\", exports => \(exports), code => read\(more)}"
    }

    static func server(_ name: String, _ facts: String) -> String {
        let more = "behaviours => [gen_server], code_changes => [{code_change,3,own}]"
        return module(
            name, facts.isEmpty ? more : "\(more), \(facts)",
            exports: "[{code_change,3},{handle_call,3},{init,1},{start_link,0}]")
    }

    static func children(_ names: String...) -> String {
        supervision(names.map { "#{id => \($0), start => {\($0),start_link,[]}}" })
    }

    /// What a supervisor shows whose children are specified so.
    static func supervision(_ specifications: [String], flags: String = "#{}") -> String {
        let list = specifications.map { "#{specification => \($0)}" }.joined(separator: ",")
        return "#{supervisor => shop_sup, flags => \(flags), elixir => false, children => [\(list)]}"
    }

    /// Has the supervisors of both releases show these children, and `start/2` of shop start `top`.
    mutating func start(_ supervision: String, top: String = "{supervisor,{shop_sup,start_link,0}}") {
        starts = "#{applications => [{shop,shop_app,\(top)}], supervisors => [{shop_sup,\(supervision)}]}"
    }

    // MARK: - Faults

    /// Has both scripts end with a call of a function that shop_text, which does not change, exports.
    mutating func call(_ call: String, exporting function: LocalFunction) {
        for script in [\TestUpgrade.up, \.down] { self[keyPath: script] += "\n{apply,\(call)}" }
        let edit = editDiff
        editDiff = {
            edit(&$0)
            $0.exports["shop_text"] = [function]
        }
    }

    /// Has scripts end with a call of what relup-modify puts into relups, with these arguments.
    mutating func callOwn(_ name: String, up argument: String?, down: String?) {
        if let argument { up += "\n{apply,{relup_\(name),run,[\(argument)]}}" }
        if let down { self.down += "\n{apply,{relup_\(name),run,[\(down)]}}" }
    }

    /// Has scripts begin with such a call.
    mutating func callOwnFirst(_ name: String, up argument: String?, down: String?) {
        if let argument { up = "{apply,{relup_\(name),run,[\(argument)]}}\n" + up }
        if let down { self.down = "{apply,{relup_\(name),run,[\(down)]}}\n" + self.down }
    }

    /// Has the upgrade end with stops of applications, then their starts in the same order.
    mutating func restart(_ applications: [String]) {
        for function in ["stop", "start"] {
            for name in applications { up += "\n{apply,{application,\(function),[\(name)]}}" }
        }
    }

    // MARK: - What the checks look at

    func report() throws -> CheckReport {
        CheckReport(checking: try subject())
    }

    func subject() throws -> CheckSubject {
        var shop = ApplicationDiff(name: "shop", baseVersion: "1", targetVersion: "2", change: .upgraded)
        shop.changedModules = try changed.map {
            ApplicationDiff.ModuleChange(base: try Self.facts($0.base), target: try Self.facts($0.target))
        }
        shop.addedModules = try added.map(Self.facts)
        shop.removedModules = try removed.map(Self.facts)
        var audit = ApplicationDiff(name: "audit", baseVersion: nil, targetVersion: "1", change: .added)
        audit.addedModules = [try Self.facts(Self.module("audit", ""))]
        var legacy = ApplicationDiff(name: "legacy", baseVersion: "1", targetVersion: nil, change: .removed)
        legacy.removedModules = [try Self.facts(Self.module("legacy", ""))]
        var diff = ReleaseDiff(
            baseVersion: base.version, targetVersion: target.version, relupModules: RelupModules(), runtime: [],
            applications: [shop, audit, legacy], configuration: [], consolidated: Changes(),
            exports: [
                "application": [LocalFunction("start", 2), LocalFunction("stop", 1), LocalFunction("unload", 1)],
                "supervisor": [
                    LocalFunction("restart_child", 2), LocalFunction("terminate_child", 2),
                    LocalFunction("delete_child", 2),
                ],
                "shop_text": [LocalFunction("hello", 0)],
            ], brokenCalls: [])
        let term = try TermTextReader.term(fromText: starts, name: "starts")
        diff.baseStarts = try ReleaseStarts(TermFields(term, at: "starts"))
        diff.targetStarts = diff.baseStarts
        editDiff(&diff)
        let names = (diff.applications[0].addedModules, diff.applications[0].removedModules)
        let same = diff.applications[0].changedModules.map(\.name) + ["shop_text"]
        return try CheckSubject(
            target: release(target, modules: ["shop": same + names.0.map(\.name), "audit": ["audit"]]),
            bases: [(release(base, modules: ["shop": same + names.1.map(\.name), "legacy": ["legacy"]]), diff)],
            relup: Relup(
                version: relupVersion, up: try upVersions.map { try Self.script($0, up) },
                down: try downVersions.map { try Self.script($0, down) }),
            package: package)
    }

    private func release(_ side: Side, modules: [Atom: [Atom]]) throws -> CheckedRelease {
        let standard: [Atom: [Atom]] = [
            "kernel": ["application", "code"], "stdlib": ["supervisor", "gen_server", "lists"],
        ]
        let entries = try side.applications.sorted { $0.key < $1.key }.map {
            Release.Entry(try ApplicationName($0.key), try Version($0.value), type: side.types[$0.key] ?? .permanent)
        }
        let applications = entries.map { entry in
            var application = Application(name: entry.name, version: entry.version.text)
            application.applications = side.needed[entry.name] ?? []
            application.modules = modules[entry.name] ?? standard[entry.name] ?? []
            return application
        }
        return CheckedRelease(
            release: Release(
                name: "shop", version: try Version(side.version), ertsVersion: "13", applications: entries),
            applications: applications, files: side.files, configuration: side.configuration,
            unsafeLinks: side.unsafeLinks, duplicate: side.duplicate)
    }

    private static func facts(_ text: String) throws -> ModuleFacts {
        try ModuleFacts(term: TermTextReader.term(fromText: text, name: "facts"), at: "facts")
    }

    /// A script of one instruction a line.
    private static func script(_ version: String, _ text: String) throws -> Relup.Script {
        let list = text.split(separator: "\n").joined(separator: ",")
        let term = try TermTextReader.term(fromText: "[\(list)]", name: "script")
        return Relup.Script(version: version, instructions: term.list ?? [])
    }
}

extension String {
    /// The lines without those that contain `text`.
    func without(_ text: String) -> String {
        split(separator: "\n").filter { !$0.contains(text) }.joined(separator: "\n")
    }

    /// The lines with the one that contains `text` replaced.
    func replacingLine(_ text: String, with line: String) -> String {
        split(separator: "\n").map { $0.contains(text) ? line[...] : $0 }.joined(separator: "\n")
    }

    /// The lines with one more behind the one that contains `text`, or before it.
    func adding(_ line: String, behind text: String? = nil, before other: String? = nil) -> String {
        split(separator: "\n").flatMap { current -> [Substring] in
            if let text, current.contains(text) { return [current, line[...]] }
            if let other, current.contains(other) { return [line[...], current] }
            return [current]
        }.joined(separator: "\n")
    }

    /// The lines with the one that contains `text` moved.
    func moving(_ text: String, behind other: String? = nil, before another: String? = nil) -> String {
        let line = split(separator: "\n").first { $0.contains(text) }.map(String.init) ?? ""
        return without(text).adding(line, behind: other, before: another)
    }
}
