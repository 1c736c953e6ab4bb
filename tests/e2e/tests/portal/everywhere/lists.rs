//! The lists of a client.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has};
use serde_json::{Value, json};

use super::{at, kinds};
use crate::ways::{enter_password, open_clients};

/// Presses every "Try again" until none is left.
pub(super) async fn try_again(visitor: &Visitor) -> Result<()> {
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
pub(super) type List = (&'static str, &'static str, &'static str, &'static str);
pub(super) const LISTS: [List; 4] = [
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
pub(super) async fn open_failing(world: &World, visitor: &Visitor, list: List, fault: Value) -> Result<()> {
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
    // Where the server names no time, the page takes one of its own.
    let unnamed = [
        (LISTS[1], Value::Null),
        (LISTS[2], Value::Null),
        (LISTS[3], Value::Null),
    ];
    for (list, seconds) in LISTS.map(|list| (list, json!(3))).into_iter().chain(unnamed) {
        let fault = json!({ "kind": "status", "status": 429, "retry_after": seconds, "times": 1 });
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
async fn every_list_renews_a_refused_token_once_and_then_says_what_is_not_allowed_or_over() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    for list in LISTS {
        let (_, title, tail, seen) = list;
        let refused = json!({ "kind": "status", "status": 401, "times": 1 });
        open_failing(&world, &visitor, list, refused).await?;
        let path = format!("/api/organizations/{}{tail}", world.organization(CLIENT)?);
        visitor
            .until(&format!("{title}: the token is not renewed"), || async {
                let answers = world.journal()?.into_iter().filter(|entry| entry.path == path);
                let statuses: Vec<_> = answers.map(|entry| entry.status).collect();
                Ok(statuses.ends_with(&[401, 200]).then_some(()))
            })
            .await?;
        visitor.sees(&visitor.say(seen)).await?;
        ensure!(
            visitor
                .count(Role::Button, has(visitor.say("common.try_again")))
                .await?
                == 0,
            "{title}: it failed after all"
        );

        open_failing(&world, &visitor, list, json!({ "kind": "status", "status": 401 })).await?;
        visitor.sees(&visitor.say("explain.forbidden_title")).await?;
        world.change(
            "UPDATE users SET security_stamp = security_stamp || '+' WHERE email = ?1",
            SERVICE,
        )?;
        try_again(&visitor).await?;
        visitor.sees(&visitor.say("sign_in.ended_title")).await?;
        world.clear_faults()?;
        enter_password(&visitor, PASSWORD).await?;
        visitor.title_is(&visitor.say(title)).await?;
        visitor.sees(&visitor.say(seen)).await?;
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
