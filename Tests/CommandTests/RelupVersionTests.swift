import Files
import TestSupport
import Testing

/// `relup-version`, and the scripts that call it. `old` and `new` are builds of one version of a rebar3 project, whose
/// module `shop_prices` differs; a node has run in `new`.
@Suite struct RelupVersionTests {
    let directory = TemporaryDirectory()

    private func run(_ command: String) throws -> CommandRun {
        let releases = Fixture.path("releases")
        return try BuiltTool.shell(
            """
            {
                relup-unpack -C work '\(releases)/rebar3-1.0.0.tar.gz' '\(releases)/rebar3-1.1.0.tar.gz' &&
                mv work/shop-1.0.0 old && cp -r old new && (cd old && tar czf ../old.tar.gz -- *) &&
                cp work/shop-1.1.0/lib/shop-1.1.0/ebin/shop_prices.beam new/lib/shop-1.0.0/ebin &&
                mkdir new/data new/log new/lib/shop-0.9.0 new/releases/0.9.0 && echo 1 >new/data/customers.db
            } >log || exit 99
            \(command)
            """, directory: directory.path)
    }

    @Test func rewritesAllThatNamesAVersion() throws {
        let run = try run(
            """
            relup-version old.tar.gz new -o out.tar.gz --label 4f2a91c
            mkdir x && tar xzf out.tar.gz -C x && cd x && find . -type f | sort | grep -e shop -e releases
            cat releases/start_erl.data releases/1.0.0*/relup.build; echo
            diff ../old/bin/shop bin/shop; diff ../old/releases/RELEASES releases/RELEASES
            diff ../old/lib/shop-1.0.0/ebin/shop.app lib/shop-1.0.0*/ebin/shop.app
            cmp ../old/lib/shop-1.0.0/ebin/shop_sup.beam lib/shop-1.0.0*/ebin/shop_sup.beam
            diff -rq ../old/lib/stock-2.4.1 lib/stock-2.4.1
            """)
        #expect(
            run.errorText == """
                relup-version: left out of 'new', since they are not of its release: 'data', 'lib/shop-0.9.0', 'log', \
                'releases/0.9.0'
                relup-version: shop 1.0.0 becomes 1.0.0+r.5f8c4a2c
                relup-version: shop 1.0.0 becomes 1.0.0+r.2141cb33

                """)
        #expect(
            run.text == """
                old.tar.gz
                ./bin/shop
                ./bin/shop-1.0.0+r.5f8c4a2c
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop.app
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop.appup
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop_app.beam
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop_prices.beam
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop_receipt.beam
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop_sup.beam
                ./lib/shop-1.0.0+r.2141cb33/ebin/shop_till.beam
                ./releases/1.0.0+r.5f8c4a2c/no_dot_erlang.boot
                ./releases/1.0.0+r.5f8c4a2c/relup.build
                ./releases/1.0.0+r.5f8c4a2c/shop.rel
                ./releases/1.0.0+r.5f8c4a2c/start.boot
                ./releases/1.0.0+r.5f8c4a2c/start_clean.boot
                ./releases/1.0.0+r.5f8c4a2c/sys.config
                ./releases/1.0.0+r.5f8c4a2c/vm.args
                ./releases/RELEASES
                ./releases/shop.rel
                ./releases/start_erl.data
                13.1.5 1.0.0+r.5f8c4a2c%% coding: utf-8
                {build,[{hash,"5f8c4a2cc006480f661bf4dfef483585eb6050cedf3b10d5aaf83fab4735808b"},
                        {label,"4f2a91c"}]}.

                36c36
                < REL_VSN="1.0.0"
                ---
                > REL_VSN="1.0.0+r.5f8c4a2c"
                40c40
                < export RELEASE_VSN="1.0.0"
                ---
                > export RELEASE_VSN="1.0.0+r.5f8c4a2c"
                2c2
                < [{release,"shop","1.0.0","13.1.5",
                ---
                > [{release,"shop","1.0.0+r.5f8c4a2c","13.1.5",
                6c6
                <            {shop,"1.0.0","./lib/shop-1.0.0"},
                ---
                >            {shop,"1.0.0+r.2141cb33","./lib/shop-1.0.0+r.2141cb33"},
                0a1
                > %% coding: utf-8
                3c4
                <               {vsn,"1.0.0"},
                ---
                >               {vsn,"1.0.0+r.2141cb33"},

                """, "\(run.errorText)")
    }

    /// Neither the tool nor the order, the times or the folder of the files count, nor who may write them.
    @Test func makesTheSameElsewhereAndLater() throws {
        let run = try run(
            """
            rm -r new/data new/log new/lib/shop-0.9.0 new/releases/0.9.0
            relup-version old.tar.gz new -o one.tar.gz
            mkdir -p far/away && cp -r new far/away/shop && find far -exec touch -d 2001-02-03 {} +
            (cd far/away/shop && tar czf ../shop.tar.gz --sort=none releases lib erts* bin)
            cp old.tar.gz far && cd far/away && umask 077
            relup-version ../old.tar.gz shop.tar.gz -o ../../two.tar.gz; relup-version ../../old shop -o ../../three.tar.gz
            cd ../.. && cmp one.tar.gz two.tar.gz && cmp one.tar.gz three.tar.gz && echo same
            """)
        #expect(run.text == "old.tar.gz\n../old.tar.gz\n../../old\nsame\n", "\(run.errorText)")
    }

    /// The result is the old release of the next upgrade, of which only what differs again changes.
    @Test func goesOnFromItsResult() throws {
        let run = try run(
            """
            relup-version old.tar.gz new -o one.tar.gz >log 2>&1
            echo '[{shop,[{currency,"USD"}]}].' >new/releases/1.0.0/sys.config
            relup-version one.tar.gz new -o two.tar.gz 2>&1 | grep becomes
            relup-version old.tar.gz one.tar.gz two.tar.gz new -o three.tar.gz 2>&1
            tar tzf three.tar.gz | grep shop.app$
            """)
        #expect(
            run.text
                == """
                relup-version: shop 1.0.0 becomes 1.0.0+r.HASH
                relup-version: shop 1.0.0 becomes 1.0.0+r.2141cb33
                relup-version: left out of 'new', since they are not of its release: 'data', 'lib/shop-0.9.0', 'log', \
                'releases/0.9.0'
                relup-version: shop 1.0.0 becomes 1.0.0+r.HASH
                relup-version: shop 1.0.0 becomes 1.0.0+r.2141cb33
                relup-version: 'two.tar.gz' runs the same as 'new': nothing to upgrade
                old.tar.gz
                one.tar.gz
                lib/shop-1.0.0+r.2141cb33/ebin/shop.app

                """.replacing("HASH", with: run.text.split(separator: "r.").dropFirst().first?.prefix(8) ?? ""))
    }

    @Test(arguments: [
        (
            "relup-version old.tar.gz old -o out.tar.gz", 1,
            "relup-version: nothing to upgrade: 'old' runs the same as 'old.tar.gz', 1.0.0\n"
        ),
        (
            "relup-upgrade --auto-version old.tar.gz old -o out.tar.gz", 1,
            "relup-version: nothing to upgrade: 'old' runs the same as 'old.tar.gz', 1.0.0\n"
        ),
        (
            "relup-version old.tar.gz new old -o out.tar.gz", 2,
            """
            relup-version: 'old.tar.gz' and 'new' are both 'shop' 1.0.0, but differ: a node cannot tell which it runs; \
            prepare first releases with --auto-version

            """
        ),
        (
            "touch out.tar.gz; relup-version old.tar.gz -o out.tar.gz", 2,
            "relup-version: 'out.tar.gz' exists; --overwrite replaces it\n"
        ),
        (
            "relup-version none.tar.gz old -o out.tar.gz", 2,
            "relup-version: cannot open 'none.tar.gz': No such file or directory\n"
        ),
        (
            "rm old/lib/shop-1.0.0/ebin/shop.app; relup-version old -o out.tar.gz", 2,
            "relup-version: 'old' has no 'lib/shop-1.0.0/ebin/shop.app', which its release names\n"
        ),
        (
            "echo x >old/releases/1.0.0/start.boot; relup-version old -o out.tar.gz", 2,
            "relup-version: cannot read 'old: releases/1.0.0/start.boot': not an Erlang term: byte 0: does not begin with 131\n"
        ),
        (
            "relup-upgrade --label x old.tar.gz new -o out.tar.gz", 64,
            "relup-upgrade: --version-suffix and --label need --auto-version (see --help)\n"
        ),
        (
            "relup-prepare --label x old.tar.gz -o out.tar.gz", 64,
            "relup-prepare: --version-suffix and --label need --auto-version (see --help)\n"
        ),
        (
            "echo '{}' | relup-upgrade --auto-version --from-store . new -o out.tar.gz", 2,
            "relup-upgrade: standard input has nothing that relup-install --status --json writes\n"
        ),
        (
            #"""
            echo '{"name":"shop","version":"2.0.0","hash":null,"label":null}' |
                relup-upgrade --auto-version --from-store . new -o out.tar.gz
            """#, 2, "relup-upgrade: '.' has no tarball of 'shop' 2.0.0\n"
        ),
    ]) func tellsWhatIsWrong(command: String, status: Int32, message: String) throws {
        let run = try run("rm -r new/data new/log new/lib/shop-0.9.0 new/releases/0.9.0; \(command)")
        #expect(run.errorText == message)
        #expect(run.text == "")
        #expect(run.status == status)
        let left = try Directory.names(in: directory.path)
        #expect(
            left.filter { $0.hasPrefix("out") || $0.hasPrefix(".") }
                == (command.contains("touch") ? ["out.tar.gz"] : []))
    }

    @Test func preparesAFirstRelease() throws {
        let run = try run(
            """
            relup-prepare --auto-version --version-suffix 7 --label one old.tar.gz -o first.tar.gz
            tar tzf first.tar.gz | grep -e rel$ -e build -e RELEASES -e shop.app$; relup-show --json first.tar.gz | cut -c 1-51
            """)
        #expect(
            run.text.replacing(/r\.[0-9a-f]{8}/, with: "r.HASH") == """
                releases/shop-1.0.0+7.r.HASH.rel
                releases/1.0.0+7.r.HASH/relup.build
                releases/1.0.0+7.r.HASH/shop.rel
                releases/RELEASES
                releases/shop.rel
                lib/shop-1.0.0/ebin/shop.app
                {"name":"shop","version":"1.0.0+7.r.HASH","base

                """, "\(run.errorText)")
    }

    /// A folder is packed with what its release consists of.
    @Test func leavesOutWhatIsNotOfTheRelease() throws {
        let run = try run("relup-pack --prepare new -o out.tar.gz; tar tzf out.tar.gz | grep -e customers -e 0.9.0")
        #expect(
            run.errorText == """
                relup-pack: left out of 'new', since they are not of its release: 'data', 'lib/shop-0.9.0', 'log', \
                'releases/0.9.0'

                """)
        #expect(run.text == "")
    }
}
