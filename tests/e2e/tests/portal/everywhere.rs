//! Every kind of failing answer at every list and form: worded, mended by "Try again" or by itself, nothing typed lost.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, files, has};
use serde_json::{Value, json};

use crate::ways::{enter_address, enter_password, open_clients};

const TOKEN: &str = "/identity/connect/token";
const PROFILE: &str = "/api/accounts/profile";
const IMPORT: &str = "/api/ciphers/import-organization";

/// What goes wrong, and the title of what is said then.
fn kinds() -> Vec<(&'static str, Value, &'static str)> {
    let status = |status: u16| json!({ "kind": "status", "status": status });
    vec![
        (
            "403",
            json!({ "kind": "status", "status": 403, "body": "" }),
            "explain.forbidden_title",
        ),
        ("404", status(404), "explain.not_found_title"),
        ("409", status(409), "explain.rejected_title"),
        ("500", status(500), "explain.server_title"),
        (
            "broken JSON",
            json!({ "kind": "broken_json" }),
            "explain.unreadable_title",
        ),
        ("cut", json!({ "kind": "cut" }), "explain.broken_off_title"),
        ("page", json!({ "kind": "html" }), "explain.foreign_title"),
    ]
}

fn at(path: &str, mut fault: Value) -> Value {
    fault["path"] = json!(path);
    fault
}

