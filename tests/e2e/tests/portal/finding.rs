//! Finding people in a list however their names are written, and being told where they are when the filter hides them; dates
//! as the person's region writes them.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has};

use crate::ways::open_clients;

/// A confirmed member of the client gets this name; the member's id in it.
fn rename(world: &World, name: &str) -> Result<String> {
    let client = world.organization(CLIENT)?;
    let sql =
        "SELECT id FROM members WHERE organization_id = ?1 AND user_id IS NOT NULL AND status = 2 ORDER BY id LIMIT 1";
    let member = world.text(sql, &client)?;
    world.change(
        &format!("UPDATE users SET name = '{name}' WHERE id = (SELECT user_id FROM members WHERE id = ?1)"),
        &member,
    )?;
    Ok(member)
}

async fn open_members(visitor: &Visitor) -> Result<()> {
    open_clients(visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_only_revoked_members_match_says_so_and_shows_them() -> Result<()> {
    for language in [Language::English, Language::Swedish] {
        let world = World::start().await?;
        let member = rename(&world, "Quirin Fernweh")?;
        world.change("UPDATE members SET status = -1 WHERE id = ?1", &member)?;
        let visitor = world.visit(language).await?;
        open_members(&visitor).await?;
        visitor.fill(visitor.say("members.search"), "quirin").await?;
        let said = visitor.words.with("members.only_revoked_one", &[("n", "1")]);
        visitor.sees(&said).await?;
        visitor.sees(&visitor.say("members.only_revoked_text")).await?;
        visitor.check_everywhere("only-revoked").await?;
        visitor.button(visitor.say("members.show_revoked")).await?;
        visitor.find(Role::Row, has("Quirin Fernweh")).await?;
        visitor.focus_is(Role::TextBox, visitor.say("members.search")).await?;

        // The other way round: a search among the revoked that others match.
        world.change("UPDATE members SET status = 2 WHERE id = ?1", &member)?;
        visitor.button(visitor.say("format.refresh")).await?;
        visitor.fill(visitor.say("members.search"), "quirin").await?;
        visitor
            .sees(&visitor.words.with("members.other_status_one", &[("n", "1")]))
            .await?;
        visitor.button(visitor.say("format.show_all")).await?;
        visitor.find(Role::Row, has("Quirin Fernweh")).await?;
        visitor.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_found_however_it_is_typed() -> Result<()> {
    let world = World::start().await?;
    rename(&world, "Zoë Weißłøw")?;
    let visitor = world.visit(Language::English).await?;
    open_members(&visitor).await?;
    for typed in ["zoe", "WEISSLOW", "weißłøw", "Zoë"] {
        visitor.fill(visitor.say("members.search"), typed).await?;
        visitor
            .until(&format!("{typed} doesn't find its member alone"), || async {
                let rows = visitor.count(Role::Row, has("@")).await?;
                Ok((rows == 1 && visitor.reads("Zoë Weißłøw").await?).then_some(()))
            })
            .await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_are_written_as_the_region_of_the_browser_does_in_the_language_of_the_page() -> Result<()> {
    let world = World::start().await?;
    for (language, pattern) in [
        (Language::English, r"^\d{1,2} [A-Z][a-z]{2,3} \d{4}$"),
        (Language::Swedish, r"^\d{1,2} [a-zå]{3,4}\.? \d{4}$"),
    ] {
        let visitor = world.visit(language).await?;
        open_members(&visitor).await?;
        let script = format!(
            "const column = [...document.querySelectorAll('[role=columnheader]')].findIndex((one) => one.textContent.trim() === arguments[0]);
             const cells = [...document.querySelectorAll('tbody tr')].map((row) => row.cells[column]?.innerText.trim()).filter(Boolean);
             return [cells.length > 3, cells.filter((text) => !/{pattern}/.test(text))];"
        );
        let seen = visitor.run(&script, vec![visitor.say("members.added").into()]).await?;
        ensure!(seen == serde_json::json!([true, []]), "{language:?}: {seen}");
        visitor.close().await?;
    }
    Ok(())
}
