//! From the master password to a key, against the same derivation by others in the same browser.

use anyhow::{Result, anyhow, ensure};
use portal_crypto::{Kdf, kdf};
use portal_e2e::Visitor;
use portal_e2e::world::{PASSWORD, SERVICE};
use serde_json::{Value, json};

use crate::figures::{Runs, head, row};
use crate::page::{ask, number, until, value};
use crate::stage::{ADMIN, Large, RUNS, settle, type_password};

/// What new accounts get.
const ROUNDS: u32 = 600_000;
/// The service user's settings in the demo data.
const ARGON2: Kdf = Kdf::Argon2id {
    iterations: 3,
    memory_mib: 64,
    parallelism: 4,
};

/// When what began and ended in a sign-in, around the derivation.
const SIGN_IN: &str = "(() => {
    const find = (end) => performance.getEntriesByType('resource').find((one) => one.name.endsWith(end));
    const [settings, token] = [find('/accounts/prelogin/password'), find('/connect/token')];
    const calls = bench.derived.filter((one) => one.rounds === 600000);
    return [calls.length, calls.reduce((sum, one) => sum + one.took, 0), token.startTime - settings.responseEnd,
            token.startTime - bench.pressed];
  })()";

pub async fn table(large: &Large) -> Result<()> {
    pbkdf2(large).await?;
    argon2(large).await
}

/// Types the password, presses "Log in" and waits for the first rows.
async fn sign_in(visitor: &Visitor) -> Result<()> {
    let arm = "document.addEventListener('submit', () => (bench.pressed ??= performance.now()), true)";
    value(visitor, arm).await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    until(visitor, "bench.row()").await?;
    settle().await;
    Ok(())
}

#[derive(Default)]
struct Pbkdf2 {
    bare: f64,
    calls: f64,
    own: f64,
    ready: f64,
    pressed: f64,
    sdk: f64,
}

async fn pbkdf2(large: &Large) -> Result<()> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let visitor = large.open().await?;
        let how = json!({ "pBKDF2": { "iterations": ROUNDS } });
        let (sdk, _) = sdk(&visitor, ADMIN, &how).await?;
        type_password(&visitor, "/", ADMIN).await?;
        let before = bare(&visitor).await?;
        value(&visitor, "bench.derived.splice(0)").await?;
        sign_in(&visitor).await?;
        let seen = value(&visitor, SIGN_IN).await?;
        let after = bare(&visitor).await?;
        runs.push(Pbkdf2 {
            bare: f64::midpoint(before, after),
            calls: number(&seen[0]),
            own: number(&seen[1]),
            ready: number(&seen[2]),
            pressed: number(&seen[3]),
            sdk,
        });
        visitor.close().await?;
    }
    println!("### PBKDF2 with 600,000 rounds\n");
    head(&["", "time", "against bare WebCrypto"]);
    let line = |name: &str, figure: fn(&Pbkdf2) -> f64| {
        let ratio = Runs::of(&runs, |run| figure(run) / run.bare).ratio();
        row(name, &[Runs::of(&runs, figure).ms(), ratio]);
    };
    line("bare WebCrypto in the same page", |run| run.bare);
    line("the page's derivation", |run| run.own);
    line("account's settings here to the token request", |run| run.ready);
    line("press of \"Log in\" to the token request", |run| run.pressed);
    line("official SDK", |run| run.sdk);
    let calls = Runs::of(&runs, |run| run.calls).count();
    println!("\nDerivations of 600,000 rounds in one sign-in: {calls}.\n");
    Ok(())
}

/// Milliseconds of the derivation alone, by a script of a few lines.
async fn bare(visitor: &Visitor) -> Result<f64> {
    let script = format!(
        "await (async () => {{
           const password = new TextEncoder().encode('a password of some length');
           const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
           const began = performance.now();
           const how = {{ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations: {ROUNDS} }};
           await crypto.subtle.deriveBits(how, key, 256);
           return performance.now() - began;
         }})()"
    );
    ask(visitor, &script).await
}

#[derive(Default)]
struct Argon2 {
    own: f64,
    start: f64,
    pressed: f64,
    hash_wasm: f64,
    sdk: f64,
}

async fn argon2(large: &Large) -> Result<()> {
    let Kdf::Argon2id {
        iterations,
        memory_mib: memory,
        parallelism,
    } = ARGON2
    else {
        return Err(anyhow!("not Argon2id"));
    };
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let visitor = large.open().await?;
        let numbers = json!({ "iterations": iterations, "memory": memory, "parallelism": parallelism });
        let (sdk, one) = sdk(&visitor, SERVICE, &json!({ "argon2id": numbers })).await?;
        let mut task = numbers;
        task["task"] = json!("hashWasm");
        task["password"] = json!(PASSWORD);
        task["salt"] = json!(SERVICE);
        let (hash_wasm, other) = other(&visitor, &task).await?;
        let key = kdf::derive_blocking(PASSWORD.as_bytes(), SERVICE, &ARGON2).map_err(|error| anyhow!("{error:?}"))?;
        let key: String = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        ensure!(one == key && other == key, "not the same work: {one}, {other}, {key}");
        type_password(&visitor, "/", SERVICE).await?;
        sign_in(&visitor).await?;
        let seen = "(() => {
            const [worker] = bench.workers;
            return [worker.heard[1].at - worker.sent[0].at, worker.heard[0].at - worker.started];
          })()";
        let seen = value(&visitor, seen).await?;
        let pressed = number(&value(&visitor, SIGN_IN).await?[3]);
        runs.push(Argon2 {
            own: number(&seen[0]),
            start: number(&seen[1]),
            pressed,
            hash_wasm,
            sdk,
        });
        visitor.close().await?;
    }
    println!("### Argon2id with {iterations} rounds, {memory} MiB and {parallelism} lanes, on one thread\n");
    head(&["", "time", "against hash-wasm"]);
    let line = |name: &str, figure: fn(&Argon2) -> f64| {
        let ratio = Runs::of(&runs, |run| figure(run) / run.hash_wasm).ratio();
        row(name, &[Runs::of(&runs, figure).ms(), ratio]);
    };
    line("hash-wasm", |run| run.hash_wasm);
    line("our worker, from the question to the answer", |run| run.own);
    line("starting our worker", |run| run.start);
    line("press of \"Log in\" to the token request", |run| run.pressed);
    line("official SDK", |run| run.sdk);
    println!();
    Ok(())
}

async fn sdk(visitor: &Visitor, email: &str, kdf: &Value) -> Result<(f64, String)> {
    let task = json!({ "task": "sdkDerive", "password": PASSWORD, "salt": email, "kdf": kdf });
    other(visitor, &task).await
}

/// Milliseconds that another's derivation takes in this browser, and its key.
async fn other(visitor: &Visitor, task: &Value) -> Result<(f64, String)> {
    visitor.go("/beside/others.html").await?;
    until(visitor, "bench.other").await?;
    let answer = value(visitor, &format!("await bench.other({task})")).await?;
    let key = answer["key"].as_str().unwrap_or_default().to_owned();
    Ok((number(&answer["took"]), key))
}