/// What failed is told. A connection that is cut while something is sent may be gone before the answer begins.
async fn sees_failure(visitor: &Visitor, words: &str) -> Result<()> {
    let mut titles = vec![visitor.say(words)];
    if words == "explain.broken_off_title" {
        titles.push(visitor.say("explain.offline_title"));
    }
    visitor
        .until(&format!("none of {titles:?}"), || async {
            for title in &titles {
                if visitor.reads(title).await? {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
}

/// Presses every "Try again" until none is left.
async fn try_again(visitor: &Visitor) -> Result<()> {
    let again = has(visitor.say("common.try_again"));
    visitor
        .until("something still has failed", || async {
            let failed = visitor.all(Role::Button, again.clone()).await?;
            if let Some(button) = failed.first() {
                button.click().await?;
            }
            Ok(failed.is_empty().then_some(()))
        })
        .await
}

/// A page of the Admin Console: its link, its title, what it reads, and what is seen once that is there.
type List = (&'static str, &'static str, &'static str, &'static str);
const LISTS: [List; 4] = [
    (
        "shell.overview",
        "organization.overview",
        "/users",
        "organization.two_step",
    ),
    ("shell.members", "members.title", "/users", "members.status"),
    ("shell.groups", "groups.title", "/groups/details", "groups.external_id"),
    (
        "shell.collections",
        "collections.title",
        "/collections",
        "collections.members",
    ),
];

/// A client's list opened while its answers go wrong; the import between is a page that asks for nothing.
async fn open_failing(world: &World, visitor: &Visitor, list: List, fault: Value) -> Result<()> {
    let (link, title, tail, _) = list;
    visitor.link(visitor.say("shell.import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await?;
    let id = world.organization(CLIENT)?;
    world.fault(at(&format!("/api/organizations/{id}{tail}"), fault))?;
    visitor.link(visitor.say(link)).await?;
    visitor.title_is(&visitor.say(title)).await
}

async fn every_kind_at(list: List, language: Language) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    for (kind, fault, words) in kinds() {
        open_failing(&world, &visitor, list, fault).await?;
        visitor.sees(&visitor.say(words)).await?;
        let nothing = visitor.words.with("format.shown", &[("n", "0"), ("total", "0")]);
        ensure!(
            !visitor.reads(&nothing).await?,
            "{kind}: it counts what it doesn't know"
        );
        world.clear_faults()?;
        try_again(&visitor).await?;
        visitor.sees(&visitor.say(list.3)).await?;
        ensure!(!visitor.reads(&visitor.say(words)).await?, "{kind}: it still says so");
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_words_every_kind_of_failure_and_mends_it() -> Result<()> {
    every_kind_at(LISTS[0], Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_members_word_every_kind_of_failure_and_mend_it() -> Result<()> {
    every_kind_at(LISTS[1], Language::Swedish).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_groups_word_every_kind_of_failure_and_mend_it() -> Result<()> {
    every_kind_at(LISTS[2], Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_collections_word_every_kind_of_failure_and_mend_it() -> Result<()> {
    every_kind_at(LISTS[3], Language::Swedish).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collections_details_word_every_kind_of_failure_and_mend_it() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    let id = world.organization(CLIENT)?;
    let row = "const row = document.querySelector('main .row-open'); row.click(); return row.textContent;";
    visitor
        .find(Role::ColumnHeader, has(visitor.say("collections.members")))
        .await?;
    for (kind, fault, words) in kinds() {
        world.fault(at(&format!("/api/organizations/{id}/collections/*"), fault))?;
        visitor.run(row, Vec::new()).await?;
        visitor.sees(&visitor.say(words)).await?;
        world.clear_faults()?;
        try_again(&visitor).await?;
        visitor.sees(&visitor.say("collections.people_title")).await?;
        ensure!(!visitor.reads(&visitor.say(words)).await?, "{kind}: it still says so");
        visitor.keys(portal_e2e::Key::Escape).await?;
        visitor
            .gone(Role::Heading, visitor.say("collections.people_title"))
            .await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_waits_for_a_server_that_asks_to_slow_down_and_goes_on_by_itself() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    for list in LISTS {
        let fault = json!({ "kind": "status", "status": 429, "retry_after": 3, "times": 1 });
        open_failing(&world, &visitor, list, fault).await?;
        visitor.sees(&visitor.say("pause.title")).await?;
        visitor.sees(&visitor.say(list.3)).await?;
        visitor.gone(Role::Any, visitor.say("pause.title")).await?;
        ensure!(
            visitor
                .count(Role::Button, has(visitor.say("common.try_again")))
                .await?
                == 0,
            "it failed after all"
        );
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_take_ten_seconds_are_waited_for_and_a_page_left_meanwhile_asks_no_more() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    for list in [LISTS[2], LISTS[3]] {
        open_failing(&world, &visitor, list, json!({ "kind": "slow", "ms": 10_000 })).await?;
    }
    visitor.find(Role::Row, has("")).await?;
    visitor.sees(&visitor.say("collections.members")).await?;
    ensure!(
        visitor
            .count(Role::Button, has(visitor.say("common.try_again")))
            .await?
            == 0,
        "it was not waited for"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_words_every_kind_of_failure_and_keeps_what_is_typed() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    enter_address(&visitor, SERVICE).await?;
    visitor.fill(visitor.say("sign_in.password"), PASSWORD).await?;
    for (kind, fault, words) in kinds() {
        for path in ["/identity/accounts/*", TOKEN, PROFILE] {
            // An unknown way to ask for the settings is tried in its older form, which fails as well.
            world.fault(at(path, fault.clone()))?;
            visitor.button(visitor.say("sign_in.log_in")).await?;
            sees_failure(&visitor, words).await?;
            visitor.sees(SERVICE).await?;
            let typed = visitor.find(Role::TextBox, visitor.say("sign_in.password")).await?;
            ensure!(
                typed.prop("value").await?.as_deref() == Some(PASSWORD),
                "{kind} at {path}: the password is gone"
            );
            world.clear_faults()?;
        }
    }
    visitor.check("sign-in-failed").await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_this_version_of_the_page_is_quoted() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    visitor.go("/").await?;
    enter_address(&visitor, SERVICE).await?;
    let said = "Please update your app to continue using this server";
    let body = json!({ "error": "invalid_grant", "error_description": "version_header_missing",
        "ErrorModel": { "Message": said, "Object": "error" } });
    let fault = json!({ "path": TOKEN, "kind": "status", "status": 400, "body": body.to_string() });
    world.fault(fault)?;
    enter_password(&visitor, PASSWORD).await?;
    visitor.sees(&visitor.say("explain.refused_title")).await?;
    visitor.button(visitor.say("common.details")).await?;
    visitor.sees(said).await?;
    visitor.check_everywhere("version-refused").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_words_every_kind_of_failure_and_stays_locked() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.reload().await?;
    visitor.fill(visitor.say("sign_in.password"), PASSWORD).await?;
    for (kind, fault, words) in kinds() {
        for path in [TOKEN, PROFILE] {
            world.fault(at(path, fault.clone()))?;
            visitor.button(visitor.say("sign_in.unlock")).await?;
            sees_failure(&visitor, words).await?;
            visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
            let typed = visitor.find(Role::TextBox, visitor.say("sign_in.password")).await?;
            ensure!(
                typed.prop("value").await?.as_deref() == Some(PASSWORD),
                "{kind} at {path}: the password is gone"
            );
            world.clear_faults()?;
        }
    }
    visitor.button(visitor.say("sign_in.unlock")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_fails_says_what_is_known_and_offers_what_was_typed_again() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("New"))?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    let approved = visitor.words.with("import.approved", &arguments);
    let confirm = visitor.words.with("import.confirm_other", &arguments);
    let items = || world.items(&world.organization(CLIENT)?);
    let before = items()?;
    let refused = visitor.words.with("import.refused_title", &[("client", CLIENT)]);
    let nothing = visitor
        .words
        .with("import.known_nothing_imported", &[("client", CLIENT)]);
    let unclear = visitor.say("import.known_unclear");
    for (number, (kind, fault, words)) in kinds().into_iter().enumerate() {
        // What was refused is nowhere; a server that fails after the whole request, or another's answer, leaves it open.
        let (title, known) = match kind {
            "403" | "404" => (refused.clone(), &nothing),
            "409" => (visitor.say(words), &nothing),
            "500" | "page" => (visitor.say(words), &unclear),
            "cut" => (visitor.say("import.broken_title"), &unclear),
            // The body of "done" holds nothing that is read.
            _ => continue,
        };
        visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
        visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
        if number == 0 {
            visitor.press(Role::CheckBox, approved.as_str()).await?;
            visitor
                .fill(has(visitor.say("import.approved_by")), "Anna, by phone")
                .await?;
        }
        world.fault(at(IMPORT, fault))?;
        visitor.button(confirm.as_str()).await?;
        visitor.find(Role::Heading, visitor.say("import.failed_title")).await?;
        visitor.sees(&title).await?;
        visitor.sees(known).await?;
        world.clear_faults()?;
        visitor.button(visitor.say("import.start_over")).await?;
        visitor.button(visitor.say("draft.take")).await?;
    }
    ensure!(items()? == before, "something was imported");
    let journal = world.journal()?.into_iter();
    ensure!(
        journal.filter(|entry| entry.path == IMPORT).count() <= 6,
        "something was sent twice"
    );

    // One that is asked to wait is sent by itself.
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    let note = visitor
        .find(Role::TextBox, has(visitor.say("import.approved_by")))
        .await?;
    ensure!(
        note.prop("value").await?.as_deref() == Some("Anna, by phone"),
        "the note is gone"
    );
    world.fault(at(
        IMPORT,
        json!({ "kind": "status", "status": 429, "retry_after": 4, "times": 1 }),
    ))?;
    visitor.button(confirm.as_str()).await?;
    visitor.sees(&visitor.words.start_of("pause.saving")).await?;
    visitor.check_everywhere("import-429").await?;
    visitor
        .sees(&visitor.words.with("import.done_other", &arguments))
        .await?;
    ensure!(items()? == before + 5, "not imported, or twice");
    visitor.close().await
}
