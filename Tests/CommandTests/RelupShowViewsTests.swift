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
            print({step["phase"] for step in up[:2]}, up[2]["phase"], up[3]["suspended"], up[-1]["suspended"])'
            """)
        #expect(
            run.text == """
                upgrade of demo to 1.1.0 hot ['up from 1.0.0', 'down to 1.0.0', 'modifications']
                {'before'} point of no return ['Elixir.Tally.Book'] []

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
        #expect(lines[1...2] == ["relup of 1.1.0", "release shop 1.1.0"])
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

    /// In a real browser, where there is one: what is seen, that searching works, and how large the picture is.
    @Test(
        .enabled("no headless Chromium is installed") { Browser.path != nil },
        arguments: [(1200, 900), (390, 844)])
    func aBrowserShowsThePage(width: Int, height: Int) throws {
        let browser = try #require(Browser.path)
        let run = try run(
            "mix",
            """
            relup-show --html document >page.html
            sed 's|</body>|<script>search.value = "ordinal"; search.dispatchEvent(new Event("input"))</script></body>|' \\
              page.html | sed "s/script-src 'unsafe-inline'/script-src 'unsafe-inline'/" >search.html
            browse() { '\(browser)' --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir=profile \\
              --window-size=\(width),\(height) --enable-logging=stderr "$@" 2>>messages; }
            browse --dump-dom "file://$PWD/page.html" >dom
            browse --dump-dom "file://$PWD/search.html" >found
            browse --screenshot=page.png "file://$PWD/page.html" >/dev/null
            grep -c CONSOLE messages
            grep -o '<output id="count">[^<]*' found
            file=$(od -An -tu1 -j16 -N8 page.png); echo $file
            """)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "0", "a message on the console")
        #expect(lines[1].hasPrefix("<output id=\"count\">") && lines[1].contains(" of "))
        let size = lines[2].split(separator: " ").compactMap { Int($0) }
        #expect(size == [width, height].flatMap { [0, 0, $0 >> 8, $0 & 255] })
        let page = String(decoding: try WholeFile.read(directory.path("dom")), as: UTF8.self)
        for text in ["upgrade of demo to 1.1.0", "releases-file-missing", "Elixir.Demo.Ordinal", "point of no return"] {
            #expect(page.contains(text), "\(text)")
        }
    }
}

enum Browser {
    /// A Chromium of any name, or nil where none is installed.
    static let path = ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"].lazy
        .compactMap(CommandRun.find).first
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
