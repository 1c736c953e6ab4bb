//! The forms on the way in: sign-in, second step, a code for a new browser, and the lock.

use anyhow::{Result, ensure};
use portal_e2e::world::{PASSWORD, SECURE, SERVICE};
use portal_e2e::{Language, Role, Visitor, World};
use serde_json::json;

use super::{at, kinds, sees_failure};
use crate::ways::{
    enter_address, enter_password, next_mailed_code, open_clients, sign_in, to_mailed_code, to_new_browser,
};

const TOKEN: &str = "/identity/connect/token";
const PROFILE: &str = "/api/accounts/profile";

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

/// A form for a code: its field, the button that is pressed, and what is asked of the server then.
type Form = (&'static str, &'static str, &'static str);
const CODE: Form = ("sign_in.authenticator_label", "sign_in.continue_login", TOKEN);
const RECOVERY: Form = ("sign_in.recovery_label", "sign_in.recovery_submit", TOKEN);
const SEND_AGAIN: Form = (
    "sign_in.authenticator_label",
    "sign_in.send_again",
    "/api/two-factor/send-email-login",
);
const SEND_AGAIN_TO_NEW: Form = (
    "sign_in.authenticator_label",
    "sign_in.send_again",
    "/api/accounts/resend-new-device-otp",
);

async fn still_holds(visitor: &Visitor, field: &str, code: &str, kind: &str) -> Result<()> {
    let typed = visitor.find(Role::TextBox, field).await?.prop("value").await?;
    ensure!(typed.as_deref() == Some(code), "{kind}: {typed:?} is left of {code}");
    Ok(())
}

/// The form of a code after every kind of failure: it is told, nothing else is claimed, and the code is still there. Last
/// comes a busy server: told as a wait, in which nothing is sent.
async fn every_kind_at_a_code(world: &World, visitor: &Visitor, form: Form, code: &str) -> Result<()> {
    let (label, button, path) = form;
    let (field, button) = (visitor.say(label), visitor.say(button));
    visitor.fill(&field, code).await?;
    // Where the answer is empty, nothing in it can be broken.
    let read = |kind: &str| path == TOKEN || kind != "broken JSON";
    for (kind, fault, words) in kinds().into_iter().filter(|(kind, ..)| read(kind)) {
        world.fault(at(path, fault))?;
        visitor.button(&button).await?;
        sees_failure(visitor, words).await?;
        ensure!(
            !visitor.reads(&visitor.say("sign_in.sent")).await?,
            "{kind}: said to be on its way"
        );
        still_holds(visitor, &field, code, kind).await?;
        world.clear_faults()?;
    }
    world.fault(json!({ "path": path, "kind": "status", "status": 429, "retry_after": 4 }))?;
    world.state()?.journal.clear();
    visitor.button(&button).await?;
    visitor.sees(&visitor.say("sign_in.wait_title")).await?;
    visitor.sees(&visitor.words.start_of("sign_in.wait_text")).await?;
    // The button keeps the focus, and does nothing.
    visitor.enter().await?;
    visitor.gone(Role::Region, visitor.say("sign_in.wait_title")).await?;
    let asked: Vec<_> = world.journal()?.into_iter().map(|entry| entry.status).collect();
    ensure!(asked == [429], "asked while it had to wait: {asked:?}");
    still_holds(visitor, &field, code, "429").await?;
    world.clear_faults()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_step_words_every_kind_of_failure_and_keeps_the_code() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.title_is(&visitor.say("sign_in.second_title")).await?;
    every_kind_at_a_code(&world, &visitor, CODE, &world.authenticator_code(SECURE)?).await?;
    visitor.check("second-step-failed").await?;
    // The first one may be too old by now.
    let code = world.authenticator_code(SECURE)?;
    visitor.fill(visitor.say("sign_in.authenticator_label"), &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_outlives_every_kind_of_failure() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let code = world.text("SELECT recovery_code FROM users WHERE email = ?1", SECURE)?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.button(visitor.say("sign_in.use_recovery")).await?;
    every_kind_at_a_code(&world, &visitor, RECOVERY, &code).await?;
    visitor.check("recovery-failed").await?;
    visitor.button(visitor.say("sign_in.recovery_submit")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_could_not_be_mailed_is_not_said_to_be_on_its_way() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    to_mailed_code(&world, &visitor, SERVICE).await?;
    next_mailed_code(&world, &visitor, 1).await?;
    every_kind_at_a_code(&world, &visitor, SEND_AGAIN, "12").await?;
    visitor.check("send-again-failed").await?;
    visitor.button(visitor.say("sign_in.send_again")).await?;
    visitor.sees(&visitor.say("sign_in.sent")).await?;
    let code = next_mailed_code(&world, &visitor, 2).await?;
    visitor.fill(visitor.say("sign_in.authenticator_label"), &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_for_a_new_browser_words_every_kind_of_failure_and_keeps_it() -> Result<()> {
    let world = World::with(|config| config.new_device_verification = true).await?;
    let visitor = world.visit(Language::English).await?;
    let code = to_new_browser(&world, &visitor).await?;
    every_kind_at_a_code(&world, &visitor, SEND_AGAIN_TO_NEW, &code).await?;
    every_kind_at_a_code(&world, &visitor, CODE, &code).await?;
    visitor.check("new-device-failed").await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}
