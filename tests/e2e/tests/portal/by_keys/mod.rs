//! Every page's tasks with the keyboard alone: where the focus is after each step, and that it can be seen there. The main job
//! itself is in `keyboard`, the stops of every state in `closely`.

mod clients;
mod console;
mod over;
mod way_in;

use anyhow::{Result, ensure};
use portal_e2e::visitor::find::Name;
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Role, Visitor};

/// The focus comes to be here, and unless it is a heading's it is seen by its ring.
async fn at(visitor: &Visitor, role: Role, name: impl Into<Name>) -> Result<()> {
    visitor.focus_is(role, name).await?;
    if ![Role::Title, Role::Heading].contains(&role) {
        let fault = visitor.focus_fault().await?;
        ensure!(fault.is_empty(), "the focus is not seen: {fault}");
    }
    Ok(())
}

/// To a control by Tab, and Enter.
async fn press(visitor: &Visitor, role: Role, name: impl Into<Name>) -> Result<()> {
    visitor.tab_to(role, name).await?;
    visitor.enter().await
}

/// The same, backwards.
async fn press_back(visitor: &Visitor, role: Role, name: impl Into<Name>) -> Result<()> {
    visitor.tab_back_to(role, name).await?;
    visitor.enter().await
}

/// Signs in as far as the password.
async fn password(visitor: &Visitor, email: &str) -> Result<()> {
    at(visitor, Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.keys(email).await?;
    visitor.enter().await?;
    at(visitor, Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.keys(PASSWORD).await?;
    visitor.enter().await
}

/// Signs in and comes to the list of clients.
async fn open_clients(visitor: &Visitor) -> Result<()> {
    visitor.go("/").await?;
    password(visitor, SERVICE).await?;
    at(visitor, Role::Title, visitor.say("clients.title")).await?;
    visitor.find(Role::Link, CLIENT).await.map(drop)
}
