import TestSupport
import Testing

/// `relup-check --format`, each read by a parser of its own kind.
@Suite struct CheckFormatTests {
    let directory = TemporaryDirectory()

    /// Checks a relup that suspends a module for ever and loads one that nobody can name, which is one error at least.
    func check(_ format: String, _ reader: String) throws -> CommandRun {
        try BuiltTool.shell(
            """
            relup-prepare '\(Fixture.path("releases/rebar3-1.0.0.tar.gz"))' -o old.tar.gz 2>log &&
            relup-upgrade old.tar.gz '\(Fixture.path("releases/rebar3-1.1.0.tar.gz"))' -o up.tar.gz 2>>log &&
            mkdir new && tar xzf up.tar.gz -C new || exit 99
            grep -v '{resume,' new/releases/1.1.0/relup | sed "s/shop_till,soft_purge/'a|b<c>%\\\\n&\\"',soft_purge/" >bad
            relup-check bad --old old.tar.gz --new new --format \(format) >said; echo $?
            python3 - said <<'END'
            import sys
            said = open(sys.argv[1], encoding="utf-8").read()
            \(reader)
            END
            """, directory: directory.path)
    }

    @Test func jsonIsThatOfTheOption() throws {
        let run = try check("json", "import json; print(json.loads(said)['verdict'])")
        #expect(run.text == "1\nrestart\n")
    }

    @Test func githubHasALineForEachFinding() throws {
        let run = try check(
            "github",
            """
            import re
            lines = said.splitlines()
            for line in lines[:-1]:
                assert re.fullmatch(r"::(error|warning|notice) file=[^:,\\s]+,title=[a-z-]+::.+", line), line
            assert not re.search(r"%(?!25|0A|0D)", "".join(line.split("::", 2)[2] for line in lines))
            print(sorted({line.split("file=")[1].split(",")[0] for line in lines[:-1]}), lines[-1])
            """)
        #expect(
            run.text
                == "1\n['lib/shop-1.1.0/ebin/shop_till.beam', 'releases/1.1.0/relup'] ::notice title=relup-check::verdict: restart\n",
            "\(run.errorText)")
    }

    /// What the schema of SARIF 2.1.0 requires, and what GitHub's code scanning reads.
    @Test func sarifIsThatOfItsSchema() throws {
        let run = try check(
            "sarif",
            """
            import json, re
            log = json.loads(said)
            assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json") and len(log["runs"]) == 1
            run = log["runs"][0]
            driver = run["tool"]["driver"]
            assert driver["name"] == "relup-check"
            rules = [rule["id"] for rule in driver["rules"]]
            assert len(set(rules)) == len(rules) and all(rule["help"]["text"] for rule in driver["rules"])
            for result in run["results"]:
                assert set(result) == {"ruleId", "level", "message", "locations"}, result
                assert result["ruleId"] in rules and result["level"] in ("none", "note", "warning", "error")
                assert result["message"]["text"]
                uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                assert re.fullmatch(r"([A-Za-z0-9._~/+-]|%[0-9A-F]{2})+", uri), uri
            print(run["properties"]["verdict"], len(run["results"]) > 0)
            """)
        #expect(run.text == "1\nrestart True\n", "\(run.errorText)")
    }

    @Test func junitCountsItsFailures() throws {
        let run = try check(
            "junit",
            """
            import xml.etree.ElementTree as tree
            suite = tree.fromstring(said).find("testsuite")
            cases = suite.findall("testcase")
            assert int(suite.get("tests")) == len(cases) and all(case.get("name") and case.get("classname") for case in cases)
            failures = [case for case in cases if case.find("failure") is not None]
            assert int(suite.get("failures")) == len(failures) > 0
            assert all(case.find("failure").get("message") and case.find("failure").text for case in failures)
            print(cases[0].get("name"))
            """)
        #expect(run.text == "1\nverdict: restart\n", "\(run.errorText)")
    }

    @Test func markdownIsATable() throws {
        let run = try check(
            "markdown",
            """
            heading, blank, *table = said.splitlines()
            assert all(line.startswith("| ") and line.endswith(" |") and line.count("|") == 5 for line in table[:1] + table[2:])
            print(heading)
            """)
        #expect(run.text == "1\n## relup: restart\n", "\(run.errorText)")
    }

    @Test func aGoodUpgradeIsNoFailure() throws {
        let run = try BuiltTool.shell(
            """
            relup-diff '\(Fixture.path("releases/mix-1.0.0.tar.gz"))' '\(Fixture.path("releases/mix-1.1.0.tar.gz"))' |
                relup-appup | relup-make | relup-modify 2>log | tee document | relup-check --format markdown
            for format in github junit; do relup-check --strict --format $format <document | grep -cE '::error|<failure'; done
            """, directory: directory.path)
        #expect(run.text.hasPrefix("## relup: hot\n"))
        #expect(run.text.hasSuffix("\n0\n0\n"))
    }
}
