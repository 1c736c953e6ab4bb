//! Locking by itself, and what one tab does in the others.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World};

use crate::ways::{account_menu, open_clients, unlock};

/// Chooses in the account menu after how many minutes to lock.
async fn lock_after(visitor: &Visitor, minutes: u32) -> Result<()> {
    visitor.button(visitor.say("shell.account")).await?;
    visitor.press(Role::MenuItem, choice(visitor, minutes)).await
}

fn choice(visitor: &Visitor, minutes: u32) -> String {
    let form = if minutes == 1 { "one" } else { "other" };
    let count = minutes.to_string();
    visitor
        .words
        .with(&format!("shell.lock_after_{form}"), &[("count", &count)])
}

/// Waits until the open account menu shows these minutes as chosen.
async fn is_chosen(visitor: &Visitor, minutes: u32) -> Result<()> {
    let entry = visitor.find(Role::MenuItem, choice(visitor, minutes)).await?;
    let checked = entry.attr("aria-checked").await?;
    ensure!(checked.as_deref() == Some("true"), "{minutes} minutes are not chosen");
    Ok(())
}

async fn locks_after_a_minute(language: Language) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let place = visitor.path().await?;
    visitor.button(visitor.say("shell.account")).await?;
    is_chosen(&visitor, 15).await?;
    visitor.check_everywhere("menu").await?;
    visitor.keys(Key::Escape).await?;
    visitor.pass(13).await?;
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    lock_after(&visitor, 1).await?;
    visitor.pass(1).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    let reason = visitor.words.with("sign_in.locked_idle_one", &[("count", "1")]);
    visitor.sees(&reason).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    ensure!(!visitor.text().await?.contains(CLIENT), "a name is left on screen");
    visitor.check_everywhere("locked").await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    ensure!(visitor.path().await? == place);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_left_alone_locks_by_itself_and_says_why() -> Result<()> {
    locks_after_a_minute(Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_left_alone_locks_in_swedish_as_well() -> Result<()> {
    locks_after_a_minute(Language::Swedish).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_key_after_a_long_sleep_does_not_keep_it_open() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let script = "const now = Date.now.bind(Date); Date.now = () => now() + 3600000;
        dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
        return new Promise((done) => setTimeout(() => done(document.querySelector('main h1')?.textContent), 500));";
    let title = visitor.run(script, Vec::new()).await?;
    ensure!(
        title.as_str() == Some(visitor.say("sign_in.lock_title").as_str()),
        "{title}"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_minutes_survive_a_reload() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    lock_after(&visitor, 5).await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.button(visitor.say("shell.account")).await?;
    is_chosen(&visitor, 5).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_tab_does_the_others_do() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let first = visitor.this_tab().await?;
    visitor.another_tab().await?;
    let second = visitor.this_tab().await?;
    open_clients(&visitor, SERVICE).await?;

    account_menu(&visitor, "shell.lock_now").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.to_tab(first.clone()).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.sees(&visitor.say("sign_in.locked_elsewhere")).await?;
    visitor.check_everywhere("locked-elsewhere").await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.to_tab(second.clone()).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;

    account_menu(&visitor, "common.log_out").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    visitor.to_tab(first).await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    ensure!(visitor.path().await? == "/");
    let kept = visitor.everything_kept().await?;
    ensure!(
        !kept.contains(SERVICE) && !kept.contains(CLIENT),
        "something is left: {kept}"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_locks_by_itself_takes_the_others_along() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let first = visitor.this_tab().await?;
    visitor.another_tab().await?;
    open_clients(&visitor, SERVICE).await?;
    let second = visitor.this_tab().await?;
    // The clock is moved in one of them only.
    visitor.pass(15).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.to_tab(first).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    let reason = visitor.words.with("sign_in.locked_idle_other", &[("count", "15")]);
    visitor.sees(&reason).await?;
    visitor.to_tab(second).await?;
    visitor.close().await
}

/// Lets so many seconds of idle time be left, of fifteen minutes, in the tab that is looked at.
pub async fn leave_seconds(visitor: &Visitor, seconds: u32) -> Result<()> {
    let late = u64::from(15 * 60 - seconds) * 1000;
    let script = "const late = arguments[0], now = Date.now.bind(Date); Date.now = () => now() + late;";
    visitor.run(script, vec![late.into()]).await.map(drop)
}

async fn is_asked(visitor: &Visitor) -> Result<()> {
    visitor.find(Role::Heading, visitor.say("lock.title")).await?;
    visitor.focus_is(Role::Button, visitor.say("lock.stay")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minute_before_it_locks_a_person_is_asked_and_an_answer_keeps_it_open() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.tab_to(Role::Button, visitor.say("format.refresh")).await?;
    leave_seconds(&visitor, 50).await?;
    is_asked(&visitor).await?;
    visitor.sees(&visitor.words.start_of("lock.text")).await?;
    visitor.check_everywhere("lock-warning").await?;
    // What is done in the question is no answer by itself.
    visitor.tab_to(Role::Button, visitor.say("shell.lock_now")).await?;
    visitor.tab_back_to(Role::Button, visitor.say("lock.stay")).await?;
    visitor.find(Role::Heading, visitor.say("lock.title")).await?;
    visitor.enter().await?;
    visitor.gone(Role::Heading, visitor.say("lock.title")).await?;
    visitor.focus_is(Role::Button, visitor.say("format.refresh")).await?;
    leave_seconds(&visitor, 50).await?;
    is_asked(&visitor).await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Heading, visitor.say("lock.title")).await?;
    leave_seconds(&visitor, 50).await?;
    is_asked(&visitor).await?;
    visitor.button(visitor.say("shell.lock_now")).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_answers_ends_with_the_lock() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    leave_seconds(&visitor, 12).await?;
    is_asked(&visitor).await?;
    visitor.check_everywhere("lock-warning").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_in_another_tab_answers_the_question() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let first = visitor.this_tab().await?;
    visitor.another_tab().await?;
    open_clients(&visitor, SERVICE).await?;
    let second = visitor.this_tab().await?;
    visitor.to_tab(first.clone()).await?;
    leave_seconds(&visitor, 55).await?;
    is_asked(&visitor).await?;
    visitor.to_tab(second).await?;
    leave_seconds(&visitor, 55).await?;
    is_asked(&visitor).await?;
    visitor.button(visitor.say("lock.stay")).await?;
    visitor.gone(Role::Heading, visitor.say("lock.title")).await?;
    visitor.to_tab(first).await?;
    visitor.gone(Role::Heading, visitor.say("lock.title")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.close().await
}
