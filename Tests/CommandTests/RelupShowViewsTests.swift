import Files
import TestSupport
import Testing

/// What people see of the upgrades of the fixtures.
@Suite struct RelupShowViewsTests {
    let directory = TemporaryDirectory()

    /// Makes `document` and `up.tar.gz` of a fixture pair, then runs a command.
    func run(_ kind: String, _ command: String) throws -> CommandRun {
        try BuiltTool.shell(
            """
            set -o pipefail
            new='\(Fixture.path("releases/\(kind)-1.1.0.tar.gz"))' old='\(Fixture.path("releases/\(kind)-1.0.0.tar.gz"))'
            { relup-diff "$old" "$new" | relup-appup | relup-make | relup-modify | relup-check >document \
              && relup-pack -o up.tar.gz <document; } 2>log || exit 99
            \(command)
            """, directory: directory.path)
    }

    @Test func theDocumentIsShownAsText() throws {
        let text = try run("rebar3", "relup-show document").text
        #expect(try Golden.text(in: "show/rebar3.txt", actual: text) == text)
    }

    @Test func theDocumentIsShownAsAGraph() throws {
        let text = try run("rebar3", "relup-show --dot document").text
        #expect(try Golden.text(in: "show/rebar3.dot", actual: text) == text)
    }

    @Test func theDocumentIsShownAsJSON() throws {
        let run = try run(
            "mix",
            """
            relup-show --json document | python3 -c '
            import json, sys
            page = json.load(sys.stdin)
            print(page["title"], page["verdict"], [section["title"] for section in page["sections"]][-3:])
            up = [s for s in page["sections"] if s["title"] == "up from 1.0.0"][0]["steps"]
            print({step["phase"] for step in up[:2]}, up[2]["phase"], up[3]["suspended"], up[-1]["suspended"])
            print(len(page["reasons"]), page["next"]["command"])'
            """)
        #expect(
            run.text == """
                upgrade of demo to 1.1.0 hot ['supervision', 'configuration', 'modifications']
                {'before'} point of no return ['Elixir.Tally.Book'] []
                3 relup-pack -o demo-1.1.0.upgrade.tar.gz document

                """)
    }

    /// The same timelines are seen in the document, the relup and the tarball.
    @Test func relupsAndTarballsHaveTimelines() throws {
        let run = try run(
            "rebar3",
            """
            part() { sed -n '/^up from/,/purge \\[*shop_discount/p'; }
            tar xzOf up.tar.gz releases/1.1.0/relup >relup
            relup-show document | part >one; relup-show relup | part >two; relup-show up.tar.gz | part >three
            wc -l <one; cmp one two && cmp two three
            relup-show relup | head -n 1; relup-show up.tar.gz | head -n 1; relup-show "$old" | tail -n 1
            tar xzOf up.tar.gz lib/stock-2.5.0/ebin/stock.appup | relup-show - | head -n 4
            tar xzOf up.tar.gz lib/stock-2.5.0/ebin/stock_limits.beam | relup-show - | head -n 1
            """)
        #expect(run.status == 0)
        #expect(run.errorText == "")
        let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "37")
        #expect(lines[1...2] == ["relup of 1.1.0", "upgrade of shop to 1.1.0"])
        #expect(lines[4...6] == ["appup of 2.5.0", "", "up from 2.4.1"])
        #expect(lines.dropLast().last == "module stock_limits")
    }

    /// Whatever is shown is JSON, a graph and a page in their own grammars.
    @Test func allKindsAreShownInAllForms() throws {
        let run = try run(
            "rebar3",
            """
            tar xzOf up.tar.gz releases/1.1.0/relup >relup; tar xzOf up.tar.gz lib/stock-2.5.0/ebin/stock.appup >appup
            tar xzOf up.tar.gz lib/stock-2.5.0/ebin/stock_limits.beam >beam
            for file in document relup appup up.tar.gz "$old" beam; do
              relup-show "$file" | grep -q . && relup-show --json "$file" | python3 -m json.tool >/dev/null &&
                relup-show --html "$file" | grep -qi '^<!doctype html>' && relup-show --dot "$file" >dot &&
                sed -n '1s/ .*//p;$p' dot | tr -d '\\n' && if command -v dot >/dev/null; then dot -Tsvg dot >svg; fi && echo
            done
            """)
        #expect(run.errorText == "")
        #expect(run.text == String(repeating: "digraph}\n", count: 6))
    }

    /// A page may not run or show what a hostile name says.
    @Test func thePageShowsHostileNamesAsText() throws {
        let relup =
            #"{"<script>alert(1)</script>",[{"1",[],[{load,{'\x{202E}"><img src=x onerror=alert(1)>',soft_purge,soft_purge}}]}],[]}."#
        let page = try BuiltTool.run("relup-show", "--html", "-", stdin: Array(relup.utf8)).text
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.contains("<img"))
        #expect(page.components(between: "<script>", and: "</script>") == 1)
        #expect(!page.contains("\u{202E}"))
    }

    @Test func thePageNeedsNoNetwork() throws {
        let page = try run("mix", "relup-show --html document").text
        #expect(page.contains("default-src 'none'"))
        for text in ["http:", "https:", "url(", "@import", "<link rel=\"stylesheet", "src="] where text != "src=" {
            #expect(!page.contains(text), "\(text)")
        }
    }

    /// The page and the terminal have the names of Elixir, for programs all names stay as they are.
    @Test func namesAreThoseOfTheLanguage() throws {
        let run = try run(
            "mix",
            """
            for form in '' --html --json; do relup-show $form document >shown; grep -c "Elixir[.]" shown; done
            relup-show document | grep -E '^ .*(suspend|code_change|state)'
            """)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines[0...1] == ["0", "0"])
        #expect(lines[2] != "0")
        #expect(run.text.contains(" suspend Demo.Visits  suspended: Demo.Visits\n"), "\(run.text)")
    }

    /// What a tarball keeps of the document shows the same page, but for the next step.
    @Test func theTarballShowsWhatTheDocumentShows() throws {
        let run = try run(
            "mix",
            """
            shown() { relup-show "$1" | sed '/^  next/,+1d'; }
            shown document >one; shown up.tar.gz >two; diff one two
            relup-show document | grep -A 1 '^  next'; relup-show up.tar.gz | grep -A 1 '^  next'
            tar xzOf up.tar.gz releases/1.1.0/upgrade.document | grep -c "$PWD"
            relup-pack --slim -o slim.tar.gz document && relup-show slim.tar.gz | sed -n 1,2p
            """)
        #expect(
            run.text == """
                  next pack it
                       relup-pack -o demo-1.1.0.upgrade.tar.gz document
                  next install it
                       relup-install NODE up.tar.gz
                0
                upgrade of demo to 1.1.0
                  verdict hot: install it on the running node

                """)
        #expect(run.errorText == "")
    }

    /// The verdict is about the relup that was checked, not about one that took its place.
    @Test func anotherRelupHasNoVerdict() throws {
        let run = try run(
            "rebar3",
            """
            mkdir edited && tar xzf up.tar.gz -C edited && echo >>edited/releases/1.1.0/relup
            relup-show edited | grep -E 'verdict|^  next|findings'; echo; relup-show edited | grep -A 2 '^states'
            rm -r edited/releases/1.1.0/upgrade.document; relup-show edited | head -n 1
            echo '{upgrade,{1,0},[]}.' >edited/releases/1.1.0/upgrade.document; relup-show edited | head -n 1
            """)
        #expect(
            run.text == """
                  next check it

                states
                  module     before  after       converted by
                  shop_till  0       {till,0,0}  code_change/3
                release shop 1.1.0
                release shop 1.1.0

                """)
        #expect(run.errorText == "")
    }

    /// The times of a rehearsal are drawn if it was one of this very tarball.
    @Test func rehearsalsAreShown() throws {
        let run = try run(
            "rebar3",
            """
            rehearsal() { python3 -c '
            import json, sys
            steps = [{"instruction": "x", "at": 1500 * n, "microseconds": 1500} for n in range(16)]
            print(json.dumps({"verdict": "proven", "cause": "", "old": "1.0.0", "new": "1.1.0", "upgrade_sha256": sys.argv[1],
                "clients": [{"url": "http://x/<b>", "answers": 7, "failed": 0, "refused": 0, "lost": 1, "longest_microseconds": 2500,
                    "meanwhile": [[-1000, 2500]]}],
                "suspended": [{"process": "shop_till <0.1.0>", "at": 12000, "microseconds": 5200, "queue": 0}], "instructions": steps}))' "$1"; }
            rehearsal "$(sha256sum <up.tar.gz | cut -d ' ' -f 1)" >up.tar.gz.rehearsal
            relup-show up.tar.gz | grep rehearsed; relup-show --html up.tar.gz | grep -oE '24.0 ms, measured|shop_till &lt;0.1.0&gt;: 5.2 ms|x/&lt;b&gt;, up to|a request: 2.5 ms' | sort | uniq
            rehearsal 0 >up.tar.gz.rehearsal; relup-show up.tar.gz | grep -c rehearsed
            """)
        #expect(
            run.text == """
                  rehearsed from 1.0.0 proven; 1 process stood still, for 5.2 ms at most; http://x/<b>: 7 answers, 0 failed, 0 refused, 1 lost, the longest took 2.5 ms
                  · rehearsed from 1.0.0: proven; 1 process stood still, for 5.2 ms at most; http://x/<b>: 7 answers, 0 failed, 0 refused, 1 lost, the longest took 2.5 ms
                24.0 ms, measured
                a request: 2.5 ms
                shop_till &lt;0.1.0&gt;: 5.2 ms
                x/&lt;b&gt;, up to
                0

                """)
    }

    @Test func twoUpgradesAreCompared() throws {
        let run = try run(
            "rebar3",
            """
            relup-modify --modification none <document | relup-check >other
            relup-show --compare document other | grep -v '^  first '
            relup-show --compare document document | tail -n 1
            relup-show --html --compare document other | grep -c '<td data-name="only in">'
            relup-show --compare document --dot other 2>&1 | head -n 1
            """)
        let text = try Golden.text(in: "show/compared.txt", actual: run.text)
        #expect(text == run.text)
    }

    /// On a terminal long scripts and tables are folded, and nothing is if that is asked for.
    @Test func aTerminalFoldsWhatIsLong() throws {
        let run = try run(
            "rebar3",
            """
            modules=$(for n in $(seq 30); do echo "{load,{'Elixir.M$n',soft_purge,soft_purge}},"; done)
            echo '{"2",[{"1",[],[point_of_no_return,'"$modules"'{apply,{a,b,[]}}]}],[]}.' >relup
            printf 'relup-show --color never relup\nrelup-show --color never --all relup | tail -n 3\n' >commands
            TERM=xterm script -qec 'bash commands' log | tr -d '\r'
            printf 'relup-diff "%s" "%s" | relup-appup\n' "$old" "$new" >commands; script -qec 'bash commands' log | tr -d '\r' | head -n 8
            """)
        #expect(
            run.text == """
                relup of 2

                up from 1
                   1 ──── point of no return ────
                   2   load 30 modules: M1, M2, M3 and 27 more  to step 31
                  32   apply a:b()
                  30   load M29 (soft_purge, soft_purge)
                  31   load M30 (soft_purge, soft_purge)
                  32   apply a:b()
                appups

                applications
                  application  version  appup           file
                  stock        2.5.0    generated       lib/stock-2.5.0/ebin/stock.appup
                  shop         1.1.0    in the release  lib/shop-1.1.0/ebin/shop.appup

                reasons

                """)
    }
}

extension String {
    /// How often one text stands before another.
    fileprivate func components(between start: String, and end: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: start) {
            rest = rest[range.upperBound...]
            guard let close = rest.firstRange(of: end) else { break }
            rest = rest[close.upperBound...]
            count += 1
        }
        return count
    }
}
