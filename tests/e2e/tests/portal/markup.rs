//! Markup and formulas in every text that a server may send: shown as the text it is, and harmless in files for spreadsheets.

use anyhow::{Context, Result, ensure};
use portal_crypto::EncString;
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PROVIDER, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, has, keys};
use serde_json::{Value, json};

use crate::ways::{open_clients, sign_in};

/// Would run, or at least become an element, if it were ever taken for markup.
fn planted(what: &str) -> String {
    format!("{what}<img src=x onerror=\"globalThis.hacked='{what}'\"><script>hacked=1</script>&amp;<b>{what}</b>")
}

/// Nothing of what was planted has become an element or has run.
async fn is_text(visitor: &Visitor, whats: &[&str]) -> Result<()> {
    for what in whats {
        visitor.sees(&planted(what)).await?;
    }
    let script = "return [typeof hacked, document.querySelectorAll('main img, main script, main b, header img, dialog img').length,
        document.title.includes('hacked')];";
    let seen = visitor.run(script, Vec::new()).await?;
    ensure!(
        seen[0] == json!("undefined") && seen[1] == json!(0),
        "markup has become more than text: {seen}"
    );
    Ok(())
}

/// Plants a text in everything that is named.
fn plant(world: &World, planted: fn(&str) -> String) -> Result<String> {
    let organization = world.organization(CLIENT)?;
    let key = keys::organization(world, CLIENT_OWNER, &organization)?;
    let sealed = EncString::encrypt_text(&planted("collection"), &key).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let sql = |column: &str, table: &str, value: &str, condition: &str| {
        format!(
            "UPDATE {table} SET {column} = '{}' WHERE {condition}",
            value.replace('\'', "''")
        )
    };
    let own = "organization_id = ?1";
    for statement in [
        sql("name", "organizations", &planted("client"), "id = ?1"),
        sql("plan_name", "organizations", &planted("plan"), "id = ?1"),
        sql("billing_email", "organizations", &planted("billing"), "id = ?1"),
        sql("name", "groups", &planted("group"), own),
        sql("external_id", "groups", &planted("external"), own),
        sql(
            "name",
            "collections",
            sealed.as_str(),
            "organization_id = ?1 AND type = 0",
        ),
        sql(
            "email",
            "members",
            &planted("invited"),
            "organization_id = ?1 AND user_id IS NULL",
        ),
        sql(
            "name",
            "users",
            &planted("member"),
            "id IN (SELECT user_id FROM members WHERE organization_id = ?1)",
        ),
    ] {
        world.change(&statement, &organization)?;
    }
    world.change(&sql("name", "providers", &planted("provider"), "name = ?1"), PROVIDER)?;
    Ok(organization)
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_names_is_shown_as_the_text_it_is() -> Result<()> {
    let world = World::start().await?;
    let id = plant(&world, planted)?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, planted("client")).await?;
    is_text(&visitor, &["client", "provider"]).await?;
    visitor.link(planted("client")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    is_text(&visitor, &["client"]).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("member<img")).await?;
    is_text(&visitor, &["member", "invited"]).await?;
    visitor.link(visitor.say("shell.groups")).await?;
    visitor.title_is(&visitor.say("groups.title")).await?;
    visitor.button(planted("group")).await?;
    visitor.find(Role::Dialog, has("group<img")).await?;
    is_text(&visitor, &["group"]).await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    visitor.button(planted("collection")).await?;
    visitor.find(Role::Dialog, has("collection<img")).await?;
    is_text(&visitor, &["collection"]).await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    is_text(&visitor, &["client"]).await?;
    visitor.link(has(visitor.say("shell.all_clients"))).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.go(&format!("/organizations/{id}/vault")).await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.find(Role::Title, has("client<img")).await?;
    is_text(&visitor, &["client"]).await?;
    visitor.close().await
}

/// Ends an isolate that it didn't begin, turns everything after it round, and begins one that it doesn't end.
fn turned(what: &str) -> String {
    format!("{what}\u{2069}\u{202e}gnp.{what}\u{2067}")
}

