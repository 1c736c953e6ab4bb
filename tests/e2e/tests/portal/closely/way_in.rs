//! Signing in, the start, the lock, and pages that are one notice.

use anyhow::Result;
use portal_e2e::world::{CLIENT, PASSWORD, SECURE, SOLO, SOLO_OWNER};
use portal_e2e::{Key, Language, Role, World, has};

use super::Look;
use crate::ways::{enter_address, enter_password, second_place, sign_in, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn the_way_in_is_there_for_everybody() -> Result<()> {
    let world = World::with(|config| config.new_device_verification = true).await?;
    let visitor = world.visit(Language::Swedish).await?;
    let mut look = Look::of(&visitor);
    visitor.go("/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    look.at("email").await?;
    enter_address(&visitor, "newdevice@northlight.example").await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    visitor.sees(&visitor.say("sign_in.password_missing")).await?;
    look.at("password").await?;
    enter_password(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("sign_in.device_title")).await?;
    look.at("new-device").await?;
    visitor.reload().await?;
    sign_in(&visitor, SECURE).await?;
    visitor.title_is(&visitor.say("sign_in.second_title")).await?;
    look.at("second-step").await?;
    visitor.button(visitor.say("sign_in.use_recovery")).await?;
    visitor.sees(&visitor.say("sign_in.recovery_text")).await?;
    look.at("recovery-code").await?;
    look.done()?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_the_lock_and_the_notices_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let mut look = Look::of(&visitor);
    second_place(&world)?;
    visitor.go("/").await?;
    sign_in(&visitor, SOLO_OWNER).await?;
    visitor.title_is(&visitor.say("shell.choose_title")).await?;
    look.at("start").await?;
    visitor.button(has(visitor.say("shell.switch_product"))).await?;
    visitor.find(Role::Heading, visitor.say("common.admin_console")).await?;
    look.at("switcher").await?;
    visitor.keys(Key::Escape).await?;
    visitor.button(visitor.say("shell.account")).await?;
    visitor.find(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    look.still("account-menu").await?;
    visitor.press(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    look.at("lock").await?;

    let (client, own) = (world.organization(CLIENT)?, world.organization(SOLO)?);
    for (state, path, title) in [
        ("not-found", "/no/such/place".to_owned(), "shell.not_found_title"),
        ("gone", format!("/organizations/{client}/members"), "shell.gone_title"),
        ("items", "/vault".to_owned(), "items.outside_title"),
        (
            "nothing-inside",
            format!("/organizations/{own}/nothing"),
            "shell.not_found_title",
        ),
    ] {
        visitor.go(&path).await?;
        unlock(&visitor, PASSWORD).await?;
        visitor.title_is(&visitor.say(title)).await?;
        look.at(state).await?;
    }
    look.done()?;
    visitor.close().await
}
