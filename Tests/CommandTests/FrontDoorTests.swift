import TestSupport
import Testing

/// `relup`, which all begins with, and `relup doctor`.
@Suite struct FrontDoorTests {
    let directory = TemporaryDirectory()

    static let old = Fixture.path("releases/mix-1.0.0.tar.gz")
    static let new = Fixture.path("releases/mix-1.1.0.tar.gz")

    @Test func aloneItSaysWhatThereIs() throws {
        let alone = try BuiltTool.shell("relup", directory: directory.path)
        #expect(alone.text.hasPrefix("usage: relup COMMAND [arguments]\n"))
        #expect(alone.status == 0)
        // Each line that begins with a command shows one that there is.
        let commands = alone.text.split(separator: "\n").filter { $0.hasPrefix("  relup ") }.map {
            $0.split(separator: " ")[1]
        }
        #expect(commands.count == 7)
        for command in commands {
            let help = try BuiltTool.shell("relup \(command) --help", directory: directory.path)
            #expect(help.status == 0 && help.text.contains("relup-\(command)"), "\(command)")
        }
    }

    @Test(arguments: [
        ("relup diff --summary \(old) \(new)", "relup-diff --summary \(old) \(new)"),
        ("relup --help", "relup help"),
        ("relup version --help", "relup-version --help"),
    ])
    func namesAreTheSameWithASpace(one: String, other: String) throws {
        let runs = try [one, other].map { try BuiltTool.shell($0, directory: directory.path) }
        #expect(runs[0].text == runs[1].text)
        #expect(runs[0].text != "")
    }

    @Test func itsVersionTellsTheBuild() throws {
        let told = try BuiltTool.shell(
            "relup-runtime build -o runtime && RELUP_RUNTIME_DIR=runtime relup --version", directory: directory.path)
        let build =
            /relup [0-9]+\.[0-9]+\.[0-9]+\ncommit ([0-9a-f]{40}\+?|not recorded)\nruntime sha256:[0-9a-f]{64} of OTP [0-9]+ in runtime\n/
        #expect(told.text.wholeMatch(of: build) != nil, "\(told.text)\(told.errorText)")
        let without = try BuiltTool.shell("RELUP_RUNTIME_DIR=none relup --version", directory: directory.path)
        #expect(without.text.hasSuffix("\nruntime not built in none\n"))
    }

    @Test(arguments: ["nonsense", "../relup-diff", "--nonsense", ""])
    func whatThereIsNotIsToldSo(command: String) throws {
        let run = try BuiltTool.shell("relup '\(command)'", directory: directory.path)
        #expect(run.status == 64)
        #expect(run.errorText == "relup: there is no 'relup-\(command)'; relup --help says what there is\n")
    }

    @Test func aPairThatUpgrades() throws {
        let run = try BuiltTool.shell(
            "cp \(Self.old) \(Self.new) . && relup doctor mix-1.0.0.tar.gz mix-1.1.0.tar.gz", directory: directory.path)
        #expect(
            run.text == """
                demo 1.0.0 -> 1.1.0: hot (install it on the running node)
                  changes       1.0.0 -> 1.1.0: 2 applications, modules: 3 added, 1 removed, 4 changed
                                demo 1.0.0 -> 1.1.0: upgraded
                                tally 0.3.0 -> 0.4.0: upgraded, appup generated
                  stands still  up from 1.0.0: about 80 ms, processes of Demo.Supervisor, Demo.Visits, Tally.Book
                                down to 1.0.0: about 85 ms, processes of Demo.Supervisor, Demo.Visits, Tally.Book
                  to correct    nothing
                  next          relup-upgrade mix-1.0.0.tar.gz mix-1.1.0.tar.gz -o demo-1.1.0.upgrade.tar.gz
                                relup-rehearse mix-1.0.0.tar.gz demo-1.1.0.upgrade.tar.gz   # tries it on a node of its own

                """)
        #expect(run.status == 0)
        #expect(run.errorText == "")
    }

    /// The command that it shows as the next one is right, whatever files are called.
    @Test func theNextCommandRuns() throws {
        let run = try BuiltTool.shell(
            """
            cp \(Self.old) "it's old.tar.gz" && cp \(Self.new) new.tar.gz
            eval "$(relup doctor "it's old.tar.gz" new.tar.gz | sed -n 's/^  next  *//p')" 2>log; ls
            """, directory: directory.path)
        #expect(run.text == "demo-1.1.0.upgrade.tar.gz\nit's old.tar.gz\nlog\nnew.tar.gz\n")
    }

    @Test func buildsOfOneVersion() throws {
        let run = try BuiltTool.shell("cp \(Self.old) a; relup doctor a \(Self.old)", directory: directory.path)
        #expect(run.text.hasPrefix("no upgrade: versions are missing\n"))
        #expect(run.text.contains("next          relup-upgrade --auto-version a "))
        #expect(run.status == 1)
    }

    @Test func onesThatCannotBeRead() throws {
        let run = try BuiltTool.shell("relup doctor none \(Self.old)", directory: directory.path)
        #expect(run.status == 2)
        #expect(run.text == "")
        #expect(run.errorText == "relup-doctor: cannot open 'none': No such file or directory\n")
    }

    @Test func aStateWithoutCodeChangeGetsASkeleton() throws {
        let run = try BuiltTool.shell(
            "relup-appup --suggest \(Self.old) \(Self.new)", directory: directory.path)
        #expect(run.text == "")
        #expect(
            run.errorText
                == "relup-appup: no state has another form without a code_change, as far as it is seen\n")
    }
}
