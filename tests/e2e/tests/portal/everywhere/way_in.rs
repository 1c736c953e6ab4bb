//! The forms on the way in: sign-in, second step, a code for a new browser, and the lock.

use anyhow::{Result, ensure};
use portal_e2e::world::{PASSWORD, SECURE, SERVICE};
use portal_e2e::{Language, Role, Visitor, World};
use serde_json::json;

use super::{at, kinds, sees_failure};
use crate::ways::{enter_address, enter_password, open_clients, sign_in, to_new_browser};

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

/// The form of a code, as it is after every kind of failure: the failure is told, and the code is still there.
async fn every_kind_at_a_code(world: &World, visitor: &Visitor, code: &str) -> Result<()> {
    let field = visitor.say("sign_in.authenticator_label");
    visitor.fill(&field, code).await?;
    for (kind, fault, words) in kinds() {
        world.fault(at(TOKEN, fault))?;
        visitor.button(visitor.say("sign_in.continue_login")).await?;
        sees_failure(visitor, words).await?;
        let typed = visitor.find(Role::TextBox, &field).await?;
        ensure!(
            typed.prop("value").await?.as_deref() == Some(code),
            "{kind}: the code is gone"
        );
        world.clear_faults()?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_step_words_every_kind_of_failure_and_keeps_the_code() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.title_is(&visitor.say("sign_in.second_title")).await?;
    every_kind_at_a_code(&world, &visitor, &world.authenticator_code(SECURE)?).await?;
    visitor.check("second-step-failed").await?;
    // The first one may be too old by now.
    let code = world.authenticator_code(SECURE)?;
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
    every_kind_at_a_code(&world, &visitor, &code).await?;
    visitor.check("new-device-failed").await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}
