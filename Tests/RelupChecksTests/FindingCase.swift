import BeamFiles
import ErlangTerms
import Releases
import Testing

@testable import ReleaseDiffs
@testable import RelupChecks

/// How a good upgrade comes to have a finding, and how one that is nearly the same does not.
struct FindingCase: CustomTestStringConvertible, Sendable {
    typealias Edit = @Sendable (inout TestUpgrade) -> Void

    let code: Atom
    let trigger: Edit
    let twin: Edit

    init(_ code: Atom, _ trigger: @escaping Edit, twin: @escaping Edit) {
        self.code = code
        self.trigger = trigger
        self.twin = twin
    }

    var testDescription: String { code.name }

    /// One for each kind of finding, or more.
    static let all: [FindingCase] = ofReleases + ofScripts + ofCode + ofApplications
}

extension FindingCase {
    static let ofReleases: [FindingCase] = [
        FindingCase("runtime-changed") {
            $0.editDiff = { $0.runtime = [ReleaseDiff.RuntimeChange(name: "erts", base: "13", target: "14")] }
        } twin: { _ in
        },
        FindingCase("boot-file-missing") {
            $0.target.files.remove("releases/2.0/start.boot")
        } twin: {
            $0.target.files.remove("releases/RELEASES")
        },
        FindingCase("sasl-missing") {
            $0.target.applications["sasl"] = nil
        } twin: {
            $0.target.applications["sasl"] = "5"
        },
        FindingCase("releases-file-missing") {
            $0.base.files.remove("releases/RELEASES")
        } twin: {
            $0.target.files.remove("releases/RELEASES")
        },
        FindingCase("emulator-not-included") {
            $0.base.files.remove("erts-13/bin/erl")
            $0.base.files.insert("releases/1.0/env.sh")
        } twin: {
            $0.target.files.remove("erts-13/bin/erl")
        },
        FindingCase("emulator-elsewhere") {
            $0.base.files.remove("erts-13/bin/erl")
        } twin: {
            $0.target.files.remove("erts-13/bin/erl")
        },
        FindingCase("launcher-starts-old-release") {
            $0.target.files.remove("bin/shop-2.0")
        } twin: {
            $0.target.files.remove("bin/shop-2.0")
            $0.base.files.remove("bin/shop-1.0")
            $0.base.files.insert("releases/1.0/env.sh")
        },
        FindingCase("tarball-names") {
            $0.package = UpgradePackage(namesArePlain: false, gzipMembers: 1)
        } twin: {
            $0.package = nil
        },
        FindingCase("tarball-members") {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 2)
        } twin: {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 0)
        },
        FindingCase("tarball-duplicates") {
            $0.package = UpgradePackage(
                namesArePlain: true, gzipMembers: 1, duplicateCount: 1, firstDuplicate: "releases/2.0/relup")
        } twin: {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 1, duplicateCount: 0)
        },
        FindingCase("release-resource-missing") {
            $0.target.files.remove("releases/shop-2.0.rel")
        } twin: {
            $0.target.files.remove("releases/shop-2.0.rel")
            $0.package = nil
        },
        FindingCase("application-left-out") {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 1, leftOut: ["audit-1"])
        } twin: {
            $0.package = UpgradePackage(namesArePlain: true, gzipMembers: 1, leftOut: ["shop-1"])
        },
        FindingCase("configuration-unreadable") {
            $0.target.configuration.faultLine = 3
        } twin: {
            $0.base.configuration.faultLine = 3
        },
        FindingCase("configuration-not-expanded") {
            $0.target.files.remove("releases/2.0/sys.config")
            $0.target.files.insert("releases/2.0/sys.config.src")
        } twin: {
            $0.target.files.insert("releases/2.0/sys.config.src")
        },
        FindingCase("configuration-missing") {
            $0.target.files.remove("releases/2.0/sys.config")
        } twin: {
            $0.target.files.remove("releases/2.0/sys.config")
            $0.base.files.remove("releases/1.0/sys.config")
        },
        FindingCase("emulator-flags-change") {
            $0.editDiff = {
                $0.configuration = [ReleaseDiff.FileKeys(file: "vm.args", keys: KeyDiff(isOpaque: true))]
            }
        } twin: {
            $0.editDiff = {
                $0.configuration = [ReleaseDiff.FileKeys(file: "remote.vm.args", keys: KeyDiff(isOpaque: true))]
            }
        },
        FindingCase("runtime-configuration-lost") {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""1.0""#, down: nil)
        } twin: {
            $0.target.configuration.hasProviders = true
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        },
        FindingCase("runtime-configuration-lost") {
            $0.target.configuration.hasProviders = true
            $0.call("{shop_text,config_change,[[],[]]}", exporting: LocalFunction("config_change", 2))
        } twin: {
            $0.target.configuration.hasProviders = true
            $0.call("{shop_text,configure,[]}", exporting: LocalFunction("configure", 0))
        },
        FindingCase("configuration-left-to-call") {
            $0.base.configuration.hasProviders = true
            $0.call("{shop_text,configure,[]}", exporting: LocalFunction("configure", 0))
        } twin: {
            $0.base.configuration.hasProviders = true
            $0.call("{shop_text,configure,[]}", exporting: LocalFunction("configure", 0))
            $0.callOwn("load_configuration", up: nil, down: #""1.0""#)
        },
        FindingCase("unchanged-version") {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged)
                text.conflicts = [ApplicationDiff.Conflict(module: "text_html", baseFile: "old", targetFile: "new")]
                $0.applications.append(text)
            }
        } twin: { _ in
        },
        FindingCase("unchanged-version-files") {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "1", change: .unchanged)
                text.privateFiles.changed = ["text.so", "words"]
                $0.applications.append(text)
            }
        } twin: {
            $0.editDiff = {
                var text = ApplicationDiff(name: "text", baseVersion: "1", targetVersion: "2", change: .upgraded)
                text.privateFiles.changed = ["text.so", "words"]
                $0.applications.append(text)
            }
        },
        FindingCase("relup-of-other-version") {
            $0.relupVersion = "2.0.0"
        } twin: { _ in
        },
        FindingCase("no-upgrade-from-base") {
            $0.upVersions = ["1.0.0"]
        } twin: {
            $0.upVersions = ["1.0.0", "1.0"]
        },
        FindingCase("no-downgrade-to-base") {
            $0.downVersions = []
        } twin: {
            $0.downVersions = ["1.0", "0.9"]
        },
        FindingCase("version-twice") {
            $0.upVersions = ["1.0", "1.0"]
        } twin: {
            $0.upVersions = ["1.0", "1"]
        },
        FindingCase("version-of-no-base") {
            $0.downVersions = ["1.0", "0.9"]
        } twin: { _ in
        },
        FindingCase("downgrade-not-checked") {
            $0.base.files.remove("releases/1.0/relup")
        } twin: {
            $0.target.files.remove("releases/2.0/relup")
        },
        FindingCase("broken-call") {
            $0.editDiff = {
                $0.brokenCalls = [
                    ReleaseDiff.BrokenCall(
                        application: "shop", caller: "shop_text",
                        function: ExternalFunction("shop_receipt", "print", 1))
                ]
            }
        } twin: { _ in
        },
    ]

    static let ofScripts: [FindingCase] = [
        FindingCase("unknown-instruction") {
            $0.up = $0.up.adding("{load_module,shop_till}", behind: "point_of_no_return")
        } twin: { _ in
        },
        FindingCase("unknown-instruction") {
            $0.up = $0.up.replacingLine("{resume,[shop_till", with: "{resume,shop_till}")
        } twin: { _ in
        },
        FindingCase("illegal-after-point-of-no-return") {
            $0.up = $0.up.moving("load_object_code,{audit", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.moving("load_object_code,{audit", before: "point_of_no_return")
        },
        FindingCase("change-before-point-of-no-return") {
            $0.down = $0.down.moving("{suspend,[shop_till", before: "point_of_no_return")
        } twin: {
            $0.down = $0.down.moving("{suspend,[shop_till", behind: "point_of_no_return")
        },
        FindingCase("change-before-point-of-no-return") {
            $0.up = $0.up.adding("{load,{shop_cart,soft_purge,soft_purge}}", before: "point_of_no_return")
            $0.up = $0.up.adding("{apply,{shop_till,run,[[]]}}", before: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding("{load,{shop_till,soft_purge,soft_purge}}", before: "point_of_no_return")
            $0.up = $0.up.adding("{load,{shop_cart,soft_purge,soft_purge}}", before: "point_of_no_return")
            $0.up = $0.up.adding("{apply,{shop_till,run,[[]]}}", before: "point_of_no_return")
        },
        FindingCase("no-point-of-no-return") {
            $0.down = $0.down.without("point_of_no_return")
        } twin: { _ in
        },
        FindingCase("second-point-of-no-return") {
            $0.up = $0.up.adding("point_of_no_return", behind: "{resume,[shop_till")
        } twin: { _ in
        },
        FindingCase("emulator-restarts") {
            $0.up += "\nrestart_emulator"
        } twin: { _ in
        },
        FindingCase("never-run") {
            $0.up = $0.up.adding("restart_emulator", behind: "{resume,[shop_till")
        } twin: {
            $0.up += "\nrestart_emulator"
        },
        FindingCase("waits-for-nodes") {
            $0.up += "\n{sync_nodes,one,[node@host]}"
        } twin: { _ in
        },
        FindingCase("not-resumed") {
            $0.down = $0.down.without("{resume,[shop_till")
        } twin: {
            $0.down = $0.down.replacingLine("{resume,[shop_till", with: "{resume,[shop_till,shop_text]}")
        },
        FindingCase("not-resumed") {
            $0.up = $0.up.moving("{resume,[shop_till", behind: "unload,[legacy").adding(
                "restart_emulator", before: "{resume,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{resume,[shop_till", behind: "unload,[legacy") + "\nrestart_emulator"
        },
        FindingCase("resumed-not-suspended") {
            $0.down = $0.down.replacingLine("{resume,[shop_till", with: "{resume,[shop_till,shop_text]}")
        } twin: { _ in
        },
        FindingCase("loaded-while-running") {
            $0.up = $0.up.moving("{load,{shop_till", before: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{load,{shop_till", behind: "{suspend,[shop_till")
        },
        FindingCase("suspended-supervisor") {
            $0.up = $0.up.moving("{resume,[shop_sup", behind: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{resume,[shop_sup", before: "{suspend,[shop_till")
        },
        FindingCase("suspend-after-channels") {
            $0.up = $0.up.adding("{apply,{relup_suspend_channels,run,[shop]}}", before: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.adding("{apply,{relup_suspend_channels,run,[shop]}}", behind: "{suspend,[shop_till")
        },
        FindingCase("suspend-after-channels") {
            let suspend = "{apply,{'Elixir.Edeliver.Relup.Instructions.SuspendChannels',run,[shop]}}"
            $0.up = $0.up.adding(suspend, before: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.adding("{apply,{shop_text,suspend_channels,[]}}", before: "{suspend,[shop_till")
        },
        FindingCase("connections-not-resumed") {
            $0.down += "\n{apply,{relup_suspend_acceptors,run,[shop]}}"
        } twin: {
            $0.down += "\n{apply,{relup_suspend_acceptors,run,[shop]}}\n{apply,{relup_resume_acceptors,run,[shop]}}"
        },
        FindingCase("connections-not-resumed") {
            $0.up += "\n{apply,{relup_suspend_channels,run,[shop]}}\n{apply,{relup_resume_acceptors,run,[shop]}}"
        } twin: {
            $0.up += "\n{apply,{relup_suspend_channels,run,[shop]}}\n{apply,{relup_resume_channels,run,[shop]}}"
        },
        FindingCase("connections-not-resumed") {
            $0.up += "\n{apply,{ranch,resume_listener,[shop]}}\n{apply,{ranch,suspend_listener,[shop]}}"
        } twin: {
            $0.up += "\n{apply,{ranch,suspend_listener,[shop]}}\n{apply,{ranch,resume_listener,[shop]}}"
        },
        FindingCase("call-of-suspended-supervisor") {
            $0.up = $0.up.moving("restart_child", before: "{resume,[shop_sup")
        } twin: {
            $0.up = $0.up.moving("restart_child", behind: "{resume,[shop_sup")
        },
        FindingCase("not-started") {
            $0.up = $0.up.adding("{stop,[shop_text]}", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding("{stop,[shop_text]}", behind: "point_of_no_return") + "\n{start,[shop_text]}"
        },
        FindingCase("started-not-stopped") {
            $0.up += "\n{start,[shop_text]}"
        } twin: {
            $0.up = $0.up.adding("{stop,[shop_text]}", behind: "point_of_no_return") + "\n{start,[shop_text]}"
        },
    ]

    static let ofCode: [FindingCase] = [
        FindingCase("load-without-object-code") {
            $0.up = $0.up.replacingLine(
                "load_object_code,{shop",
                with: #"{load_object_code,{shop,"2",[shop_cart,shop_discount,shop_sup,shop_till]}}"#)
        } twin: {
            $0.up = $0.up.replacingLine(
                "load_object_code,{shop",
                with: #"{load_object_code,{shop,"2",[shop_till,shop_sup,shop_prices,shop_discount,shop_cart]}}"#)
        },
        FindingCase("load-without-object-code") {
            $0.up += "\n{load,{shop_till,soft_purge,soft_purge}}"
        } twin: {
            $0.up =
                $0.up.adding(#"{load_object_code,{shop,"2",[shop_prices]}}"#, before: "point_of_no_return")
                + "\n{load,{shop_prices,soft_purge,soft_purge}}"
        },
        FindingCase("wrong-library-version") {
            $0.up = $0.up.replacingLine("{audit,", with: #"{load_object_code,{audit,"1.0",[audit]}}"#)
        } twin: { _ in
        },
        FindingCase("no-such-library") {
            $0.up = $0.up.adding(#"{load_object_code,{legacy,"1",[legacy]}}"#, before: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding(#"{load_object_code,{stdlib,"4",[lists]}}"#, before: "point_of_no_return")
        },
        FindingCase("no-such-module-file") {
            $0.up = $0.up.adding(#"{load_object_code,{shop,"2",[shop_receipt]}}"#, before: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding(#"{load_object_code,{shop,"2",[shop_text]}}"#, before: "point_of_no_return")
        },
        FindingCase("module-not-covered") {
            $0.up = $0.up.without("{load,{shop_prices")
        } twin: {
            $0.up = $0.up.replacingLine("{load,{shop_prices", with: "{load,{shop_prices,brutal_purge,brutal_purge}}")
        },
        FindingCase("module-not-covered") {
            $0.up = $0.up.without("{remove,{shop_receipt")
        } twin: {
            $0.up = $0.up.without("{purge,[shop_receipt")
        },
        FindingCase("needed-module-removed") {
            $0.up += "\n{remove,{shop_text,soft_purge,soft_purge}}"
        } twin: {
            $0.up =
                $0.up.adding(#"{load_object_code,{shop,"2",[shop_text]}}"#, before: "point_of_no_return")
                + "\n{remove,{shop_text,soft_purge,soft_purge}}\n{load,{shop_text,soft_purge,soft_purge}}"
        },
        FindingCase("attributes-missing") {
            $0.added[0] = TestUpgrade.module("shop_discount", "stripped => true", exports: "[{apply_to,1}]")
        } twin: {
            $0.removed[0] = TestUpgrade.module("shop_receipt", "", exports: "[{print,1}]")
        },
        FindingCase("code-change-not-suspended") {
            $0.up = $0.up.moving("{code_change,up,[{shop_till", behind: "{resume,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{code_change,up,[{shop_till", before: "{resume,[shop_till")
        },
        FindingCase("code-change-in-wrong-code") {
            $0.up = $0.up.moving("{code_change,up,[{shop_till", before: "{load,{shop_till")
        } twin: {
            $0.up = $0.up.moving("{load,{shop_prices", behind: "{code_change,up,[{shop_till")
        },
        FindingCase("code-change-in-old-code") {
            $0.down = $0.down.moving("{code_change,down,[{shop_till", behind: "{load,{shop_till")
        } twin: {
            $0.down = $0.down.moving("{code_change,down,[{shop_sup", behind: "{load,{shop_sup")
        },
        FindingCase("code-change-wrong-way") {
            $0.down = $0.down.replacingLine("code_change,down,[{shop_till", with: "{code_change,[{shop_till,[]}]}")
        } twin: {
            $0.up = $0.up.replacingLine("code_change,up,[{shop_till", with: "{code_change,[{shop_till,[]}]}")
        },
        FindingCase("code-change-twice") {
            $0.up = $0.up.adding("{code_change,up,[{shop_till,[]}]}", before: "{resume,[shop_till")
        } twin: { _ in
        },
        FindingCase("state-not-converted") {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
            $0.changed[1].target = TestUpgrade.server("shop_till", "state => {'_','_'}")
        },
        FindingCase("state-not-converted") {
            $0.changed[1].target = TestUpgrade.module(
                "shop_till", "code_changes => [{code_change,3,identity}], struct => [name,sum]")
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "code_changes => [{code_change,3,identity}], struct => [name]")
        } twin: {
            $0.changed[1].target = TestUpgrade.module(
                "shop_till", "code_changes => [{code_change,3,identity}], struct => [name]")
            $0.changed[1].base = $0.changed[1].target
        },
        FindingCase("code-change-not-called") {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
            $0.changed[1].target = TestUpgrade.server("shop_till", "state => {'_','_'}")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
            $0.down = $0.down.without("{code_change,down,[{shop_till")
            $0.changed[1].target = TestUpgrade.module("shop_till", "code_changes => [{code_change,3,identity}]")
        },
        FindingCase("code-change-not-called") {
            $0.up = $0.up.without("{code_change,up,[{shop_sup")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_sup").without("restart_child")
            $0.down = $0.down.without("{code_change,down,[{shop_sup").without("_child")
            $0.changed[0].target = $0.changed[0].base
        },
        FindingCase("native-code-changed") {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "nif => true")
        } twin: {
            $0.added[0] = TestUpgrade.module("shop_discount", "nif => true", exports: "[{apply_to,1}]")
        },
        FindingCase("native-library-changed") {
            $0.editDiff = { $0.applications[0].privateFiles.changed = ["shop.so"] }
        } twin: {
            $0.editDiff = { $0.applications[0].privateFiles.changed = ["shop.css"] }
        },
        FindingCase("load-order") {
            $0.up = $0.up.moving("{load,{shop_prices", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.moving("{load,{shop_discount", behind: "point_of_no_return")
        },
        FindingCase("load-order-unavoidable") {
            $0.changed[1].base = TestUpgrade.server("shop_till", "imports => [{shop_prices,old,0}], state => {'_','_'}")
            $0.changed[1].target = TestUpgrade.server(
                "shop_till", "imports => [{shop_prices,new,0}], state => #{sum => '_'}")
            $0.changed[2].base = TestUpgrade.module("shop_prices", "", exports: "[{old,0}]")
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{new,0}]")
            $0.up = $0.up.moving("{load,{shop_prices", behind: "point_of_no_return")
        } twin: {
            $0.changed[1].base = TestUpgrade.server("shop_till", "imports => [{shop_prices,old,0}], state => {'_','_'}")
            $0.changed[1].target = TestUpgrade.server(
                "shop_till", "imports => [{shop_prices,new,0}], state => #{sum => '_'}")
            $0.changed[2].base = TestUpgrade.module("shop_prices", "", exports: "[{old,0}]")
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{new,0},{old,0}]")
            $0.up = $0.up.moving("{load,{shop_prices", behind: "point_of_no_return")
        },
        FindingCase("brutal-purge") {
            $0.up = $0.up.replacingLine("{load,{shop_prices", with: "{load,{shop_prices,soft_purge,brutal_purge}}")
        } twin: {
            $0.up = $0.up.replacingLine("{load,{shop_cart", with: "{load,{shop_cart,soft_purge,brutal_purge}}")
        },
        FindingCase("closures-change") {
            $0.changed[2].base = TestUpgrade.module("shop_prices", "lambdas => [{'-f/0-fun-0-',1,0}]")
        } twin: {
            $0.added[0] = TestUpgrade.module(
                "shop_discount", "lambdas => [{'-f/0-fun-0-',1,0}]", exports: "[{apply_to,1}]")
        },
        FindingCase("protocols-not-reloaded") {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable", "Elixir.Collectable"] }
            $0.callOwn("load_protocols", up: #"{"2.0",['Elixir.Enumerable']}"#, down: nil)
        } twin: {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable"] }
            $0.callOwn(
                "load_protocols", up: #"{"2.0",['Elixir.Enumerable']}"#, down: #"{"1.0",['Elixir.Enumerable']}"#)
        },
        FindingCase("protocols-not-reloaded") {
            $0.editDiff = { $0.consolidated.changed = ["shop_prices"] }
            $0.callOwn("load_protocols", up: #"{"2.0",[shop_prices]}"#, down: #"{"1.0",[shop_prices]}"#)
            $0.up = $0.up.moving("{load,{shop_prices", behind: "relup_load_protocols,run")
        } twin: {
            $0.editDiff = { $0.consolidated.changed = ["shop_prices"] }
            $0.callOwn("load_protocols", up: #"{"2.0",[shop_prices]}"#, down: #"{"1.0",[shop_prices]}"#)
        },
        FindingCase("protocols-left-to-call") {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable"] }
            $0.call("{shop_text,reload,[['Elixir.Enumerable']]}", exporting: LocalFunction("reload", 1))
        } twin: {
            $0.editDiff = { $0.consolidated.changed = ["Elixir.Enumerable"] }
            $0.call("{shop_text,reload,[['Elixir.List']]}", exporting: LocalFunction("reload", 1))
        },
    ]

    static let ofApplications: [FindingCase] = [
        FindingCase("apply-unknown-module") {
            $0.up += "\n{apply,{shop_txt,hello,[]}}"
        } twin: {
            $0.up += "\n{apply,{shop_text,hello,[]}}"
        },
        FindingCase("apply-not-loaded") {
            $0.up = $0.up.adding("{apply,{shop_cart,start_link,[]}}", before: "{load,{shop_cart")
        } twin: {
            $0.up = $0.up.adding("{apply,{shop_cart,start_link,[]}}", behind: "{load,{shop_cart")
        },
        FindingCase("apply-not-loaded") {
            $0.up = $0.up.adding("{apply,{shop_receipt,print,[1]}}", behind: "{remove,{shop_receipt")
        } twin: {
            $0.up = $0.up.adding("{apply,{shop_receipt,print,[1]}}", before: "{remove,{shop_receipt")
        },
        FindingCase("apply-unknown-function") {
            $0.up += "\n{apply,{shop_text,hello,[1]}}"
        } twin: {
            $0.up += "\n{apply,{shop_text,hello,[]}}"
        },
        FindingCase("apply-unknown-function") {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{convert,0}]")
            $0.up = $0.up.adding("{apply,{shop_prices,convert,[]}}", before: "{load,{shop_prices")
        } twin: {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{convert,0}]")
            $0.up = $0.up.adding("{apply,{shop_prices,convert,[]}}", behind: "{load,{shop_prices")
        },
        FindingCase("apply-runs-code") {
            $0.up += "\n{apply,{shop_text,hello,[]}}"
        } twin: {
            $0.up += "\n{apply,{supervisor,restart_child,[shop_sup,shop_text]}}"
        },
        FindingCase("application-not-started") {
            $0.up = $0.up.without("start,[audit")
        } twin: {
            $0.up = $0.up.without("start,[audit")
            $0.down = $0.down.without("stop,[audit").without("unload,[audit")
            $0.target.types["audit"] = Release.StartType.none
        },
        FindingCase("application-not-started") {
            $0.up += "\n{apply,{application,stop,[shop]}}"
        } twin: {
            $0.up += "\n{apply,{application,stop,[shop]}}\n{apply,{application,start,[shop]}}"
        },
        FindingCase("application-not-started") {
            $0.base.types["shop"] = .load
        } twin: {
            $0.base.types["shop"] = .temporary
        },
        FindingCase("application-before-dependency") {
            $0.restart(["shop", "sasl"])
            $0.target.needed = ["shop": ["sasl"]]
        } twin: {
            $0.restart(["sasl", "shop"])
            $0.target.needed = ["shop": ["sasl"]]
        },
        FindingCase("application-stopped-under-dependent") {
            $0.restart(["shop", "sasl"])
            $0.base.needed = ["sasl": ["shop"]]
        } twin: {
            $0.restart(["shop", "sasl"])
            $0.target.needed = ["sasl": ["shop"]]
        },
        FindingCase("application-started-early") {
            $0.up = $0.up.moving("start,[audit", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.moving("start,[audit", behind: "unload,[legacy")
        },
        FindingCase("application-not-stopped") {
            $0.up = $0.up.without("{application,stop")
        } twin: {
            $0.up = $0.up.without("{application,stop")
            $0.base.types["legacy"] = .load
        },
        FindingCase("application-stopped-late") {
            $0.up = $0.up.moving("{application,stop", behind: "{remove,{legacy")
        } twin: {
            $0.up = $0.up.moving("{application,stop", behind: "point_of_no_return")
        },
        FindingCase("application-not-unloaded") {
            $0.up = $0.up.without("{application,unload")
        } twin: {
            $0.up = $0.up.moving("{application,unload", behind: "{remove,{legacy")
        },
        FindingCase("child-not-started") {
            $0.up = $0.up.without("restart_child")
        } twin: {
            $0.up = $0.up.replacingLine(
                "restart_child", with: "{apply,{supervisor,restart_child,[{global,shop_sup},shop_cart]}}")
        },
        FindingCase("child-not-stopped") {
            $0.down = $0.down.without("terminate_child")
        } twin: {
            let hidden = TestUpgrade.children("shop_till").replacing("}]", with: "},#{specification => '_'}]")
            $0.changed[0].base = TestUpgrade.module("shop_sup", "behaviours => [supervisor], supervision => \(hidden)")
            $0.down = $0.down.without("terminate_child")
        },
        FindingCase("child-not-deleted") {
            $0.down = $0.down.without("delete_child")
        } twin: {
            $0.down = $0.down.moving("delete_child", behind: "{resume,[shop_sup")
        },
    ]
}
