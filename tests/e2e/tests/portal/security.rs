//! What must never be found: secrets outside the memory, requests for items, other origins, a loose policy.

use anyhow::{Context, Result, ensure};
use portal_crypto::encoding::{to_base64, to_base64_url};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PASSWORD, SERVICE};
use portal_e2e::{Language, World, files, keys};
use serde_json::Value;

use crate::ways::{account_menu, import_file, item_requests, managed_collection, open_clients, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_found_outside_the_pages_memory() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization(&collection))?;

    open_clients(&visitor, SERVICE).await?;
    let mut kept = visitor.everything_kept().await?;
    let wire = visitor.wire().await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    import_file(&visitor, CLIENT, &file, 5, None).await?;
    kept += &visitor.everything_kept().await?;
    account_menu(&visitor, "shell.lock_now").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    kept += &visitor.everything_kept().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await?;
    kept += &visitor.everything_kept().await?;

    let service = keys::account(&world, SERVICE)?;
    let client = keys::organization(&world, CLIENT_OWNER, &organization)?;
    let mut secrets = vec![PASSWORD.to_owned(), service.hash.clone()];
    for key in [&service.user, &client] {
        secrets.extend([to_base64(&key.to_bytes()), to_base64_url(&key.to_bytes())]);
    }
    let signed_in = wire.first().context("the sign-in was not seen")?;
    let answer: Value = serde_json::from_str(&signed_in.received)?;
    for token in ["access_token", "refresh_token"] {
        secrets.push(answer[token].as_str().context("no token in the answer")?.to_owned());
    }
    secrets.extend(files::SECRETS.map(str::to_owned));
    for secret in &secrets {
        ensure!(
            !kept.contains(secret.as_str()),
            "“{secret}” was found outside the memory"
        );
    }
    ensure!(
        !signed_in.sent.contains("northlight+demo") && !signed_in.sent.contains("northlight%20demo"),
        "the master password was sent"
    );
    let asked = item_requests(&world)?;
    ensure!(asked.is_empty(), "items were asked for: {asked:#?}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_comes_from_the_one_origin_under_a_strict_policy() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let script = "
        const done = arguments[0];
        const foreign = performance.getEntriesByType('resource').map((one) => one.name)
          .filter((name) => !name.startsWith('data:') && new URL(name).origin !== location.origin);
        fetch('/', { headers: { accept: 'text/html' } }).then((answer) => done({
          foreign, headers: Object.fromEntries(answer.headers), inline: document.querySelectorAll('[style], script:not([src])').length,
        }));";
    let seen = visitor.run_async(script).await?;
    ensure!(seen["foreign"] == serde_json::json!([]), "{}", seen["foreign"]);
    let header = |name: &str| seen["headers"][name].as_str().unwrap_or_default().to_owned();
    let policy = header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ] {
        ensure!(policy.contains(part), "the policy lacks {part}: {policy}");
    }
    ensure!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    ensure!(header("x-content-type-options") == "nosniff");
    ensure!(header("referrer-policy") == "no-referrer");
    ensure!(header("cross-origin-opener-policy") == "same-origin");
    visitor.close().await
}
