//! Getting in, and everything that keeps one out.

use std::time::Duration;

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PASSWORD, SECURE, SERVICE};
use portal_e2e::{Language, Role, Visitor, Words, World};
use serde_json::json;

use crate::ways::{
    MAILBOX, enter_address, enter_password, managed_collection, next_mailed_code, open_clients, sign_in,
    to_mailed_code, to_new_browser, unlock,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_service_user_with_argon2id_signs_in_and_sees_his_clients() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    ensure!(visitor.path().await?.ends_with("/clients"));
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_account_are_told_in_the_same_words() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let words = visitor.say("explain.password_title");
    visitor.go("/").await?;
    enter_address(&visitor, SERVICE).await?;
    enter_password(&visitor, "not the demo password").await?;
    visitor.sees(&words).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.check_everywhere("wrong-password").await?;
    let known = visitor.content().await?;

    visitor.reload().await?;
    enter_address(&visitor, "nobody@northlight.example").await?;
    enter_password(&visitor, PASSWORD).await?;
    visitor.sees(&words).await?;
    let unknown = visitor.content().await?;
    let unknown = unknown.replace("nobody@northlight.example", SERVICE);
    ensure!(known == unknown, "one can tell them apart:\n{known}\n---\n{unknown}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_malformed_is_said_beside_its_field_and_nothing_is_sent() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    visitor.button(visitor.say("sign_in.continue_")).await?;
    visitor.sees(&visitor.say("sign_in.email_missing")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.fill(visitor.say("sign_in.email"), "nobody").await?;
    visitor.button(visitor.say("sign_in.continue_")).await?;
    visitor.sees(&visitor.say("sign_in.email_malformed")).await?;
    visitor.check_everywhere("malformed").await?;
    enter_address(&visitor, SERVICE).await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    visitor.sees(&visitor.say("sign_in.password_missing")).await?;
    visitor.check_everywhere("password-missing").await?;
    let asked = world.journal()?;
    ensure!(
        asked.iter().all(|entry| !entry.path.starts_with("/identity")),
        "{asked:#?}"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_step_login_refuses_a_wrong_code_and_takes_the_authenticators() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.title_is(&visitor.say("sign_in.second_title")).await?;
    let code = visitor.say("sign_in.authenticator_label");
    visitor.focus_is(Role::TextBox, &code).await?;
    visitor.check_everywhere("second-step").await?;
    visitor.fill(&code, "000000").await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.sees(&visitor.say("explain.code_title")).await?;
    visitor.focus_is(Role::TextBox, &code).await?;
    visitor.check_everywhere("wrong-code").await?;
    visitor.fill(&code, &world.authenticator_code(SECURE)?).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_logs_in_and_turns_two_step_login_off() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let code = world.text("SELECT recovery_code FROM users WHERE email = ?1", SECURE)?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.button(visitor.say("sign_in.use_recovery")).await?;
    visitor.sees(&visitor.say("sign_in.recovery_text")).await?;
    visitor.check_everywhere("recovery-code").await?;
    visitor.fill(visitor.say("sign_in.recovery_label"), &code).await?;
    visitor.button(visitor.say("sign_in.recovery_submit")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let left = "SELECT count(*) FROM users WHERE email = ?1 AND totp_secret IS NOT NULL";
    ensure!(world.number(left, SECURE)? == 0);
    visitor.close().await
}

/// What is told of the mailbox to somebody who isn't in yet.
fn mailed_to(visitor: &Visitor) -> String {
    let (name, domain) = MAILBOX.split_at(MAILBOX.find('@').unwrap_or_default());
    let told = format!("{}***{domain}", &name[..2]);
    visitor.words.with("sign_in.email_code_hint", &[("email", &told)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_code_logs_in_and_a_wrong_or_an_older_one_does_not() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    to_mailed_code(&world, &visitor, SERVICE).await?;
    let field = visitor.say("sign_in.authenticator_label");
    visitor.focus_is(Role::TextBox, &field).await?;
    visitor.sees(&mailed_to(&visitor)).await?;
    visitor.check_everywhere("mailed-code").await?;
    // The only method: the server has mailed of its own accord, and isn't asked for another.
    let first = next_mailed_code(&world, &visitor, 1).await?;
    let wrong = if first == "000000" { "000001" } else { "000000" };
    visitor.fill(&field, wrong).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.sees(&visitor.say("explain.code_title")).await?;
    visitor.focus_is(Role::TextBox, &field).await?;
    visitor.check("mailed-code-wrong").await?;

    visitor.button(visitor.say("sign_in.send_again")).await?;
    visitor.sees(&visitor.say("sign_in.sent")).await?;
    let second = next_mailed_code(&world, &visitor, 2).await?;
    ensure!(
        !visitor.content().await?.contains(&visitor.say("explain.code_title")),
        "the wrong code is still complained of"
    );
    visitor.fill(&field, &first).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.focus_is(Role::TextBox, &field).await?;
    visitor.sees(&visitor.say("explain.code_title")).await?;
    visitor.fill(&field, &second).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_authenticator_too_is_mailed_a_code_when_he_asks_for_one() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    to_mailed_code(&world, &visitor, SECURE).await?;
    visitor.sees(&visitor.say("sign_in.authenticator_hint")).await?;
    let field = visitor.say("sign_in.authenticator_label");
    visitor.fill(&field, "123").await?;
    visitor.button(visitor.say("sign_in.use_email")).await?;
    visitor.sees(&mailed_to(&visitor)).await?;
    // The first mail: none has gone out before he asked.
    let code = next_mailed_code(&world, &visitor, 1).await?;
    let digits = visitor.find(Role::TextBox, &field).await?.prop("value").await?;
    ensure!(
        digits.as_deref() == Some(""),
        "the authenticator's digits stay: {digits:?}"
    );
    visitor.check_everywhere("mailed-code-chosen").await?;
    visitor.fill(&field, &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_never_seen_before_is_confirmed_with_a_mailed_code() -> Result<()> {
    let world = World::with(|config| config.new_device_verification = true).await?;
    let visitor = world.visit(Language::English).await?;
    let code = to_new_browser(&world, &visitor).await?;
    visitor.check_everywhere("new-device").await?;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let field = visitor.say("sign_in.authenticator_label");
    visitor.fill(&field, wrong).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.sees(&visitor.say("explain.device_code_title")).await?;
    visitor.fill(&field, &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_the_newer_form_signs_in_unlocks_and_reads_names() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, "modern@northlight.example").await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    let (_, readable) = managed_collection(&world, &world.organization(CLIENT)?, CLIENT_OWNER)?;
    visitor.find(Role::Button, readable).await?;
    let unreadable = visitor
        .count(Role::Button, visitor.say("collections.unreadable"))
        .await?;
    ensure!(unreadable == 0, "{unreadable} names can't be read");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_server_is_waited_for_with_a_countdown_and_then_tried_again() -> Result<()> {
    let world = World::with(|config| config.relaxed_limits = false).await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    enter_address(&visitor, SERVICE).await?;
    // Somebody behind the same address uses up what the server allows.
    let attempts = "
        const done = arguments[0];
        const again = async () => {
          const body = new URLSearchParams({ grant_type: 'password', client_id: 'web' });
          const answer = await fetch('/identity/connect/token', { method: 'POST', body });
          const token = Number(answer.headers.get('retry-after'));
          if (answer.status === 429 && token > 2) return done(token);
          setTimeout(again, answer.status === 429 ? 1100 : 0);
        };
        again();";
    visitor.run_async(attempts).await?;
    enter_password(&visitor, PASSWORD).await?;
    visitor.sees(&visitor.say("sign_in.wait_title")).await?;
    visitor.sees(&visitor.words.start_of("sign_in.wait_text")).await?;
    visitor.check("rate-limit").await?;
    visitor.gone(Role::Region, visitor.say("sign_in.wait_title")).await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_fetched_when_it_is_chosen_and_is_there_from_the_start_after_a_reload() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let swedish = Words::of(Language::Swedish)?;
    let fetched = "return performance.getEntriesByType('resource').map((one) => one.name.split('/').pop().slice(0, 8))
        .filter((name) => name.startsWith('words-'));";
    visitor.go("/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    ensure!(visitor.run(fetched, Vec::new()).await? == serde_json::json!(["words-en"]));
    visitor
        .choose(visitor.say("common.language"), &swedish.say("common.swedish"))
        .await?;
    visitor.sees(&swedish.say("sign_in.keys_stay")).await?;
    ensure!(visitor.run(fetched, Vec::new()).await? == serde_json::json!(["words-en", "words-sv"]));
    visitor.reload().await?;
    visitor.sees(&swedish.say("sign_in.keys_stay")).await?;
    ensure!(visitor.run(fetched, Vec::new()).await? == serde_json::json!(["words-sv"]));
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_before_a_form_takes_the_focus_is_not_marked_and_lost() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    // A machine whose frames take three seconds.
    let late = "const frame = requestAnimationFrame; globalThis.requestAnimationFrame = (task) => setTimeout(() => frame(task), 3000);";
    visitor
        .devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": late }))
        .await?;
    visitor.go("/").await?;
    visitor.fill(visitor.say("sign_in.email"), "anna@berg.exampl").await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    visitor.keys("e").await?;
    let value = "return document.activeElement.value;";
    let value = visitor.run(value, Vec::new()).await?;
    ensure!(value == "anna@berg.example", "{value} is left");
    Ok(())
}
