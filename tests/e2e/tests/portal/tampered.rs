//! A server that means harm: exchanged keys, changed derivation, answers for somebody else. What a person reads, that nothing
//! more is sent, and that nobody is logged in.

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{CLIENT, FULL, FULL_OWNER, PASSWORD, SERVICE, SOLO_OWNER};
use portal_e2e::{Language, Role, Visitor, World, files, has};
use portal_server::identity::tokens::{Origin, claims, sign};
use portal_server::identity::user::User;
use serde_json::{Value, json};

use crate::ways::{account_menu, enter_password, open_clients, sign_in};

const PRELOGIN: &str = "/identity/accounts/prelogin*";
const TOKEN: &str = "/identity/connect/token";
const PROFILE: &str = "/api/accounts/profile";

/// An answer with values exchanged.
fn altered(path: &str, set: Value) -> Value {
    json!({ "path": path, "kind": "altered", "set": set })
}

/// An access token of somebody, as the server would sign it.
fn token_of(world: &World, email: &str) -> Result<String> {
    let state = world.state()?;
    let origin = Origin {
        client_id: "web".to_owned(),
        device_identifier: "8a4f41b8-7a3c-4f6b-9a52-8a2f8f0e4c11".to_owned(),
        device_type: 9,
        issuer: format!("{}/identity", world.url()),
    };
    let now = state.clock.now().unix_timestamp();
    let claims = state.db.call_blocking(|connection| {
        let user = User::by_email(connection, email)?.ok_or(portal_server::error::Error::NotFound)?;
        claims(connection, &user, &origin, now, 3600)
    })?;
    Ok(sign(state, &claims)?)
}

/// A column of an account.
fn column(world: &World, name: &str, email: &str) -> Result<String> {
    world.text(&format!("SELECT {name} FROM users WHERE email = ?1"), email)
}

/// A valid form whose MAC is wrong.
fn damaged(sealed: &str) -> String {
    let other = if sealed.starts_with("2.A") { "2.B" } else { "2.A" };
    format!("{other}{}", &sealed[3..])
}

/// The requests so far, without those for the page itself.
fn asked(world: &World) -> Result<Vec<String>> {
    let entries = world.journal()?.into_iter().map(|entry| entry.path);
    Ok(entries
        .filter(|path| path.starts_with("/api") || path.starts_with("/identity"))
        .collect())
}

/// Nobody is logged in and nothing is kept of the attempt.
async fn nothing_is_open(visitor: &Visitor) -> Result<()> {
    ensure!(
        visitor.count(Role::Title, visitor.say("sign_in.title")).await? == 1,
        "not the sign-in"
    );
    let kept = visitor
        .run("return sessionStorage.getItem('portal.session');", Vec::new())
        .await?;
    ensure!(kept.is_null(), "the tab keeps {kept}");
    Ok(())
}

/// One lie: what is exchanged, the words (title and next step), and the requests that a sign-in makes until it notices.
struct Lie {
    name: &'static str,
    rule: Value,
    words: [&'static str; 2],
    asked: &'static [&'static str],
}

const UNTIL_PRELOGIN: &[&str] = &["/identity/accounts/prelogin/password"];
const UNTIL_TOKEN: &[&str] = &["/identity/accounts/prelogin/password", TOKEN];
const UNTIL_PROFILE: &[&str] = &[PROFILE, "/api/config", "/identity/accounts/prelogin/password", TOKEN];

