import Files
import TestSupport
import Testing

/// Values of a release's configuration and cookies are in no document, report or message, whatever is wrong with them.
@Suite struct SecretTests {
    let work = TemporaryDirectory()

    /// What stands for the secret, different in both releases.
    static let secret = "S3CRET"

    /// Files of `releases/VSN`, `COOKIE` of `releases` and `shop.app`, by what is odd about them.
    static let configurations: [(name: String, files: [String: String])] = [
        (
            "sound",
            [
                "sys.config": "[{shop,[{password,\"SECRET\"},{nested,[{key,<<\"SECRET\">>}]}]},\"other.config\"].",
                "vm.args": "-setcookie SECRET\n-name shop@SECRET\n-shop password SECRET\n-env PASSWORD SECRET\n",
                "sys.config.src": "[{shop,[{password,\"SECRET\"}]}].", "runtime.exs": "password = \"SECRET\"",
                "env.sh": "export PASSWORD=SECRET", "remote.vm.args": "-setcookie SECRET", "COOKIE": "SECRET",
            ]
        ),
        ("token out of place", ["sys.config": "[{shop,[{password,\n\"SECRET\" 'SECRET'}]}]."]),
        ("atom out of place", ["sys.config": "[{shop,[{password,\nSECRET SECRET}]}]."]),
        ("string without an end", ["sys.config": "[{shop,[{password,\"SECRET}]}]."]),
        ("variable", ["sys.config": "[{shop,[{password,'SECRET',SECRET}]}]."]),
        ("fun", ["sys.config": "[{shop,[{password,fun() -> \"SECRET\" end}]}]."]),
        (
            "no pairs",
            ["sys.config": "[{shop,[{password,user,\"SECRET\"},\"SECRET\",'SECRET']},'SECRET',{\"SECRET\"}]."]
        ),
        ("no list", ["sys.config": "{password,\"SECRET\"}."]),
        ("no UTF-8", ["sys.config": "[{shop,[{password,\"SECRET\u{FF}\"}]}].", "vm.args": "-setcookie SECRET\u{FF}"]),
        ("cookie in a line of its own", ["vm.args": "-setcookie\n  SECRET\n-heart\n"]),
        ("application resource", ["shop.app": "{application,shop,[{vsn,\"2\"},{env,[{password,\"SECRET\"}]}]}."]),
        ("flags in one line", ["vm.args": "-heart -setcookie SECRET +K true\n+P 10 -setcookie SECRET"]),
    ]

    @Test(arguments: configurations.indices, [false, true])
    func areNowhere(index: Int, fromTarball: Bool) throws {
        for (version, suffix) in [("1.0.0", "old"), ("1.1.0", "new")] {
            let release = work.path(version)
            _ = try BuiltTool.shell(
                "mkdir \(release) && tar xf \(Fixture.path("releases/rebar3-\(version).tar.gz")) -C \(release)")
            for (name, text) in Self.configurations[index].files {
                let path =
                    switch name {
                    case "COOKIE": "\(release)/releases/COOKIE"
                    case "shop.app": "\(release)/lib/shop-\(version)/ebin/shop.app"
                    default: "\(release)/releases/\(version)/\(name)"
                    }
                // In Latin-1, so that U+00FF is no UTF-8.
                let marked = text.split(separator: "SECRET", omittingEmptySubsequences: false)
                    .joined(separator: Self.secret + suffix)
                try WholeFile.write(marked.unicodeScalars.map { UInt8($0.value) }, to: path)
            }
            if fromTarball {
                _ = try BuiltTool.shell(
                    "cd \(work.path) && tar czf \(version).tar.gz -C \(version) . && rm -r \(version)")
            }
        }
        let releases = fromTarball ? "1.0.0.tar.gz 1.1.0.tar.gz" : "1.0.0 1.1.0"
        let script = """
            set -x
            relup-diff \(releases) >diff; relup-diff --json \(releases); relup-diff --table \(releases)
            relup-diff --summary \(releases)
            relup-appup --explain <diff >appup; relup-make <appup >make
            relup-modify --modification none <make >modify; relup-check <modify >check
            relup-check --json check; relup-check --table check; relup-check --verdict check
            for form in --json --html --dot --color=always; do relup-show $form check; done
            relup-show \(releases.split(separator: " ")[1])
            relup-pack --force -o out.tar.gz check
            relup-check out.tar.gz --from \(releases.split(separator: " ")[0])
            relup-pack --prepare --force -o prepared.tar.gz \(releases.split(separator: " ")[0])
            relup-pack --slim --force -o slim.tar.gz check
            [ -d 1.0.0 ] || relup-unpack -C unpacked \(releases) >unpacked.document
            cat diff appup make modify check unpacked.document
            """
        let run = try BuiltTool.shell(script, directory: work.path)
        #expect(run.text.utf8.count + run.errorText.utf8.count > 2_000, "\(run.errorText)")
        for text in [run.text, run.errorText] {
            let lines = text.split(separator: "\n").filter { $0.contains(Self.secret) }
            #expect(lines.isEmpty, "\(Self.configurations[index].name)")
        }
    }

    /// What the scripts keep for a while no one else may open, whatever the umask; afterwards it is gone.
    @Test func foldersOfScriptsAreForTheirOwner() throws {
        let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/rebar3-\($0).tar.gz") }
        let run = try BuiltTool.shell(
            """
            umask 000; mkdir tools tmp; ln -s "$RELUP_TOOLS"/relup-* tools; rm tools/relup-diff
            printf '#!/bin/sh\nstat -c "%%n %%a" tmp/* >&3; exec "%s" "$@"\n' "$RELUP_TOOLS/relup-diff" >tools/relup-diff
            chmod +x tools/relup-diff; export RELUP_TOOLS=$PWD/tools TMPDIR=tmp EDITOR=true
            relup-upgrade \(releases[0]) \(releases[1]) -o out 2>messages 3>modes || cat messages
            relup-edit \(releases[0]) out 2>messages 3>>modes || cat messages
            sed 's/^tmp.//; s/[.][^ ]*//' modes; ls -A tmp
            """, directory: work.path)
        #expect(run.text.hasSuffix("relup-upgrade 700\nrelup-edit 700\n"), "\(run.text) \(run.errorText)")
    }
}
