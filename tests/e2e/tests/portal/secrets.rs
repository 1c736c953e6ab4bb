//! A whole run, with every byte noted that leaves the browser: no secret is found in what it keeps, shows, logs or sends, but
//! for the few places where the protocol wants one.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use portal_e2e::keys::{self, Secret};
use portal_e2e::relay::{Relay, Sent};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PASSWORD, PROVIDER, SECURE, SERVICE};
use portal_e2e::{Language, Role, Setup, Visitor, World, files, has};
use serde_json::Value;

use crate::ways::{
    account_menu, import_file, item_requests, managed_collection, open_clients, sign_in, to_new_browser, unlock,
};

/// Where tokens are asked for: the one place that gets the hash and the refresh token.
const TOKENS: &str = "POST /identity/connect/token ";

/// What a run leaves behind.
#[derive(Default)]
struct Left {
    /// Storages, console, address, title, the document itself, and files saved.
    kept: String,
    sent: Vec<Sent>,
    tokens: Vec<(&'static str, String)>,
}

impl Left {
    async fn look(&mut self, visitor: &Visitor) -> Result<()> {
        self.kept += &visitor.everything_kept().await?;
        for wire in visitor.wire().await? {
            let answer: Value = serde_json::from_str(&wire.received)?;
            for kind in ["access_token", "refresh_token"] {
                if let Some(token) = answer[kind].as_str() {
                    self.tokens.push((kind, token.to_owned()));
                }
            }
        }
        Ok(())
    }

    fn look_at_files(&mut self, folder: &Path) -> Result<usize> {
        let mut files = 0;
        for file in std::fs::read_dir(folder)? {
            self.kept += &std::fs::read_to_string(file?.path())?;
            files += 1;
        }
        Ok(files)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_of_a_whole_run_is_found_outside_the_pages_memory() -> Result<()> {
    let world = World::start().await?;
    let relay = Relay::start(world.address()).await?;
    let visitor = Visitor::open(relay.url(), Setup::of(Language::English)).await?;
    let mut left = run(&world, &visitor).await?;
    left.sent = relay.sent();

    let asked = item_requests(&world)?;
    ensure!(asked.is_empty(), "items were asked for: {asked:#?}");
    let databases = "
        const done = arguments[0];
        Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker?.getRegistrations() ?? []])
          .then((kept) => done(kept.map((one) => one.length)));";
    let databases = visitor.run_async(databases).await?;
    ensure!(
        databases == serde_json::json!([0, 0, 0]),
        "databases, caches, service workers: {databases}"
    );
    nothing_of_memory(&world, &left)?;
    nothing_of_the_wire(&world, &left)?;
    visitor.close().await
}

/// Signing in, every page, an import with its receipt saved, locking, unlocking, a new token, logging out.
async fn run(world: &World, visitor: &Visitor) -> Result<Left> {
    let mut left = Left::default();
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(world, &organization, CLIENT_OWNER)?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization(&collection))?;
    let saved = world.scratch()?.join("saved");
    std::fs::create_dir_all(&saved)?;
    visitor.save_files_to(&saved).await?;

    open_clients(visitor, SERVICE).await?;
    left.look(visitor).await?;
    visitor.link(CLIENT).await?;
    for page in ["members", "groups", "collections"] {
        visitor.link(visitor.say(&format!("shell.{page}"))).await?;
        visitor.title_is(&visitor.say(&format!("{page}.title"))).await?;
        visitor.find(Role::Row, has("")).await?;
        left.look(visitor).await?;
    }
    visitor.link(visitor.say("shell.import")).await?;
    import_file(visitor, CLIENT, &file, 5, None).await?;
    visitor.button(visitor.say("import.save")).await?;
    visitor
        .until("the receipt is not saved", || async {
            Ok((std::fs::read_dir(&saved)?.count() > 0).then_some(()))
        })
        .await?;
    left.look(visitor).await?;
    account_menu(visitor, "shell.lock_now").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    left.look(visitor).await?;
    visitor.reload().await?;
    unlock(visitor, PASSWORD).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    left.look(visitor).await?;
    account_menu(visitor, "common.log_out").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    left.look(visitor).await?;
    ensure!(left.look_at_files(&saved)? > 0, "no file was saved");
    Ok(left)
}

/// What only the page's memory may hold: nowhere at all.
fn nothing_of_memory(world: &World, left: &Left) -> Result<()> {
    let mut secrets = keys::of_provider_user(world, SERVICE, PROVIDER)?;
    secrets.extend(files::SECRETS.map(|text| Secret::text("a text of the imported file", text)));
    for secret in &secrets {
        ensure!(!secret.is_in(&left.kept), "{} was kept", secret.what);
        for sent in &left.sent {
            ensure!(
                !secret.is_in(&sent.without("")),
                "{} was sent: {}",
                secret.what,
                sent.line
            );
        }
    }
    Ok(())
}

