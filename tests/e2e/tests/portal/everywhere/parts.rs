//! What a page reads beside its list: each part fails for itself, and the rest of the page stays.

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, has};
use serde_json::Value;

use super::{at, kinds, sees_failure};
use crate::ways::{open_clients, unlock};

/// A page that is opened with one part of it failing.
struct Part {
    /// The page's link and title.
    page: (&'static str, &'static str),
    /// What is asked for below the client's own address.
    tail: &'static str,
    /// What "Try again" asks for.
    what: &'static str,
}

const fn part(page: (&'static str, &'static str), tail: &'static str, what: &'static str) -> Part {
    Part { page, tail, what }
}

const OVERVIEW: (&str, &str) = ("shell.overview", "organization.overview");
const MEMBERS: (&str, &str) = ("shell.members", "members.title");
const GROUPS: (&str, &str) = ("shell.groups", "groups.title");
const COLLECTIONS: (&str, &str) = ("shell.collections", "collections.title");

/// Opened for the first time, so that no earlier answer stands in for the part; what fails is tried again with a failure of
/// the next kind, until it comes and the page is the one that it is where nothing fails.
async fn every_kind_at(parts: &[Part], language: Language) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    let id = world.organization(CLIENT)?;
    for (number, part) in parts.iter().enumerate() {
        let path = format!("/api/organizations/{id}{}", part.tail);
        let what = visitor.say(part.what);
        let again = visitor.words.with("common.try_again_what", &[("what", &what)]);
        let state = format!("{} of {}", part.what, part.page.0);
        // A page loaded anew remembers nothing.
        if number == 0 {
            open_clients(&visitor, SERVICE).await?;
        } else {
            visitor.go("/").await?;
            unlock(&visitor, PASSWORD).await?;
        }
        let mut failures = failures_of(part).into_iter();
        let (_, fault, words) = failures.next().context("no kind of failure")?;
        world.fault(at(&path, fault))?;
        visitor.link(CLIENT).await?;
        visitor.link(visitor.say(part.page.0)).await?;
        visitor.title_is(&visitor.say(part.page.1)).await?;
        sees_failure(&visitor, words).await?;
        visitor.check(&format!("{number}-{}", part.page.0)).await?;
        for (kind, fault, words) in failures {
            world.fault(at(&path, fault))?;
            visitor.button(&again).await?;
            sees_failure(&visitor, words).await?;
            visitor.find(Role::Button, &again).await?;
            let others = visitor
                .count(Role::Button, has(visitor.say("common.try_again")))
                .await?;
            ensure!(others == 1, "{state}, {kind}: {others} parts failed, not one");
        }
        world.clear_faults()?;
        visitor.button(&again).await?;
        visitor.gone(Role::Button, &again).await?;
        let mended = content(&visitor).await?;
        visitor.reload().await?;
        unlock(&visitor, PASSWORD).await?;
        visitor.title_is(&visitor.say(part.page.1)).await?;
        visitor
            .until(
                &format!("{state}: this is not what is there now:\n{mended}\n"),
                || async { Ok((content(&visitor).await? == mended).then_some(())) },
            )
            .await?;
    }
    visitor.close().await
}

/// Plan and billing aren't for everybody: a refusal of them is no failure.
fn failures_of(part: &Part) -> Vec<(&'static str, Value, &'static str)> {
    let refusal = |kind: &str| part.tail.is_empty() && matches!(kind, "403" | "404");
    kinds().into_iter().filter(|(kind, ..)| !refusal(kind)).collect()
}

/// What can be read once nothing is on its way any more and no number is unknown. Rows are filled in slices, so it is looked
/// at until two looks see the same.
async fn content(visitor: &Visitor) -> Result<String> {
    let open = "return [...document.querySelectorAll('main *')]
        .some((one) => one.ariaBusy === 'true' || (!one.children.length && one.textContent === '–'));";
    visitor
        .until("something stays open", || async {
            let before = visitor.content().await?;
            visitor.settled().await?;
            let same = visitor.content().await? == before;
            let open = visitor.run(open, Vec::new()).await? == true;
            Ok((same && !open).then_some(before))
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_part_of_the_overview_words_every_kind_of_failure_and_mends_it() -> Result<()> {
    let parts = [
        part(OVERVIEW, "", "organization.details"),
        part(OVERVIEW, "/policies", "organization.policies"),
        part(OVERVIEW, "/groups/details", "organization.groups"),
        part(OVERVIEW, "/collections", "organization.collections"),
    ];
    every_kind_at(&parts, Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_counts_beside_a_list_word_every_kind_of_failure_and_mend_it() -> Result<()> {
    let parts = [
        part(MEMBERS, "/groups/details", "groups.title"),
        part(GROUPS, "/collections", "collections.title"),
        part(GROUPS, "/users", "members.title"),
        part(COLLECTIONS, "/users", "collections.members"),
    ];
    every_kind_at(&parts, Language::Swedish).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_groups_details_word_every_kind_of_failure_and_mend_it() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    let sql = "SELECT g.id FROM groups g JOIN group_members a ON a.group_id = g.id WHERE g.organization_id = ?1 ORDER BY g.name";
    let group = world.text(sql, &id)?;
    let what = visitor.say("groups.members");
    let again = visitor.words.with("common.try_again_what", &[("what", &what)]);
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.groups")).await?;
    visitor.title_is(&visitor.say("groups.title")).await?;
    let name = world.text("SELECT name FROM groups WHERE id = ?1", &group)?;
    // Who is in it, and what they are called.
    for tail in [format!("/groups/{group}/users"), "/users/mini-details".to_owned()] {
        let path = format!("/api/organizations/{id}{tail}");
        for (number, (_, fault, words)) in kinds().into_iter().enumerate() {
            world.fault(at(&path, fault))?;
            if number == 0 {
                visitor.button(&name).await?;
            } else {
                visitor.button(&again).await?;
            }
            sees_failure(&visitor, words).await?;
            visitor.find(Role::Button, &again).await?;
        }
        visitor.check("group-failed").await?;
        world.clear_faults()?;
        visitor.button(&again).await?;
        let people =
            "SELECT coalesce(u.name, m.email, u.email) FROM group_members a JOIN members m ON m.id = a.member_id
            LEFT JOIN users u ON u.id = m.user_id WHERE a.group_id = ?1";
        for person in world.texts(people, &group)? {
            visitor.sees(&person).await?;
        }
        visitor.keys(Key::Escape).await?;
        visitor.gone(Role::Dialog, has("")).await?;
    }
    visitor.close().await
}
