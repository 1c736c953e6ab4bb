//! The element in a plain page of the host's, under a strict policy with Trusted Types.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, PROVIDER, SERVICE};
use portal_e2e::{Key, Language, Role, Words, has, keys};
use serde_json::{Value, json};

use super::{end, heard, heard_so_far, hosted, visit};
use crate::ways::{sign_in, unlock};

const TITLE: &str = "Passwords – Northlight Desk";

#[tokio::test(flavor = "multi_thread")]
async fn the_element_signs_in_and_keeps_its_place_below_the_hosts_base() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/passwords/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.check_everywhere("sign-in").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let provider = world.text("SELECT id FROM providers WHERE name = ?1", PROVIDER)?;
    let clients = format!("/passwords/providers/{provider}/clients");
    ensure!(visitor.path().await? == clients);
    visitor.check_everywhere("clients").await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let client = world.organization(CLIENT)?;
    ensure!(visitor.path().await? == format!("/passwords/organizations/{client}/overview"));
    heard(&visitor, "ready {}").await?;
    heard(
        &visitor,
        &format!(r#"place-changed {{"place":"/organizations/{client}/overview","replaced":false}}"#),
    )
    .await?;
    visitor.back().await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor
        .go(&format!("/passwords/organizations/{client}/members?status=revoked"))
        .await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    ensure!(visitor.path().await?.ends_with("/members?status=revoked"));
    ensure!(visitor.tab().await? == TITLE);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_links_history_focus_and_title_stay_its_own() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/tickets.html").await?;
    visitor.link("Passwords").await?;
    visitor
        .run("document.getElementById('desk-search').focus();", Vec::new())
        .await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.keys("printer").await?;
    visitor.focus_is(Role::TextBox, "Search the desk").await?;
    let steps = visitor.run("return history.length;", Vec::new()).await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    // The start gives way to the only provider: no step of its own.
    ensure!(visitor.run("return history.length;", Vec::new()).await? == steps);
    // An address that only begins like the base.
    visitor.link("Password help").await?;
    visitor.title_is("Password help").await?;
    ensure!(visitor.path().await? == "/passwords-help.html");
    visitor.link("Tickets").await?;
    visitor.title_is("Tickets").await?;
    visitor.back().await?;
    visitor.title_is("Password help").await?;
    visitor.close().await
}

/// What a person sees of an element, but for its size.
const LOOKS: &str = "
    const look = (element) => {
      const style = getComputedStyle(element);
      const names = ['fontFamily', 'fontSize', 'fontStyle', 'fontVariantCaps', 'fontWeight', 'letterSpacing', 'lineHeight',
        'textTransform', 'textAlign', 'textIndent', 'wordSpacing', 'whiteSpace', 'color', 'padding', 'margin', 'borderTopWidth',
        'borderTopStyle', 'borderTopLeftRadius', 'backgroundColor', 'backgroundImage', 'display', 'position', 'cursor', 'boxShadow'];
      return Object.fromEntries(names.map((name) => [name, style[name]]));
    };
    const looks = (tree, selectors) => selectors.map((selector) => look(tree.querySelector(selector)));";

