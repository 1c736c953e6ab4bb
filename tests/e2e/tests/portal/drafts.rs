//! What is typed and not sent: kept through a lock, a reload and an expired session, for the same person alone.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, files, has, keys};

use crate::ways::{account_menu, enter_password, open_clients, open_palette, sign_in, unlock};

const NOTE: &str = "Anna Lindqvist, by phone";
/// Another service user of the same provider.
const ADMIN: &str = "admin@northlight.example";

struct Scene {
    world: World,
    visitor: Visitor,
    file: PathBuf,
}

impl Scene {
    /// Somebody has chosen a file and written down who approved the import.
    async fn start(language: Language) -> Result<Self> {
        let world = World::start().await?;
        let visitor = world.visit(language).await?;
        open_clients(&visitor, SERVICE).await?;
        visitor.link(CLIENT).await?;
        visitor.link(visitor.say("shell.import")).await?;
        let file = files::write(&world.scratch()?, "vault.json", &files::organization("New"))?;
        let scene = Self { world, visitor, file };
        scene.choose(&scene.file).await?;
        scene.visitor.press(Role::CheckBox, scene.approved()).await?;
        scene
            .visitor
            .fill(has(scene.visitor.say("import.approved_by")), NOTE)
            .await?;
        let nowhere = scene.visitor.say("import.to_none");
        scene
            .visitor
            .choose(has(scene.visitor.say("import.destination")), &nowhere)
            .await?;
        Ok(scene)
    }

    async fn choose(&self, file: &Path) -> Result<()> {
        let label = has(self.visitor.say("import.file_label"));
        self.visitor.hand_over(label, file).await?;
        let title = self.visitor.say("import.preview_title");
        self.visitor.find(Role::Heading, title).await.map(drop)
    }

    fn approved(&self) -> String {
        self.visitor.words.with("import.approved", &[("client", CLIENT)])
    }

    async fn on_the_import_page(&self) -> Result<()> {
        let title = self.visitor.words.with("import.title", &[("client", CLIENT)]);
        self.visitor.title_is(&title).await
    }

    async fn expire(&self) -> Result<()> {
        let sql = "UPDATE users SET security_stamp = 'changed elsewhere' WHERE email = ?1";
        self.world.change(sql, SERVICE)?;
        self.world.state()?.clock.advance(2 * 3600);
        // Told by the next answer.
        self.choose_again_fails().await
    }

    async fn choose_again_fails(&self) -> Result<()> {
        let visitor = &self.visitor;
        visitor.button(visitor.say("import.other_file")).await?;
        visitor
            .hand_over(has(visitor.say("import.file_label")), &self.file)
            .await?;
        visitor.sees(&visitor.say("sign_in.ended_title")).await
    }

    /// The draft is on offer, is taken, and everything but the file is as it was.
    async fn finds_it_again(&self, state: &str) -> Result<()> {
        let visitor = &self.visitor;
        self.on_the_import_page().await?;
        visitor.find(Role::Button, visitor.say("draft.throw_away")).await?;
        visitor.check_everywhere(state).await?;
        visitor.button(visitor.say("draft.take")).await?;
        self.choose(&self.file).await?;
        let note = visitor
            .find(Role::TextBox, has(visitor.say("import.approved_by")))
            .await?;
        ensure!(note.prop("value").await?.as_deref() == Some(NOTE), "the note is gone");
        let approved = visitor.find(Role::CheckBox, self.approved()).await?;
        ensure!(approved.is_selected().await?, "the tick is gone");
        let list = has(visitor.say("import.destination"));
        let list = visitor.find(Role::ComboBox, list).await?;
        let chosen = list.prop("value").await?;
        ensure!(chosen.as_deref() == Some("none"), "the destination is {chosen:?}");
        Ok(())
    }

