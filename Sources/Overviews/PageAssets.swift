/// The style and the script of an upgrade's page.
enum PageAssets {
    static let style = """
        :root { --back: #fff; --text: #1c2024; --soft: #60656c; --line: #dfe3e6; --card: #f6f8f9;
          --red: #c62a2f; --yellow: #946800; --green: #18794e; --blue: #0067c0; --held: #fff3c4; }
        @media (prefers-color-scheme: dark) { :root { --back: #16181a; --text: #e8eaec; --soft: #9ba1a6; --line: #34383c;
          --card: #1f2326; --red: #ff8b87; --yellow: #f0c04a; --green: #5bd19a; --blue: #7ab8ff; --held: #3a3210; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--back); color: var(--text);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1rem; font-weight: 500; margin: 0; } p { margin: .2rem 0; }
        code { font: 0.9em/1.5 ui-monospace, monospace; } small, dt, .advice { color: var(--soft); }
        dl { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: .5rem 0; } dl div { display: flex; gap: .4rem; }
        dd { margin: 0; } nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .5rem 0; } a { color: var(--blue); }
        #search { width: 100%; padding: .5rem; font: inherit; color: inherit; background: var(--card);
          border: 1px solid var(--line); border-radius: .4rem; }
        .verdict { display: inline-block; padding: .1rem .8rem; border-radius: 1rem; font-weight: 600;
          border: 2px solid currentColor; }
        .hot { color: var(--green); } .review { color: var(--yellow); } .restart { color: var(--red); }
        article { border-left: 4px solid var(--line); background: var(--card); padding: .5rem .8rem; margin: .5rem 0; }
        article.error { border-color: var(--red); } article.error b { color: var(--red); }
        article.warning { border-color: var(--yellow); } article.warning b { color: var(--yellow); }
        article.info { border-color: var(--blue); } article.info b { color: var(--blue); }
        ol { padding: 0 0 0 2.6rem; margin: 0; } li { padding: .15rem .5rem; border-left: 3px solid var(--green); }
        li.after { border-color: var(--red); } li.point { border-color: var(--red); color: var(--red); font-weight: 600;
          border-top: 2px solid; } li.held { background: var(--held); } li small { display: block; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; }
        th { color: var(--soft); font-weight: 500; } [hidden] { display: none !important; }
        @media (max-width: 40rem) { thead { display: none; } tr, td { display: block; border: 0; padding: 0; }
          tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } td:empty { display: none; }
          td::before { content: attr(data-name) " "; color: var(--soft); } }
        """

    static let script = """
        const search = document.getElementById("search");
        const rows = [...document.querySelectorAll(".row")].map(row => [row, row.textContent.toLowerCase()]);
        search.addEventListener("input", () => {
          const words = search.value.toLowerCase().split(/\\s+/).filter(word => word);
          let count = 0;
          for (const [row, text] of rows) {
            row.hidden = !words.every(word => text.includes(word));
            if (!row.hidden) count += 1;
          }
          for (const section of document.querySelectorAll("section"))
            section.hidden = words.length > 0 && !section.querySelector(".row:not([hidden])");
          document.getElementById("count").textContent = words.length ? count + " of " + rows.length : "";
        });
        """
}
