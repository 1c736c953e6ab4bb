//! The page inside a provider's own portal (`examples/host-portal`): as an element in a plain page (`element`), coming and going
//! (`coming`), with words in the portal's place (`notices`), under a router (`router`), in a frame (`frame`), and in little room
//! (`room`).

mod coming;
mod element;
mod frame;
mod notices;
mod room;
mod router;

use anyhow::Result;
use portal_e2e::host::{Host, free_port, url_of};
use portal_e2e::{Language, Setup, Visitor, World};

/// A server that the host may show in a frame, and the host before it.
pub async fn hosted() -> Result<(World, Host)> {
    let port = free_port()?;
    let parents = format!(r#"{{"parents":["{}"]}}"#, url_of(port));
    let world = World::with(|config| config.page_config = Some(parents)).await?;
    let host = Host::start(port, &world.url()).await?;
    Ok((world, host))
}

/// A person at the host's portal.
pub async fn visit(host: &Host, language: Language) -> Result<Visitor> {
    Visitor::open(host.url(), Setup::of(language)).await
}

/// Waits until the host has written down that it heard this.
pub async fn heard(visitor: &Visitor, what: &str) -> Result<()> {
    visitor
        .until(&format!("the host has not heard “{what}”"), || async {
            Ok(heard_so_far(visitor).await?.contains(what).then_some(()))
        })
        .await
}

/// The server ends the session: what is asked next is refused, and so is a new token.
fn end(world: &World, email: &str) -> Result<()> {
    world.change(
        "UPDATE users SET security_stamp = 'changed elsewhere' WHERE email = ?1",
        email,
    )?;
    world.state()?.clock.advance(2 * 3600);
    Ok(())
}

async fn heard_so_far(visitor: &Visitor) -> Result<String> {
    let script = "return document.getElementById('heard').textContent;";
    let text = visitor.run(script, Vec::new()).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}
