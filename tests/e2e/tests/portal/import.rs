//! Files that can't be imported, and uploads that don't end well.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, files, has};
use serde_json::{Value, json};

use crate::ways::open_clients;

const IMPORT: &str = "/api/ciphers/import-organization";

async fn open_import(visitor: &Visitor) -> Result<()> {
    open_clients(visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn encrypted_empty_unknown_and_damaged_files_are_explained_and_nothing_is_sent() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    let folder = world.scratch()?;
    let account = json!({ "encrypted": true, "encKeyValidation_DO_NOT_EDIT": "2.a|b|c", "items": [] });
    let protected =
        json!({ "encrypted": true, "passwordProtected": true, "salt": "x", "kdfType": 0, "data": "2.a|b|c" });
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("account.json", account.to_string().into_bytes(), "import.account_title"),
        (
            "protected.json",
            protected.to_string().into_bytes(),
            "import.protected_title",
        ),
        ("empty.json", Vec::new(), "import.empty_title"),
        (
            "damaged.json",
            b"{\"encrypted\": false, \"items\": [".to_vec(),
            "import.damaged_title",
        ),
        (
            "archive.zip.json",
            b"PK\x03\x04 and so on".to_vec(),
            "import.archive_title",
        ),
    ];
    for (name, content, words) in cases {
        let file = folder.join(name);
        std::fs::write(&file, content)?;
        visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
        visitor.sees(&visitor.say(words)).await?;
        visitor.sees(&visitor.say("import.known_nothing_sent")).await?;
        visitor.check(name).await?;
    }
    let journal = world.journal()?;
    ensure!(journal.iter().all(|entry| entry.path != IMPORT), "something was sent");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_to_a_server_that_is_gone_is_not_repeated_and_its_outcome_is_told() -> Result<()> {
    let mut world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let organization = world.organization(CLIENT)?;
    let before = world.items(&organization)?;
    open_import(&visitor).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Nowhere yet"))?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor
        .press(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    world.stop().await;
    visitor
        .button(visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor.find(Role::Heading, visitor.say("import.failed_title")).await?;
    visitor.check_everywhere("import-broken").await?;
    world.start_again().await?;
    ensure!(world.items(&organization)? == before, "it was sent again by itself");
    visitor.button(visitor.say("import.start_over")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    visitor.close().await
}

/// Notes what the progress bar says, and looks at the lists of the preview once a frame.
const TAKE_NOTES: &str = "
    globalThis.bars = [];
    globalThis.rows = [];
    const text = (bar) => ['aria-label', 'aria-valuenow', 'aria-valuetext'].map((name) => bar?.getAttribute(name) ?? '').join('|');
    new MutationObserver(() => {
      const bar = text(document.querySelector('[role=progressbar]'));
      if (bar !== '||' && bars.at(-1) !== bar) bars.push(bar);
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
    const look = () => {
      const now = ['.import-homes > li', '.import-problems > li'].map((list) => document.querySelectorAll(list).length);
      if (`${rows.at(-1)}` !== `${now}`) rows.push(now);
      requestAnimationFrame(look);
    };
    look();";

/// What the bar said, as its name, percent and text.
async fn bars(visitor: &Visitor) -> Result<Vec<(String, String, String)>> {
    let seen = visitor
        .run("return bars.map((bar) => bar.split('|'));", Vec::new())
        .await?;
    let text = |bar: &Value, at: usize| bar[at].as_str().unwrap_or_default().to_owned();
    let bars = seen.as_array().into_iter().flatten();
    Ok(bars.map(|bar| (text(bar, 0), text(bar, 1), text(bar, 2))).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_is_read_and_checked_with_its_progress_told() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    let file = files::write(&world.scratch()?, "long.json", &files::many(8_000, 10, 0))?;
    visitor.run(TAKE_NOTES, Vec::new()).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    let bars = bars(&visitor).await?;
    let name = |key: &str| visitor.words.with(key, &[("file", "long.json")]);
    ensure!(
        bars.first()
            .is_some_and(|(label, percent, _)| *label == name("import.reading") && percent.is_empty()),
        "reading isn't the first phase: {bars:?}"
    );
    let checking: Vec<_> = bars
        .iter()
        .filter(|(label, ..)| *label == name("import.checking"))
        .collect();
    let shares: Vec<u32> = checking
        .iter()
        .filter_map(|(_, percent, _)| percent.parse().ok())
        .collect();
    ensure!(
        shares.len() > 2 && shares.is_sorted() && shares.last() == Some(&100),
        "the share doesn't rise to its end: {bars:?}"
    );
    let told = checking.iter().all(|(_, _, text)| text.contains("% of "));
    ensure!(told, "the share isn't told: {bars:?}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_given_up_while_it_is_read_or_checked_leaves_the_page_as_it_was() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    let choose = || async {
        visitor
            .focus_is(Role::Heading, visitor.say("import.choose_title"))
            .await?;
        visitor.find(Role::File, has(visitor.say("import.file_label"))).await?;
        ensure!(!visitor.reads("long.json").await?, "the file is still there");
        anyhow::Ok(())
    };
    let file = files::write(&world.scratch()?, "long.json", &files::many(8_000, 10, 0))?;
    let label = || has(visitor.say("import.file_label"));
    let collections = format!("/api/organizations/{}/collections", world.organization(CLIENT)?);
    world.fault(json!({ "path": collections, "kind": "slow", "ms": 25_000 }))?;
    visitor.hand_over(label(), &file).await?;
    visitor
        .find(
            Role::Any,
            visitor.words.with("import.reading", &[("file", "long.json")]),
        )
        .await?;
    visitor.check_everywhere("import-reading").await?;
    visitor.button(visitor.say("common.cancel")).await?;
    choose().await?;
    world.clear_faults()?;
    // In the midst of checking nobody presses by the driver in time: the page is told to as soon as a share is known.
    let stop = format!(
        "const press = new MutationObserver(() => {{
           if (!document.querySelector('[role=progressbar][aria-valuenow]')) return;
           press.disconnect();
           globalThis.pressed = true;
           [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === {}).click();
         }});
         press.observe(document.body, {{ childList: true, subtree: true, attributes: true }});",
        json!(visitor.say("common.cancel"))
    );
    visitor.run(&stop, Vec::new()).await?;
    visitor.hand_over(label(), &file).await?;
    visitor
        .until("no share was ever known", || async {
            let pressed = visitor.run("return globalThis.pressed === true;", Vec::new()).await?;
            Ok((pressed == json!(true)).then_some(()))
        })
        .await?;
    choose().await?;
    // The same file can be chosen again at once, and is taken.
    visitor.hand_over(label(), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_of_much_is_drawn_a_few_rows_per_frame_and_counts_what_it_does_not_list() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    let file = files::write(&world.scratch()?, "much.json", &files::many(2_000, 300, 1_500))?;
    visitor.run(TAKE_NOTES, Vec::new()).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    let rows = visitor
        .until("the lists are never whole", || async {
            let rows = visitor.run("return rows;", Vec::new()).await?;
            let rows: Vec<(u64, u64)> = serde_json::from_value(rows)?;
            Ok((rows.last() == Some(&(200, 200))).then_some(rows))
        })
        .await?;
    let at_once = rows
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0).max(pair[1].1 - pair[0].1))
        .max();
    ensure!(at_once <= Some(40), "too many rows at once: {rows:?}");
    visitor.sees("1,500 rows cannot be read").await?;
    visitor
        .sees(&visitor.words.with("import.more", &[("n", "100")]))
        .await?;
    visitor.button(visitor.say("import.problems_show")).await?;
    visitor
        .sees(&visitor.words.with("import.more", &[("n", "1,300")]))
        .await?;
    visitor.check_everywhere("import-preview-of-much").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_over_the_limit_is_refused_before_it_is_read() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    // A hole on the disk, as long as needed.
    let path = world.scratch()?.join("huge.json");
    std::fs::File::create(&path)?.set_len(100_000_001)?;
    let count = "globalThis.reads = 0;
        for (const name of ['arrayBuffer', 'stream', 'text', 'slice']) {
          const read = Blob.prototype[name];
          Blob.prototype[name] = function (...call) { globalThis.reads += 1; return read.apply(this, call); };
        }";
    visitor.run(count, Vec::new()).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &path).await?;
    visitor
        .sees(&visitor.words.with("import.huge_title", &[("most", "100 MB")]))
        .await?;
    visitor.sees(&visitor.say("import.known_nothing_sent")).await?;
    let reads = visitor.run("return reads;", Vec::new()).await?;
    ensure!(reads == json!(0), "read {reads} times");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_made_up_to_fill_the_memory_are_answered_with_words() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    for file in files::crafted() {
        let path = world.scratch()?.join(file.name);
        std::fs::write(&path, &file.contents)?;
        visitor.hand_over(has(visitor.say("import.file_label")), &path).await?;
        if file.costs_a_row {
            visitor.button(visitor.say("import.problems_show")).await?;
        }
        visitor
            .sees(&visitor.words.with(file.answer, &[("most", "500,000")]))
            .await?;
        visitor.check(file.name).await?;
        if file.costs_a_row {
            visitor.button(visitor.say("import.other_file")).await?;
        }
        std::fs::remove_file(path)?;
    }
    visitor.close().await
}
