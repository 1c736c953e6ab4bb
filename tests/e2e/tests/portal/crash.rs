//! The page traps: what has happened is said, a report without secrets, ids and names can be copied, and a reload goes on.

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, PROVIDER, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has, keys, tools};
use serde_json::{Value, json};

use crate::ways::{open_clients, unlock};

/// Spoils the memory of the page's program, so that whatever it does next traps.
const SPOIL: &str = "
    const done = arguments[0];
    const glue = document.querySelector('link[rel=modulepreload]').href;
    const own = globalThis.importForTests ?? ((address) => import(address));
    own(glue).then((glue) => glue.default()).then((wasm) => {
      new Uint8Array(wasm.memory.buffer).fill(255);
      dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
      done(true);
    }, (error) => done(`${error}`));";
const REPORT: &str = "return [...document.querySelectorAll('#portal-crashed [data-report]')].find((one) => !one.closest('[hidden]')).value;";

/// Lets the page stop, and waits until it says so: its report.
pub async fn crash(visitor: &Visitor) -> Result<String> {
    let spoilt = visitor.run_async(SPOIL).await?;
    ensure!(spoilt == Value::Bool(true), "{spoilt}");
    let open = "return document.getElementById('portal-crashed').open;";
    visitor
        .until("the page doesn't say that it has stopped", || async {
            Ok((visitor.run(open, Vec::new()).await? == Value::Bool(true)).then_some(()))
        })
        .await?;
    let report = visitor.run(REPORT, Vec::new()).await?;
    Ok(report.as_str().unwrap_or_default().to_owned())
}

/// Something that looks like a GUID.
fn has_id(text: &str) -> bool {
    let hex = |part: &str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split(|letter: char| !letter.is_ascii_hexdigit() && letter != '-')
        .any(|word| word.len() == 36 && word.split('-').next().is_some_and(hex))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_has_stopped_says_so_and_its_report_holds_no_secret_no_id_and_no_name() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.fill(has(visitor.say("members.search")), "Typed Text").await?;
    visitor.sees(&visitor.say("format.clear_search")).await?;
    let place = visitor.path().await?;
    let report = crash(&visitor).await?;

    for wanted in [
        "what: RuntimeError: ",
        "wasm-function[",
        "page: /organizations/*/members",
        "build: portal-",
        "browser: Mozilla/5.0",
        "page sign-in",
        "POST /identity/connect/token 200 ",
        "GET /api/organizations/*/users 200 ",
    ] {
        ensure!(report.contains(wanted), "no “{wanted}” in\n{report}");
    }
    let account = keys::account(&world, SERVICE)?;
    let wire = visitor.wire().await?;
    let answer: Value = serde_json::from_str(&wire.first().context("no sign-in was seen")?.received)?;
    let mut secrets = vec![PASSWORD.to_owned(), account.hash.clone()];
    for token in ["access_token", "refresh_token"] {
        secrets.push(answer[token].as_str().context("no token in the answer")?.to_owned());
    }
    let named = [CLIENT, PROVIDER, SERVICE, "northlight", "Typed", "localhost", "@"].map(str::to_owned);
    for secret in secrets.iter().chain(&named) {
        ensure!(!report.contains(secret.as_str()), "“{secret}” is in\n{report}");
    }
    ensure!(!has_id(&report), "an id is in\n{report}");

    visitor.sees("The page has stopped").await?;
    visitor.check_everywhere("crashed").await?;
    visitor.keys(portal_e2e::Key::Escape).await?;
    visitor.sees("Copy report").await?;
    visitor.button("Copy report").await?;
    visitor.sees("The report is copied.").await?;
    visitor.button("Reload").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    ensure!(visitor.path().await? == place, "it is another page");
    Ok(())
}

/// Errors as the three browsers make them: what they are, and what the report says of the place.
const ERRORS: &str = r#"
const made = (error, stack) => Object.assign(error, { stack });
class InternalError extends Error {
  name = "InternalError";
}
const { RuntimeError } = WebAssembly;
const page = "http://localhost/portal-0123456789abcdef";
const stacks = {
  chromium: `RuntimeError: unreachable\n    at ${page}_bg.wasm:wasm-function[12]:0x34f\n    at ${page}_bg.wasm:wasm-function[9]:0x2`,
  firefox: `@${page}_bg.wasm:wasm-function[12]:0x34f\nwasm-function[9]@${page}_bg.wasm:wasm-function[9]:0x2\nhandle@${page}.js:1:2\n`,
  webkit: `12@<?>:wasm-function[12]\n9@<?>:wasm-function[9]\nhandle@${page}.js:1:2`,
  olderWebkit: `<?>.wasm-function[12]@[wasm code]\n<?>.wasm-function[9]@[wasm code]\nwasm-stub@[wasm code]`,
  script: `handle@${page}.js:1:2`,
};
const seen = [
  made(new RuntimeError("unreachable"), stacks.chromium),
  made(new RuntimeError("unreachable executed"), stacks.firefox),
  made(new RuntimeError("Unreachable code should not be executed"), stacks.webkit),
  made(new RangeError("Maximum call stack size exceeded"), stacks.chromium),
  made(new InternalError("too much recursion"), stacks.firefox),
  made(new RangeError("Maximum call stack size exceeded."), stacks.olderWebkit),
  made(new RangeError("Invalid array length"), stacks.script),
  made(new InternalError("too much recursion"), stacks.script),
  made(new TypeError("no"), stacks.webkit),
  undefined,
].map((error) => [isCrash(error), error ? framesOf(error).join(" < ") : ""]);
console.log(JSON.stringify(seen));
"#;

#[test]
fn a_crash_and_its_place_are_known_in_the_words_of_every_browser() -> Result<()> {
    let start = std::fs::read_to_string(tools::root().join("src/start.js"))?;
    let script = format!("globalThis.window = globalThis;\n{start}\n{ERRORS}");
    let run = std::process::Command::new(tools::node())
        .args(["--input-type=module", "--eval", &script])
        .output()
        .context("cannot start Node")?;
    ensure!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let seen: Value = serde_json::from_slice(&run.stdout)?;
    let exact = "wasm-function[12]:0x34f < wasm-function[9]:0x2";
    let rough = "wasm-function[12] < wasm-function[9]";
    let crashes = [exact, exact, rough, exact, exact, rough].map(|place| json!([true, place]));
    let others = ["", "", rough, ""].map(|place| json!([false, place]));
    ensure!(seen == json!([crashes.to_vec(), others.to_vec()].concat()), "{seen:#}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_has_stopped_says_so_in_swedish() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    let report = crash(&visitor).await?;
    ensure!(report.contains("page: /providers/*/clients"), "{report}");
    visitor.sees("Sidan har stannat").await?;
    visitor.check("crashed").await?;
    ensure!(
        !visitor.text().await?.contains("The page has stopped"),
        "both languages are shown"
    );
    Ok(())
}