/// Texts that turn what stands around them: in the document, in names that only are heard, and in the tab's title. Each run of
/// its own direction must be inside an isolate that is closed in the same text, or inside `bdi`.
const TURNING: &str = r"
  const turns = (text, isolated) => text.split(/[\n\r\u0085\u2029]/).some((line) => {
    let open = 0;
    for (const letter of line) {
      if (/[\u2066-\u2068]/.test(letter)) open += 1;
      else if (letter === '\u2069' && (open -= 1) < 0) return true;
      else if (/[\u202a-\u202e]/.test(letter) && open === 0 && !isolated) return true;
    }
    return open > 0;
  });
  const found = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement: parent } = walk.currentNode;
    if (turns(data, parent.closest('bdi') !== null)) found.push(`${parent.outerHTML.slice(0, 160)}`);
  }
  for (const one of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'aria-description', 'alt', 'placeholder'])
      if (turns(one.getAttribute(name) ?? '', false)) found.push(`${name} of ${one.outerHTML.slice(0, 160)}`);
  if (turns(document.title, false)) found.push(`title ${document.title}`);
  return found;";

/// Nothing on the page turns its neighbours, on the screen or on paper.
async fn stays_straight(visitor: &Visitor, state: &str) -> Result<()> {
    for event in ["beforeprint", "afterprint"] {
        visitor
            .run(&format!("dispatchEvent(new Event('{event}'));"), Vec::new())
            .await?;
        visitor.settled().await?;
        let found = visitor.run(TURNING, Vec::new()).await?;
        ensure!(found == json!([]), "{state}, {event}: {found:#}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_runs_the_other_way_turns_nothing_around_it() -> Result<()> {
    let world = World::start().await?;
    let id = plant(&world, turned)?;
    let saved = world.scratch()?.join("saved");
    std::fs::create_dir_all(&saved)?;
    let visitor = world.visit(Language::English).await?;
    visitor.save_files_to(&saved).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, turned("client")).await?;
    stays_straight(&visitor, "clients").await?;
    visitor.button(has(visitor.say("shell.switch_product"))).await?;
    visitor.find(Role::Link, has(turned("provider"))).await?;
    stays_straight(&visitor, "switcher").await?;
    visitor.keys(Key::Escape).await?;
    visitor.link(turned("client")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.sees(&turned("billing")).await?;
    stays_straight(&visitor, "overview").await?;
    visitor.button(visitor.say("palette.title")).await?;
    visitor.find(Role::Option, has(turned("client"))).await?;
    stays_straight(&visitor, "palette").await?;
    visitor.keys(Key::Escape).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has(turned("member"))).await?;
    visitor.sees(&turned("invited")).await?;
    stays_straight(&visitor, "members").await?;
    visitor.button(visitor.say("format.download_csv")).await?;
    visitor.link(visitor.say("shell.groups")).await?;
    visitor.title_is(&visitor.say("groups.title")).await?;
    stays_straight(&visitor, "groups").await?;
    visitor.button(turned("group")).await?;
    visitor.find(Role::Dialog, has(turned("group"))).await?;
    stays_straight(&visitor, "group").await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    stays_straight(&visitor, "collections").await?;
    visitor.button(turned("collection")).await?;
    visitor.find(Role::Dialog, has(turned("collection"))).await?;
    stays_straight(&visitor, "collection").await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    stays_straight(&visitor, "import").await?;
    visitor.link(has(visitor.say("shell.all_clients"))).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.go(&format!("/organizations/{id}/vault")).await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.find(Role::Title, has(turned("client"))).await?;
    stays_straight(&visitor, "items").await?;

    let file = visitor
        .until("no file was saved", || async {
            let mut files = std::fs::read_dir(&saved)?.flatten().map(|file| file.path());
            Ok(files.find(|path| path.extension().is_some_and(|ending| ending == "csv")))
        })
        .await?;
    let text = std::fs::read_to_string(&file)?;
    let cells: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let whole = cells.iter().filter(|cell| cell.contains(&turned("member"))).count();
    ensure!(whole > 0, "the names are not in the file: {text}");
    for cell in cells.iter().filter(|cell| cell.contains('\u{202e}')) {
        let ends = |letter| cell.matches(letter).count();
        let begins: usize = ['\u{2066}', '\u{2067}', '\u{2068}'].map(ends).iter().sum();
        ensure!(
            cell.starts_with('\u{2068}') && cell.ends_with('\u{2069}') && begins == ends('\u{2069}'),
            "{cell:?} turns its neighbours"
        );
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_error_messages_is_shown_as_the_text_it_is() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let refusal = |status: u16, body: Value| json!({ "kind": "status", "status": status, "body": body.to_string() });
    let at = |path: &str, mut fault: Value| {
        fault["path"] = json!(path);
        fault
    };
    visitor.go("/").await?;
    let oauth = json!({ "error": planted("error"), "error_description": planted("described"),
        "ErrorModel": { "Message": planted("refused"), "Object": "error" } });
    world.fault(at("/identity/connect/token", refusal(400, oauth)))?;
    sign_in(&visitor, SERVICE).await?;
    visitor.find(Role::Region, has("")).await?;
    visitor.button(has(visitor.say("common.details"))).await.ok();
    is_text(&visitor, &[]).await?;
    world.clear_faults()?;
    visitor.reload().await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;

    let model = json!({ "object": "error", "message": planted("message"),
        "validationErrors": { "<b>Field</b>": [planted("field")] } });
    for status in [400, 409, 422] {
        world.fault(at("/api/providers/*", refusal(status, model.clone())))?;
        visitor.button(visitor.say("format.refresh")).await?;
        visitor.sees(&visitor.say("format.stale")).await?;
        let details = visitor.all(Role::Button, visitor.say("common.details")).await?;
        if !details.is_empty() {
            visitor.button(visitor.say("common.details")).await?;
            visitor.sees("<img src=x").await?;
        }
        is_text(&visitor, &[]).await?;
        world.clear_faults()?;
        visitor.button(has(visitor.say("common.try_again"))).await?;
        visitor.gone(Role::Any, visitor.say("format.stale")).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_a_formula_is_a_text_in_the_saved_file() -> Result<()> {
    let world = World::start().await?;
    let organization = world.organization(CLIENT)?;
    let formulas = [
        "=HYPERLINK(\"//evil.example\")",
        "+1+cmd|'/C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
    ];
    let members = world.texts(
        "SELECT m.user_id FROM members m WHERE m.organization_id = ?1 AND m.user_id IS NOT NULL",
        &organization,
    )?;
    for (formula, user) in formulas.iter().zip(&members) {
        world.change(
            &format!(
                "UPDATE users SET name = '{}' WHERE id = ?1",
                formula.replace('\'', "''")
            ),
            user,
        )?;
    }
    ensure!(members.len() >= formulas.len(), "too few members for all formulas");
    let saved = world.scratch()?.join("saved");
    std::fs::create_dir_all(&saved)?;
    let visitor = world.visit(Language::English).await?;
    visitor.save_files_to(&saved).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@SUM(1)")).await?;
    visitor.button(visitor.say("format.download_csv")).await?;
    let file = visitor
        .until("no file was saved", || async {
            let mut files = std::fs::read_dir(&saved)?.flatten().map(|file| file.path());
            Ok(files.find(|path| path.extension().is_some_and(|ending| ending == "csv")))
        })
        .await?;
    let text = std::fs::read_to_string(&file)?;
    for formula in &formulas {
        let cell = formula.replace('"', "\"\"");
        // What is trimmed away in front must not uncover a formula either.
        let trimmed = cell.trim();
        ensure!(text.contains(trimmed), "{formula:?} is not in the file: {text}");
        ensure!(
            !text.contains(&format!("\"{cell}")) && !text.contains(&format!("\"{trimmed}")),
            "{formula:?} would run: {text}"
        );
    }
    let name = file
        .file_name()
        .context("a file without a name")?
        .to_string_lossy()
        .into_owned();
    ensure!(
        name.chars()
            .all(|letter| letter.is_alphanumeric() || "-.".contains(letter)),
        "{name}"
    );
    visitor.close().await
}
