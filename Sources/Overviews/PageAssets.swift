/// The style and the script of an upgrade's page.
enum PageAssets {
    static let style = """
        :root { --back: #fff; --text: #1c2024; --soft: #5c6269; --line: #dfe3e6; --card: #f6f8f9; --held: #f2a33a;
          --red: #c62a2f; --yellow: #8a6100; --green: #18794e; --still: #e3bd3f; --blue: #0067c0; --violet: #7c4dbd; --grey: #a6adb4; }
        @media (prefers-color-scheme: dark) { :root { --back: #16181a; --text: #e8eaec; --soft: #a0a6ac;
          --line: #34383c; --card: #1f2326; --held: #d98a2b; --red: #ff8b87; --yellow: #f0c04a; --green: #5bd19a;
          --still: #a88a2a; --blue: #7ab8ff; --violet: #c3a2f5; --grey: #656c73; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--back); color: var(--text);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .6rem; } p { margin: .3rem 0; }
        h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
        code { font: .88em/1.5 ui-monospace, monospace; } small, dt, .advice, .count { color: var(--soft); }
        small { font-size: .85em; } a { color: var(--blue); text-decoration: none; } a:hover { text-decoration: underline; }
        dl { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: .8rem 0; font-size: .92rem; }
        dl div { display: flex; gap: .4rem; } dt { flex: none; } dd { margin: 0; }
        nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .8rem 0; font-size: .92rem; }
        #search { width: 100%; padding: .5rem .7rem; font: inherit; color: inherit; background: var(--card);
          border: 1px solid var(--line); border-radius: .4rem; }
        .verdict { display: inline-block; padding: .1rem .9rem; margin-right: .4rem; border-radius: 1rem; font-size: 1.1rem;
          border: 2px solid currentColor; }
        .hot { color: var(--green); } .review { color: var(--yellow); } .restart { color: var(--red); }
        .reasons { padding: 0; margin: .8rem 0; list-style: none; }
        .reasons li { padding: .15rem .8rem; margin: .3rem 0; border-left: 4px solid var(--grey); }
        .reasons .good { border-color: var(--green); } .reasons .error { border-color: var(--red); } .reasons .warning { border-color: var(--yellow); }
        .next { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .8rem; }
        .next code { display: block; user-select: all; }
        details { margin: .3rem 0; } summary { cursor: pointer; } .count { font-size: .85em; margin: 0 .3rem; }
        .finding, .part { border-left: 4px solid var(--line); background: var(--card); padding: .4rem .8rem; }
        .finding ul { margin: .3rem 0; padding-left: 1.2rem; } .advice { margin-top: .4rem; }
        .finding.error { border-color: var(--red); } .finding.error b { color: var(--red); }
        .finding.warning { border-color: var(--yellow); } .finding.warning b { color: var(--yellow); }
        .finding.info { border-color: var(--blue); } .finding.info b { color: var(--blue); }
        .part.before { border-color: var(--green); } .part.after { border-color: var(--red); }
        .row.point { color: var(--red); border-top: 2px solid; margin: .6rem 0 .3rem; padding: .2rem .8rem; }
        ol { padding: 0 0 0 2.8rem; margin: 0; } .part .run { padding-left: 1.4rem; }
        ol li { padding: .1rem .4rem; border-left: 3px solid transparent; } li.held { border-color: var(--held); }
        li::marker { color: var(--soft); font-size: .85em; }
        i { display: inline-block; width: .6em; height: .6em; margin-right: .45em; border-radius: .15em;
          background: var(--grey); }
        i.read { background: var(--blue); opacity: .55; } i.load { background: var(--green); }
        i.remove { background: var(--red); opacity: .6; } i.suspend, i.resume { background: var(--still); }
        i.held { background: var(--held); } i.convert { background: var(--violet); } i.call { background: var(--blue); }
        i.carry, i.drop { opacity: .5; }
        .lanes { margin: .8rem 0 1.2rem; } .lane { display: flex; align-items: center; gap: .8rem; margin: .2rem 0; }
        .lane span { flex: 0 0 15rem; text-align: right; font-size: .9rem; line-height: 1.25; }
        .lane div { flex: 1; position: relative; height: 1.2rem; background: var(--card); border-radius: .2rem; }
        .lane i { position: absolute; bottom: 0; height: 100%; width: 0; margin: 0; } i.request { background: var(--blue); }
        .lane b { position: absolute; top: -.1rem; bottom: -.1rem; width: 2px; background: var(--red); }
        .legend { display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin-left: 15.8rem; font-size: .85rem; color: var(--soft); }
        .legend b { display: inline-block; width: 2px; height: .9em; margin-right: .45em; background: var(--red);
          vertical-align: -.1em; }
        table { border-collapse: collapse; width: 100%; font-size: .95rem; }
        th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; overflow-wrap: break-word; } th { color: var(--soft); font-weight: 500; }
        section { overflow-x: auto; }
        .added { color: var(--green); } .removed { color: var(--red); } .changed { color: var(--yellow); }
        .tree, .tree ul { list-style: none; margin: 0; padding-left: 1.2rem; } .tree { padding: 0; }
        .tree ul { border-left: 1px solid var(--line); } .tree .removed code { text-decoration: line-through; }
        [hidden] { display: none !important; }
        @media (max-width: 40rem) { .lane { display: block; } .lane span { display: block; text-align: left; }
          .legend { margin-left: 0; } ol { padding-left: 2rem; } .part .run { padding-left: 0; }
          thead { display: none; } tr, td { display: block; border: 0; padding: 0; overflow-wrap: anywhere; }
          tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } td:empty { display: none; }
          td::before { content: attr(data-name) " "; color: var(--soft); } }
        @media print { body { max-width: none; font-size: 11pt; } nav, #search, #count { display: none; }
          i, .lane div, .lane b, .legend b { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .finding, .lane, tr, li { break-inside: avoid; } h2 { break-after: avoid; } }
        """

    /// Rows are collected when somebody first searches. What is folded opens while a search finds something in it, and
    /// for a printer.
    static let script = """
        const search = document.getElementById("search");
        const boxes = [...document.querySelectorAll("details")];
        const unfold = all => { for (const box of boxes) {
          box.dataset.open ??= box.open ? "1" : "";
          box.open = all || box.dataset.open === "1";
        } };
        let rows;
        search.addEventListener("input", () => {
          rows ??= [...document.querySelectorAll(".row")].map(row => [row, row.textContent.toLowerCase()]);
          const words = search.value.toLowerCase().split(/\\s+/).filter(word => word);
          let count = 0;
          for (const [row, text] of rows) {
            row.hidden = !words.every(word => text.includes(word));
            if (!row.hidden) count += 1;
          }
          for (const box of document.querySelectorAll("section, details"))
            box.hidden = words.length > 0 && !box.querySelector(".row:not([hidden])");
          unfold(words.length > 0);
          document.getElementById("count").textContent = words.length ? count + " of " + rows.length : "";
        });
        addEventListener("beforeprint", () => unfold(true));
        addEventListener("afterprint", () => unfold(false));
        """
}
