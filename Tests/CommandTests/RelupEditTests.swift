import Files
import TestSupport
import Testing

/// `bin/relup-edit`, with sed in the place of an editor.
@Suite struct RelupEditTests {
    let directory = TemporaryDirectory()

    func run(_ command: String) throws -> CommandRun {
        try BuiltTool.shell(
            """
            relup-prepare '\(Fixture.path("releases/rebar3-1.0.0.tar.gz"))' -o old.tar.gz &&
            relup-upgrade old.tar.gz '\(Fixture.path("releases/rebar3-1.1.0.tar.gz"))' -o up.tar.gz 2>log || exit 99
            cp up.tar.gz before.tar.gz
            relup() { tar xzOf "$1" releases/1.1.0/relup; }
            \(command)
            """, directory: directory.path)
    }

    @Test func aGoodChangeIsPacked() throws {
        let run = try run(
            """
            EDITOR='sed -i s/stock_limits,soft_purge,soft_purge}},/stock_limits,soft_purge,brutal_purge}},/' \\
              relup-edit old.tar.gz up.tar.gz
            relup up.tar.gz | grep -c brutal_purge; tar tzf up.tar.gz | sort >one; tar tzf before.tar.gz | sort | cmp - one
            """)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.errorText.hasPrefix("verdict: hot\n"), "\(run.errorText)")
        #expect(run.text == "2\n")
    }

    @Test func anotherFileIsWrittenAndTheUpgradeStays() throws {
        let run = try run(
            """
            EDITOR='sed -i s/soft_purge/brutal_purge/' relup-edit old.tar.gz up.tar.gz -o other.tar.gz 2>log
            cmp up.tar.gz before.tar.gz && relup other.tar.gz | grep -c brutal_purge
            EDITOR=true relup-edit old.tar.gz up.tar.gz -o other.tar.gz; echo $?
            """)
        #expect(run.text == "12\n2\n")
        #expect(run.errorText == "relup-edit: 'other.tar.gz' exists; --overwrite replaces it\n")
    }

    /// The editor first spoils the relup and then, asked for again, brings it right.
    @Test func aFaultCanBeEditedAgain() throws {
        let run = try run(
            """
            printf '%s\\n' '#!/bin/sh' 'if grep -q shop_tull "$1"; then sed -i "s/shop_tull/shop_till/;s/soft_purge/brutal_purge/" "$1"' \\
              'else sed -i "s/resume,.shop_till/resume,[shop_tull/" "$1"; fi' >editor && chmod +x editor
            echo e | EDITOR=./editor relup-edit old.tar.gz up.tar.gz; echo $?
            """)
        #expect(run.text == "0\n")
        #expect(run.errorText.hasPrefix("verdict: restart\n\nerror up from 1.0.0"))
        #expect(run.errorText.contains("edit again, pack it anyway, or quit? [e/p/q] verdict: hot\n"))
    }

    @Test(arguments: [
        (
            "sed -i s/resume/suspend/", "q",
            "edit again, pack it anyway, or quit? [e/p/q] relup-edit: nothing was written\n"
        ),
        ("sed -i 1,2d", "", "edit again or quit? [e/q] relup-edit: nothing was written\n"),
    ])
    func givingUpWritesNothing(editor: String, answer: String, end: String) throws {
        let run = try run(
            "printf '\(answer)' | EDITOR='\(editor)' relup-edit old.tar.gz up.tar.gz; echo $?; cmp up.tar.gz before.tar.gz"
        )
        #expect(run.text == "1\n")
        #expect(run.errorText.hasSuffix(end), "\(run.errorText)")
    }

    /// Without the old release only faults in the text of the relup are seen.
    @Test func withoutTheOldReleaseTheRelupIsOnlyRead() throws {
        let run = try run(
            """
            EDITOR='sed -i s/soft_purge/brutal_purge/' relup-edit up.tar.gz; relup up.tar.gz | grep -c brutal_purge
            cp up.tar.gz good.tar.gz
            EDITOR='sed -i s/"1.1.0"/"1.3.0"/' relup-edit up.tar.gz </dev/null; echo $?; cmp good.tar.gz up.tar.gz
            EDITOR='sed -i 1,2d' relup-edit up.tar.gz </dev/null 2>>log; echo $?; cmp good.tar.gz up.tar.gz
            """)
        #expect(run.text == "12\n1\n1\n")
        #expect(
            run.errorText
                == "relup-edit: this is not a relup of 1.1.0\nedit again or quit? [e/q] relup-edit: nothing was written\n"
        )
    }

    @Test func aBadRelupIsPackedWhereOneInsists() throws {
        let run = try run(
            "echo p | EDITOR='sed -i s/resume,/suspend,/' relup-edit old.tar.gz up.tar.gz 2>log; echo $?; relup up.tar.gz | grep -c resume"
        )
        #expect(run.text == "0\n0\n")
    }

    @Test(arguments: [
        ("EDITOR=true relup-edit old.tar.gz up.tar.gz", 0, "relup-edit: nothing changed\n"),
        ("relup-edit", 64, "relup-edit: name an upgrade (see --help)\n"),
        ("relup-edit --no old.tar.gz up.tar.gz", 64, "relup-edit: unknown option '--no' (see --help)\n"),
        (
            "relup-edit up.tar.gz old.tar.gz", 2,
            "relup-edit: 'old.tar.gz' is not an upgrade: it has no 'releases/1.0.0/relup', which relup-upgrade makes\n"
        ),
    ])
    func tellsWhatItDoesNotDo(command: String, status: Int, message: String) throws {
        let run = try run("\(command); status=$?; cmp up.tar.gz before.tar.gz && exit $status")
        #expect(run.status == status)
        #expect(run.errorText == message)
    }
}
