//! The pages of a client in the language with the longer words.

use anyhow::Result;
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, World};

use super::Look;
use crate::ways::{open_clients, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_client_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    let organization = world.organization(CLIENT)?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    let mut look = Look::of(&visitor);
    for (page, shown) in [
        ("overview", "organization.by_status"),
        ("groups", "groups.title"),
        ("collections", "collections.title"),
    ] {
        visitor.go(&format!("/organizations/{organization}/{page}")).await?;
        unlock(&visitor, PASSWORD).await?;
        visitor.find(Role::Heading, visitor.say(shown)).await?;
        look.at(page).await?;
    }
    look.done()?;
    visitor.close().await
}