/// What the protocol wants, there and nowhere else: the hash and the refresh token in the body of a request for tokens, the
/// access token in the authorization header.
fn nothing_of_the_wire(world: &World, left: &Left) -> Result<()> {
    let hash = Secret::text("the hash", &keys::account(world, SERVICE)?.hash);
    let given = |kind: &str| left.tokens.iter().filter(|(own, _)| *own == kind).count();
    ensure!(
        given("access_token") > 1 && given("refresh_token") > 0,
        "too few tokens"
    );
    let tokens = left.tokens.iter().map(|(kind, token)| Secret::text(*kind, token));
    let secrets: Vec<_> = tokens.chain([hash]).collect();
    for secret in &secrets {
        ensure!(!secret.is_in(&left.kept), "{} was kept", secret.what);
        for sent in &left.sent {
            let at_its_place = sent.line.starts_with(TOKENS) && secret.what != "access_token";
            let rest = if at_its_place {
                &sent.line
            } else {
                &sent.without("authorization")
            };
            ensure!(!secret.is_in(rest), "{} was sent: {}", secret.what, sent.line);
        }
    }
    let asked = left.sent.iter().find(|sent| sent.line.starts_with(TOKENS));
    let asked = asked.context("nothing asked for tokens, so the relay saw nothing")?;
    let seen = secrets
        .iter()
        .any(|secret| secret.what == "the hash" && secret.is_in(&asked.body));
    ensure!(
        seen,
        "the hash is not where it belongs, so it was not looked for rightly"
    );
    Ok(())
}

/// Whether a code stands there by itself; six digits in the middle of a longer number are none.
fn stands_in(code: &str, text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|run| run == code)
}

/// A code that was used up stands in the bodies of requests for tokens and nowhere else.
async fn used_up(world: &World, visitor: &Visitor, relay: &Relay, entered: (&str, &str), code: &str) -> Result<()> {
    let (label, submit) = entered;
    visitor.fill(visitor.say(label), code).await?;
    visitor.button(visitor.say(submit)).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let mut kept = visitor.everything_kept().await?;
    account_menu(visitor, "shell.lock_now").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    kept += &visitor.everything_kept().await?;
    ensure!(!stands_in(code, &kept), "{label}: the code was kept");
    let mut seen = false;
    for sent in relay.sent() {
        let asks = sent.line.starts_with(TOKENS);
        seen |= asks && stands_in(code, &sent.body);
        let rest = if asks { &sent.line } else { &sent.without("") };
        ensure!(!stands_in(code, rest), "{label}: the code was sent: {}", sent.line);
    }
    ensure!(
        seen,
        "{label}: the code is not where it belongs, so it was not looked for rightly"
    );
    let journal = world.journal()?;
    ensure!(
        journal.iter().all(|entry| !stands_in(code, &entry.path)),
        "{label}: in an address"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_codes_of_the_way_in_are_found_in_the_request_for_tokens_alone() -> Result<()> {
    let authenticator = ("sign_in.authenticator_label", "sign_in.continue_login");
    let world = World::with(|config| config.new_device_verification = true).await?;
    let relay = Relay::start(world.address()).await?;
    let visitor = Visitor::open(relay.url(), Setup::of(Language::English)).await?;
    let code = to_new_browser(&world, &visitor).await?;
    used_up(&world, &visitor, &relay, authenticator, &code).await?;
    visitor.close().await?;

    let world = World::start().await?;
    let relay = Relay::start(world.address()).await?;
    let visitor = Visitor::open(relay.url(), Setup::of(Language::English)).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.title_is(&visitor.say("sign_in.second_title")).await?;
    let code = world.authenticator_code(SECURE)?;
    used_up(&world, &visitor, &relay, authenticator, &code).await?;
    visitor.close().await?;

    let visitor = Visitor::open(relay.url(), Setup::of(Language::English)).await?;
    let code = world.text("SELECT recovery_code FROM users WHERE email = ?1", SECURE)?;
    visitor.go("/").await?;
    sign_in(&visitor, SECURE).await?;
    visitor.button(visitor.say("sign_in.use_recovery")).await?;
    let recovery = ("sign_in.recovery_label", "sign_in.recovery_submit");
    used_up(&world, &visitor, &relay, recovery, &code).await?;
    visitor.close().await
}