fn lies(world: &World) -> Result<Vec<Lie>> {
    let weak = ["explain.kdf_weak_title", "explain.kdf_weak_next"];
    let costly = ["explain.kdf_costly_title", "explain.official_next"];
    let damage = ["explain.damaged_title", "explain.damaged_next"];
    let other = ["explain.other_title", "explain.damaged_next"];
    let kdf = |kind: i64, iterations: i64, memory: Value| {
        let kdf = json!({ "kdfType": kind, "iterations": iterations, "memory": memory, "parallelism": 4 });
        altered(PRELOGIN, json!({ "/kdfSettings": kdf }))
    };
    let key = column(world, "wrapped_user_key", SOLO_OWNER)?;
    let foreign = column(world, "wrapped_user_key", FULL_OWNER)?;
    let (iv, rest) = key[2..].split_once('|').context("a sealed key")?;
    let unsealed = format!("0.{iv}|{}", rest.split('|').next().unwrap_or_default());
    let user_key = |key: &str| {
        let place = "/UserDecryptionOptions/MasterPasswordUnlock/MasterKeyEncryptedUserKey";
        altered(TOKEN, json!({ "/Key": key, place: key }))
    };
    let private = column(world, "wrapped_private_key", SOLO_OWNER)?;
    let private_key = |key: &str| {
        let place = "/accountKeys/publicKeyEncryptionKeyPair/wrappedPrivateKey";
        altered(PROFILE, json!({ "/privateKey": key, place: key }))
    };
    let public = column(world, "public_key", FULL_OWNER)?;
    let id = column(world, "id", FULL_OWNER)?;
    let lie = |name, rule, words, asked| Lie {
        name,
        rule,
        words,
        asked,
    };
    Ok(vec![
        lie("weak", kdf(0, 1, Value::Null), weak, UNTIL_PRELOGIN),
        lie("other-kind", kdf(7, 600_000, Value::Null), weak, UNTIL_PRELOGIN),
        lie("other-kind-weak", kdf(1, 3, json!(1)), weak, UNTIL_PRELOGIN),
        lie("costly", kdf(0, 2_000_000_000, Value::Null), costly, UNTIL_PRELOGIN),
        lie("costly-memory", kdf(1, 3, json!(64_000)), costly, UNTIL_PRELOGIN),
        lie("wrong-mac", user_key(&damaged(&key)), damage, UNTIL_TOKEN),
        lie("foreign-user-key", user_key(&foreign), damage, UNTIL_TOKEN),
        lie(
            "weakly-sealed",
            user_key(&unsealed),
            ["explain.weak_title", "explain.weakly_sealed_next"],
            UNTIL_TOKEN,
        ),
        lie(
            "other-tokens",
            altered(TOKEN, json!({ "/access_token": token_of(world, FULL_OWNER)? })),
            other,
            UNTIL_PROFILE,
        ),
        lie(
            "other-profile",
            altered(PROFILE, json!({ "/id": id })),
            other,
            UNTIL_PROFILE,
        ),
        lie(
            "other-address",
            altered(PROFILE, json!({ "/email": FULL_OWNER })),
            other,
            UNTIL_PROFILE,
        ),
        lie("private-key", private_key(&damaged(&private)), damage, UNTIL_PROFILE),
        lie(
            "public-key",
            altered(
                PROFILE,
                json!({ "/accountKeys/publicKeyEncryptionKeyPair/publicKey": public }),
            ),
            damage,
            UNTIL_PROFILE,
        ),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tampered_sign_in_is_refused_with_words_at_once_and_opens_nothing() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    for lie in lies(&world)? {
        visitor.go("/").await?;
        visitor.title_is(&visitor.say("sign_in.title")).await?;
        world.state()?.journal.clear();
        world.fault(lie.rule)?;
        sign_in(&visitor, SOLO_OWNER).await?;
        for words in lie.words {
            visitor
                .sees(&visitor.say(words))
                .await
                .with_context(|| lie.name.to_owned())?;
        }
        nothing_is_open(&visitor).await.with_context(|| lie.name.to_owned())?;
        // What a server is, and who is here, are asked side by side.
        let mut asked = asked(&world)?;
        asked.sort_unstable();
        ensure!(asked == lie.asked, "{}: {asked:#?}", lie.name);
        visitor.check(&format!("tampered-{}", lie.name)).await?;
    }
    visitor.check_everywhere("tampered").await?;
    world.clear_faults()?;
    visitor.go("/").await?;
    sign_in(&visitor, SOLO_OWNER).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_another_account_end_an_open_session_before_they_are_used() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    let set = json!({ "/access_token": token_of(&world, FULL_OWNER)? });
    world.fault(altered(TOKEN, set))?;
    world.state()?.journal.clear();
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    for words in ["explain.other_title", "explain.other_detail", "explain.damaged_next"] {
        visitor.sees(&visitor.say(words)).await?;
    }
    nothing_is_open(&visitor).await?;
    let asked = asked(&world)?;
    ensure!(
        !asked.iter().any(|path| path == PROFILE),
        "the other's token was used: {asked:#?}"
    );
    visitor.check_everywhere("other-account").await?;
    visitor.close().await
}

/// Access tokens that no request can carry: a header takes no line break, no NUL, no other alphabets, and no megabyte.
fn unusable_tokens() -> [(&'static str, String); 6] {
    [
        ("line-break", "eyJ.eyJ.c2ln\n".to_owned()),
        ("lines", "eyJ.eyJ\r\nx-other: 1".to_owned()),
        ("nul", "eyJ.\0.c2ln".to_owned()),
        ("letters", "eyJ.nyckel på väg \u{1f511}".to_owned()),
        ("empty", String::new()),
        ("megabyte", "x".repeat(1024 * 1024)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_no_request_can_carry_is_told_at_the_sign_in_and_at_a_refresh() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    for (name, token) in unusable_tokens() {
        visitor.go("/").await?;
        visitor.title_is(&visitor.say("sign_in.title")).await?;
        world.fault(altered(TOKEN, json!({ "/access_token": token })))?;
        sign_in(&visitor, SOLO_OWNER).await?;
        let told = visitor.sees(&visitor.say("explain.unreadable_title")).await;
        told.with_context(|| name.to_owned())?;
        nothing_is_open(&visitor).await.with_context(|| name.to_owned())?;
        world.clear_faults()?;
        // The page goes on: the same form signs in.
        enter_password(&visitor, PASSWORD).await?;
        let open = visitor.title_is(&visitor.say("organization.overview")).await;
        open.with_context(|| name.to_owned())?;
        account_menu(&visitor, "common.log_out").await?;
        visitor.title_is(&visitor.say("sign_in.title")).await?;
    }
    open_clients(&visitor, SERVICE).await?;
    for (name, token) in unusable_tokens() {
        // The one in use has ended for the server.
        world.state()?.clock.advance(2 * 3600);
        world.fault(altered(TOKEN, json!({ "/access_token": token })))?;
        visitor.button(visitor.say("format.refresh")).await?;
        let told = visitor.sees(&visitor.say("explain.unreadable_title")).await;
        told.with_context(|| name.to_owned())?;
        world.clear_faults()?;
        visitor.button(visitor.say("format.refresh")).await?;
        visitor
            .until(&format!("{name} is still complained of"), || async {
                let told = visitor.reads(&visitor.say("explain.unreadable_title")).await?;
                Ok((!told).then_some(()))
            })
            .await?;
        visitor.title_is(&visitor.say("clients.title")).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_beyond_all_measure_are_told_and_end_nothing() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let deep = format!(r#"{{"id":{}1{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    for (name, rule, said) in [
        (
            "deep",
            json!({ "path": PROFILE, "kind": "status", "status": 200, "body": deep }),
            "explain.unreadable_title",
        ),
        (
            "long",
            json!({ "path": PROFILE, "kind": "status", "status": 200, "body": " ".repeat(65 * 1024 * 1024) }),
            "explain.unreadable_title",
        ),
        (
            "numbers",
            altered(TOKEN, json!({ "/expires_in": 1e300, "/KdfIterations": u64::MAX })),
            "explain.unreadable_title",
        ),
        (
            "patience",
            json!({ "path": TOKEN, "kind": "status", "status": 429, "retry_after": u64::MAX }),
            "sign_in.wait_title",
        ),
    ] {
        visitor.go("/").await?;
        visitor.title_is(&visitor.say("sign_in.title")).await?;
        world.fault(rule)?;
        sign_in(&visitor, SOLO_OWNER).await?;
        let told = visitor.sees(&visitor.say(said)).await;
        told.with_context(|| name.to_owned())?;
        nothing_is_open(&visitor).await.with_context(|| name.to_owned())?;
    }
    visitor.close().await
}

async fn open_import(visitor: &Visitor, client: &str) -> Result<()> {
    visitor.link(client).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", client)]))
        .await
}

/// The import says why there is none, and nothing was sent.
async fn import_is_refused(visitor: &Visitor, world: &World, words: [&str; 3]) -> Result<()> {
    for words in words {
        visitor.sees(&visitor.say(words)).await?;
    }
    let sent = world.journal()?.iter().any(|entry| entry.path.contains("/ciphers"));
    ensure!(!sent, "items were sent");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_given_the_key_of_another_takes_no_import_and_says_why() -> Result<()> {
    let world = World::start().await?;
    let (one, other) = (world.organization(CLIENT)?, world.organization(FULL)?);
    let key = |id: &str| world.text("SELECT key FROM provider_organizations WHERE organization_id = ?1", id);
    let (first, second) = (key(&one)?, key(&other)?);
    for (id, key) in [(&one, &second), (&other, &first)] {
        let sql = format!("UPDATE provider_organizations SET key = ?1 WHERE organization_id = '{id}'");
        world.change(&sql, key)?;
    }
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let foreign = [
        "explain.foreign_key_title",
        "explain.foreign_key_detail",
        "explain.foreign_key_next",
    ];
    open_import(&visitor, CLIENT).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Servers"))?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    import_is_refused(&visitor, &world, foreign).await?;
    visitor.check_everywhere("foreign-key").await?;
    // What can't be read stays on its page, each row with its reason.
    let rows = world.number(
        "SELECT count(*) FROM collections WHERE organization_id = ?1 AND type = 0",
        &one,
    )?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    visitor.sees(&visitor.say("explain.sealed_title")).await?;
    ensure!(rows > 1, "there is nothing to lose");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_for_two_clients_is_used_for_neither() -> Result<()> {
    let world = World::start().await?;
    let one = world.organization(CLIENT)?;
    let sql =
        "UPDATE provider_organizations SET key = (SELECT key FROM provider_organizations WHERE organization_id = ?1)
               WHERE organization_id IN (SELECT id FROM organizations WHERE name = 'Måleri Åkesson')";
    world.change(sql, &one)?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    let words = [
        "explain.contradiction_title",
        "explain.contradiction_detail",
        "explain.foreign_key_next",
    ];
    open_import(&visitor, CLIENT).await?;
    import_is_refused(&visitor, &world, words).await?;
    visitor.check_everywhere("one-key-for-two").await?;
    visitor.link(has(visitor.say("shell.all_clients"))).await?;
    open_import(&visitor, FULL).await?;
    import_is_refused(&visitor, &world, words).await?;
    visitor.close().await
}
