//! What is asked of a page that is being measured; the other side of `early.js`.

use anyhow::{Context, Result, ensure};
use portal_e2e::Visitor;
use serde_json::{Value, json};

pub const EARLY: &str = include_str!("early.js");

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// An expression's value as a number.
pub async fn ask(visitor: &Visitor, expression: &str) -> Result<f64> {
    Ok(number(&value(visitor, expression).await?))
}

/// An expression's value; promises are waited for.
pub async fn value(visitor: &Visitor, expression: &str) -> Result<Value> {
    let script = format!(
        "const done = arguments[0];
         (async () => ({expression}))().then(done, (error) => done({{ failed: `${{error}}` }}));"
    );
    let value = visitor.run_async(&script).await?;
    ensure!(value.get("failed").is_none(), "{expression}: {value}");
    Ok(value)
}

/// Milliseconds until an expression holds.
pub async fn until(visitor: &Visitor, holds: &str) -> Result<f64> {
    ask(visitor, &format!("await bench.until(() => {holds})")).await
}

/// Clicks a link, as soon as it is there, and tells the milliseconds until an expression has another value than before.
pub async fn click(visitor: &Visitor, link: &str, holds: &str) -> Result<f64> {
    let link = json!(link);
    let script = format!(
        "await bench.until(() => bench.link({link})).then(() => {{
           const before = {holds};
           bench.link({link}).click();
           return bench.until(() => {{ const now = {holds}; return now && now !== before; }});
         }})"
    );
    ask(visitor, &script).await
}

/// Types letter by letter into the search field.
pub async fn type_in_search(visitor: &Visitor, word: &str) -> Result<()> {
    let typing = format!(
        "await (async () => {{
           const field = document.querySelector('input[type=search]');
           for (const letter of {}) {{
             field.value += letter;
             field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
             await new Promise((done) => setTimeout(done, 80));
           }}
         }})()",
        json!(word)
    );
    value(visitor, &typing).await.map(drop)
}

/// Milliseconds of the longest task since the last question; 0 where none was over 50 ms.
pub async fn longest(visitor: &Visitor) -> Result<f64> {
    ask(visitor, "Math.max(0, ...bench.long.splice(0))").await
}

/// The page's WebAssembly memory, in bytes.
pub async fn own_memory(visitor: &Visitor) -> Result<f64> {
    let glue = "import(document.getElementById('portal-boot').dataset.js)";
    ask(visitor, &format!("(await {glue}).initSync().memory.buffer.byteLength")).await
}

/// One of the browser's own counters of this page.
pub async fn metric(visitor: &Visitor, name: &str) -> Result<f64> {
    let metrics = visitor.devtools("Performance.getMetrics", json!({})).await?;
    let all = metrics["metrics"].as_array().context("no metrics")?;
    let one = all.iter().find(|one| one["name"] == name).context("no such metric")?;
    Ok(number(&one["value"]))
}