    async fn nothing_is_readable(&self) -> Result<()> {
        let kept = self.visitor.everything_kept().await?;
        let kept = kept.lines().take(2).collect::<String>();
        ensure!(kept.contains("portal.drafts"), "nothing is kept: {kept}");
        ensure!(
            !kept.contains("Anna") && !kept.contains("vault.json"),
            "readable: {kept}"
        );
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_lock_and_a_reload_and_is_sealed() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    scene.nothing_is_readable().await?;
    account_menu(visitor, "shell.lock_now").await?;
    unlock(visitor, PASSWORD).await?;
    scene.finds_it_again("draft").await?;
    visitor.reload().await?;
    unlock(visitor, PASSWORD).await?;
    scene.on_the_import_page().await?;
    visitor.button(visitor.say("draft.throw_away")).await?;
    visitor.gone(Role::Button, visitor.say("draft.take")).await?;
    visitor.reload().await?;
    unlock(visitor, PASSWORD).await?;
    scene.on_the_import_page().await?;
    ensure!(
        visitor.count(Role::Button, visitor.say("draft.take")).await? == 0,
        "what was thrown away is back"
    );
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_an_expired_session_for_the_same_person() -> Result<()> {
    let scene = Scene::start(Language::Swedish).await?;
    scene.expire().await?;
    enter_password(&scene.visitor, PASSWORD).await?;
    scene.finds_it_again("draft-after-expiry").await?;
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_password_changed_elsewhere_while_locked() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    account_menu(visitor, "shell.lock_now").await?;
    let new = "another password altogether";
    keys::change_password(&scene.world, SERVICE, new)?;
    unlock(visitor, new).await?;
    visitor.sees(&visitor.say("sign_in.unlock_wrong")).await?;
    visitor.check_everywhere("changed-while-locked").await?;
    visitor.button(visitor.say("sign_in.unlock_anew")).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.sees(SERVICE).await?;
    enter_password(visitor, new).await?;
    scene.finds_it_again("draft-after-change").await?;
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_finds_neither_the_draft_nor_the_place() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    scene.expire().await?;
    visitor.button(visitor.say("common.back")).await?;
    sign_in(visitor, ADMIN).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    scene.on_the_import_page().await?;
    ensure!(
        visitor.count(Role::Button, visitor.say("draft.take")).await? == 0,
        "somebody else's draft is on offer"
    );
    let kept = visitor
        .run("return sessionStorage.getItem('portal.drafts');", Vec::new())
        .await?;
    ensure!(kept.is_null(), "somebody else's draft is left: {kept}");
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_throws_drafts_away_and_an_import_that_is_done_has_none() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    let kept = || visitor.run("return sessionStorage.getItem('portal.drafts');", Vec::new());
    ensure!(kept().await?.is_string(), "nothing is kept");
    visitor
        .choose(has(visitor.say("import.destination")), &visitor.say("import.to_file"))
        .await
        .ok();
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor
        .button(visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor
        .sees(&visitor.words.with("import.done_other", &arguments))
        .await?;
    ensure!(kept().await?.is_null(), "a draft of what is done");
    visitor.button(visitor.say("import.another")).await?;
    scene.choose(&scene.file).await?;
    visitor.press(Role::CheckBox, scene.approved()).await?;
    ensure!(kept().await?.is_string(), "nothing is kept");
    account_menu(visitor, "common.log_out").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    ensure!(kept().await?.is_null(), "a draft is left");
    scene.visitor.close().await.context("the visit")
}

/// Locked by idleness, and then again while the session ends; both times the same person comes back.
async fn comes_back(world: &World, visitor: &Visitor, ended: bool) -> Result<()> {
    visitor.pass(16).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    if ended {
        let sql = "UPDATE users SET security_stamp = 'changed elsewhere' WHERE email = ?1";
        world.change(sql, SERVICE)?;
        world.state()?.clock.advance(2 * 3600);
        visitor.fill(visitor.say("sign_in.password"), PASSWORD).await?;
        visitor.button(visitor.say("sign_in.unlock")).await?;
        visitor.sees(&visitor.say("sign_in.ended_title")).await?;
        enter_password(visitor, PASSWORD).await?;
    } else {
        unlock(visitor, PASSWORD).await?;
    }
    visitor.title_is(&visitor.say("clients.title")).await
}

async fn holds(visitor: &Visitor, label: String, text: &str) -> Result<()> {
    let field = visitor.find(Role::TextBox, has(&label)).await?;
    let value = field.prop("value").await?.unwrap_or_default();
    ensure!(value == text, "“{label}” holds “{value}”");
    Ok(())
}

async fn opens_views(visitor: &Visitor) -> Result<()> {
    visitor.button(visitor.say("desk.views")).await?;
    visitor.press(Role::MenuItem, visitor.say("desk.views_open")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_views_name_and_the_search_survive_an_idle_lock_and_an_expired_session() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.fill(has(visitor.say("clients.search")), "lind").await?;
    opens_views(&visitor).await?;
    visitor.fill(visitor.say("desk.view_name"), "By phone").await?;
    for ended in [false, true] {
        comes_back(&world, &visitor, ended).await?;
        holds(&visitor, visitor.say("clients.search"), "lind").await?;
        opens_views(&visitor).await?;
        holds(&visitor, visitor.say("desk.view_name"), "By phone").await?;
    }
    visitor.button(visitor.say("desk.view_save")).await?;
    visitor
        .button(format!("{}: By phone", visitor.say("desk.view_rename")))
        .await?;
    let new_name = visitor.words.with("desk.view_new_name", &[("name", "By phone")]);
    visitor.fill(&new_name, "By post").await?;
    comes_back(&world, &visitor, false).await?;
    opens_views(&visitor).await?;
    holds(&visitor, new_name, "By post").await?;
    visitor.button(visitor.say("common.cancel")).await?;
    let kept = visitor
        .run("return sessionStorage.getItem('portal.drafts');", Vec::new())
        .await?;
    ensure!(kept.is_null(), "a draft of what was given up");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_into_the_palette_survives_an_idle_lock_and_an_expired_session() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let label = || visitor.say("palette.label");
    open_palette(&visitor).await?;
    visitor.keys("lindq").await?;
    for ended in [false, true] {
        comes_back(&world, &visitor, ended).await?;
        open_palette(&visitor).await?;
        holds(&visitor, label(), "lindq").await?;
    }
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    open_palette(&visitor).await?;
    holds(&visitor, label(), "").await?;
    visitor.close().await
}