#[tokio::test(flavor = "multi_thread")]
async fn neither_styles_the_other() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    let ours = format!(
        "{LOOKS} return looks(arguments[0] ? document.querySelector('provider-portal').shadowRoot : document,
        ['h1', 'label', 'input[name=email]', '.gate-card', '.gate-foot p', 'select']);"
    );
    let theirs = format!("{LOOKS} return [looks(document, ['html', 'body', 'h1', 'label', 'input', 'button', 'select', '.desk-bar a']),
        document.styleSheets.length, document.adoptedStyleSheets.length, document.documentElement.getAttributeNames()];");
    let host_words = Words::of(Language::English)?;
    let email = host_words.say("sign_in.email");

    visitor.go("/passwords/").await?;
    visitor.find(Role::TextBox, &email).await?;
    let embedded = visitor.run(&ours, vec![Value::Bool(true)]).await?;
    let button = "return getComputedStyle(document.querySelector('provider-portal').shadowRoot.querySelector('[type=submit]')).backgroundColor;";
    ensure!(
        visitor.run(button, Vec::new()).await? == "rgb(122, 31, 31)",
        "the host's own colour is not taken"
    );
    let around = visitor.run(&theirs, Vec::new()).await?;
    visitor.button("Put away or bring back").await?;
    visitor.gone(Role::TextBox, &email).await?;
    ensure!(visitor.run(&theirs, Vec::new()).await? == around);

    visitor
        .run("location.href = arguments[0];", vec![world.url().into()])
        .await?;
    visitor.find(Role::TextBox, &email).await?;
    let alone = visitor.run(&ours, vec![Value::Bool(false)]).await?;
    ensure!(embedded == alone, "in the host's page {embedded:#}\nalone {alone:#}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_sets_language_and_colours_locks_and_signs_out() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    let swedish = Words::of(Language::Swedish)?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.choose("Language", "Svenska").await?;
    visitor.title_is(&swedish.say("clients.title")).await?;
    visitor.choose("Colours", "Night").await?;
    let canvas = "const root = document.querySelector('provider-portal').shadowRoot.querySelector('.portal');
        return [root.lang, root.dataset.theme, document.documentElement.lang, localStorage.getItem('portal.preferences')];";
    ensure!(visitor.run(canvas, Vec::new()).await? == json!(["sv", "dark", "en", null]));
    visitor.check("night").await?;
    visitor.choose("Language", "English").await?;
    visitor.choose("Colours", "as chosen").await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.button("Lock the passwords").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    ensure!(
        !heard_so_far(&visitor).await?.contains("session-ended"),
        "a lock is no end"
    );
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.button("Leave the passwords").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    heard(&visitor, r#"session-ended {"why":"signed-out"}"#).await?;
    ensure!(visitor.path().await? == "/passwords/");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_told_to_the_host_or_kept_in_its_storages() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    let mut left = visitor.everything_kept().await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    left += &visitor.everything_kept().await?;
    left += &heard_so_far(&visitor).await?;
    ensure!(left.contains("place-changed"), "the host was told of no place");
    for secret in keys::of_provider_user(&world, SERVICE, PROVIDER)? {
        ensure!(!secret.is_in(&left), "{} was left with the host", secret.what);
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_is_told_of_a_session_that_the_server_has_ended() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    end(&world, SERVICE)?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    heard(&visitor, r#"session-ended {"why":"ended"}"#).await?;
    let told = heard_so_far(&visitor).await?;
    ensure!(
        told.matches("session-ended").count() == 1,
        "told more than once: {told}"
    );
    visitor.close().await
}

/// Where the host forwards the portal's files from; what lies below is the portal's server as well.
const ELSEWHERE: &str = "/provider-portal";

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_that_the_hosts_attributes_name_are_the_ones_that_are_asked() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor.go("/passwords/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    let another = "document.querySelector('provider-portal').remove();
        const portal = document.createElement('provider-portal');
        for (const [name, value] of Object.entries(arguments[0])) portal.setAttribute(name, value);
        document.getElementById('place-for-it').append(portal);";
    let attributes = json!({
        "api": format!("{ELSEWHERE}/api"), "identity": format!("{ELSEWHERE}/identity"),
        "vault": "https://vault.example", "place": "/vault",
    });
    visitor.run(another, vec![attributes]).await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("items.outside_title")).await?;
    let link = visitor.find(Role::Link, has(visitor.say("items.open_vault"))).await?;
    ensure!(link.attr("href").await?.as_deref() == Some("https://vault.example"));
    visitor.link(visitor.say("common.product")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    let asked = "return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)
        .filter((path) => /\\/(api|identity)\\//.test(path));";
    let asked: Vec<String> = serde_json::from_value(visitor.run(asked, Vec::new()).await?)?;
    for service in ["api", "identity"] {
        let there = format!("{ELSEWHERE}/{service}/");
        ensure!(
            asked.iter().any(|path| path.starts_with(&there)),
            "{service}: {asked:#?}"
        );
    }
    let strays: Vec<_> = asked.iter().filter(|path| !path.starts_with(ELSEWHERE)).collect();
    ensure!(strays.is_empty(), "asked elsewhere: {strays:#?}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_are_heard_inside_the_element_and_nowhere_else() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    let in_host = "const field = document.getElementById('desk-search'); field.value = ''; field.focus();";
    let dialogs =
        "return document.querySelector('provider-portal').shadowRoot.querySelectorAll('dialog[open]').length;";

    // What is typed or pressed in the host's page stays there.
    visitor.run(in_host, Vec::new()).await?;
    visitor.keys("?/gm").await?;
    visitor.hold(Key::Control, "k").await?;
    visitor.focus_is(Role::TextBox, "Search the desk").await?;
    let typed = visitor
        .run("return document.getElementById('desk-search').value;", Vec::new())
        .await?;
    ensure!(typed == "?/gm" && visitor.run(dialogs, Vec::new()).await? == 0);
    ensure!(!visitor.path().await?.ends_with("/members"));

    // Inside: letters in a field are letters, elsewhere they are shortcuts.
    visitor.fill(visitor.say("clients.search"), "?g").await?;
    ensure!(visitor.run(dialogs, Vec::new()).await? == 0);
    visitor.fill(visitor.say("clients.search"), "").await?;
    visitor.hold(Key::Control, "k").await?;
    visitor.focus_is(Role::TextBox, visitor.say("palette.label")).await?;
    visitor.check_everywhere("palette").await?;
    visitor.keys(Key::Escape).await?;
    visitor.focus_is(Role::TextBox, visitor.say("clients.search")).await?;
    visitor.keys(Key::F6 + "").await?;
    visitor.keys("?").await?;
    visitor.focus_is(Role::CheckBox, visitor.say("palette.single")).await?;
    visitor.keys(Key::Escape).await?;

    // Gone with the element.
    visitor.button("Put away or bring back").await?;
    visitor.run(in_host, Vec::new()).await?;
    visitor.keys("?").await?;
    visitor.hold(Key::Control, "k").await?;
    visitor.focus_is(Role::TextBox, "Search the desk").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_trusted_types_stay_as_strict_as_they_were() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    ensure!(!visitor.logs().await?.iter().any(|line| line.contains("policy-breach")));
    let script = "try { document.getElementById('heard').innerHTML = '<i>'; return 'taken'; } catch (error) { return error.name; }";
    ensure!(visitor.run(script, Vec::new()).await? == "TypeError");
    let default = visitor
        .run("return trustedTypes.defaultPolicy === null;", Vec::new())
        .await?;
    ensure!(default == true, "the host's strings pass a policy of ours");
    Ok(())
}
