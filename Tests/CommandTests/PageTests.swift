import Files
import TestSupport
import Testing

/// The page of an upgrade in a real browser, where there is one.
@Suite(.enabled("no headless Chromium is installed") { Browser.path != nil })
struct PageTests {
    let directory = TemporaryDirectory()

    /// Runs commands of the shell after which `browse FILE` shows a page and writes `FILE.dom`, the document as the
    /// browser has it. Its root says what the browser has measured: `time`, `overflow`, `back`.
    func run(_ commands: String, _ flags: String = "--window-size=1200,900") throws -> CommandRun {
        let browser = try #require(Browser.path)
        return try BuiltTool.shell(
            """
            set -o pipefail
            probe='<script>addEventListener("load", () => { const root = document.documentElement.dataset;
              document.body.getBoundingClientRect(); root.time = Math.round(performance.now());
              root.overflow = document.documentElement.scrollWidth - innerWidth;
              root.back = getComputedStyle(document.body).backgroundColor;
              root.strange = document.querySelectorAll("img, [onclick], script").length })</script>'
            browse() {
              { cat "$1"; echo "${2:-}$probe"; } >"$1.probed.html"
              '\(browser)' --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir=profile \(flags) \\
                --enable-logging=stderr --screenshot="$1.png" --dump-dom "file://$PWD/$1.probed.html" >"$1.dom" 2>messages
              grep CONSOLE messages
            }
            measured() { grep -oE 'data-'"$1"'="[^"]*"' "$2.dom" | head -n 1 | cut -d '"' -f 2; }
            \(commands)
            """, directory: directory.path)
    }

    /// Makes `document` of a fixture pair.
    func document(_ kind: String) -> String {
        let releases = ["1.0.0", "1.1.0"].map { "'\(Fixture.path("releases/\(kind)-\($0).tar.gz"))'" }
        return
            "relup-diff \(releases[0]) \(releases[1]) | relup-appup | relup-make | relup-modify | relup-check >document 2>log || exit"
    }

    /// On a desk, on a phone, in the dark: nothing is wider than the window, and the browser has nothing to say.
    @Test(arguments: [(1200, 900, false), (390, 844, false), (1200, 900, true)])
    func theWholePageIsSeen(width: Int, height: Int, isDark: Bool) throws {
        let run = try run(
            """
            \(document("mix"))
            relup-show --html document >page; browse page
            measured overflow page; measured back page; echo $(od -An -tu1 -j16 -N8 page.png)
            """, "--window-size=\(width),\(height)\(isDark ? " --blink-settings=preferredColorScheme=0" : "")")
        let size = [width, height].flatMap { [0, 0, $0 >> 8, $0 & 255] }.map(String.init).joined(separator: " ")
        #expect(run.text == "0\n\(isDark ? "rgb(22, 24, 26)" : "rgb(255, 255, 255)")\n\(size)\n", "\(run.errorText)")
        let page = String(decoding: try WholeFile.read(directory.path("page.dom")), as: UTF8.self)
        for text in [
            "upgrade of demo to 1.1.0", "install it on the running node",
            "relup-pack -o demo-1.1.0.upgrade.tar.gz document",
            "processes of ", "stand still", "releases-file-missing", "Demo.Ordinal", "point of no return",
            "class=\"lane\"", "while something waits", "converts states", "%{", "Demo.Supervisor",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("Elixir."))
    }

    /// A search unfolds what it finds and hides the rest; without words all is as before.
    @Test func searchingUnfolds() throws {
        let run = try run(
            """
            \(document("mix"))
            relup-show --html document >page
            type='<script>const type = words => { search.value = words; search.dispatchEvent(new Event("input")) }'
            browse page "$type; type('ordinal added')</script>"; grep -o '<output id="count">[^<]*' page.dom
            grep -cE '<section [^>]*hidden' page.dom
            browse page "$type; type('ordinal'); type('')</script>"; grep -o '<output id="count">[^<]*' page.dom
            grep -cE 'hidden=""' page.dom
            """)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 4 && lines[0].hasPrefix("<output id=\"count\">1 of "), "\(run.text)")
        #expect(Int(lines[1]) ?? 0 > 3)
        #expect(lines[2...3] == ["<output id=\"count\">", "0"])
    }

    /// 1,476 changed modules, as an upgrade of a large broker has.
    @Test func aLargePageOpensInASecond() throws {
        let run = try run(
            """
            python3 '\(Fixture.package)/Tests/Suites/Growth/inputs.py' modules 1476 . >commands
            relup-diff 1.tar.gz 2.tar.gz | relup-appup | relup-make | relup-modify --modification default 2>log |
              relup-check >document 2>log
            relup-show --html document >page
            for _ in 1 2 3; do browse page; measured time page; done | sort -n | head -n 1
            grep -o 'class="row"' page | wc -l; measured overflow page
            """)
        let numbers = run.text.split(separator: "\n").compactMap { Int($0) }
        #expect(numbers.count == 3, "\(run.text) \(run.errorText)")
        #expect(numbers[0] < 1000)
        #expect(numbers[1] > 1476)
        #expect(numbers[2] == 0)
    }

    /// Whatever a relup calls its modules is text, and does not run.
    @Test func hostileNamesDoNothing() throws {
        let name =
            #"'</code></title></style><script>document.title=1</script><img src=x onerror=document.title=2>\n\" onclick=\"'"#
        let run = try run(
            """
            cat >relup <<'END'
            {"<script>document.title=3</script>",[{"1",[],[{suspend,[\(name)]},point_of_no_return,{load,{\(name),soft_purge,soft_purge}},
              {resume,[\(name)]},{apply,{m,f,["\(name)"]}}]}],[]}.
            END
            relup-show --html relup >page; browse page
            grep -o '<title>[^<]*' page.dom; measured strange page
            """)
        #expect(run.text == "<title>relup of &lt;script&gt;document.title=3&lt;/script&gt;\n2\n", "\(run.errorText)")
    }
}

enum Browser {
    /// A Chromium of any name, or nil where none is installed.
    static let path = ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"].lazy
        .compactMap(CommandRun.find).first
}
