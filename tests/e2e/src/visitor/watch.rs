//! What the browser says and keeps: console, storage, and the sign-ins that went over the wire.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::Visitor;

/// A request to the token endpoint and its answer.
#[derive(Clone, Debug)]
pub struct Wire {
    pub sent: String,
    pub received: String,
}

impl Visitor {
    pub(super) async fn watch(&self) -> Result<()> {
        let source = json!({ "source": include_str!("watch.js") });
        self.web
            .cdp()
            .send_raw("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        Ok(())
    }

    /// Every line of the console since the browser was opened.
    pub async fn logs(&self) -> Result<Vec<String>> {
        let new = self.web.browser_log().await?;
        let mut logs = self.logs.lock().await;
        logs.extend(
            new.into_iter()
                .map(|entry| format!("{}: {}", entry.level, entry.message)),
        );
        Ok(logs.clone())
    }

    /// The sign-ins of the present document.
    pub async fn wire(&self) -> Result<Vec<Wire>> {
        let seen = self.run("return globalThis.wireForTests;", Vec::new()).await?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let wires = seen.as_array().into_iter().flatten();
        Ok(wires
            .map(|wire| Wire {
                sent: text(&wire["sent"]),
                received: text(&wire["received"]),
            })
            .collect())
    }

    /// Asks the browser's developer tools; the answer's `result`.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        Ok(self.web.cdp().send_raw(method, parameters).await?)
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&self, offline: bool) -> Result<()> {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// Files that the page hands over are saved in this folder, without a question.
    pub async fn save_files_to(&self, folder: &Path) -> Result<()> {
        let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
        self.devtools("Browser.setDownloadBehavior", behaviour).await?;
        Ok(())
    }

    /// From now on the network loses what these patterns name; none lets everything through again.
    pub async fn lose(&self, patterns: &[&str]) -> Result<()> {
        let cdp = self.web.cdp();
        cdp.send_raw("Network.enable", json!({})).await?;
        cdp.send_raw("Network.setBlockedURLs", json!({ "urls": patterns }))
            .await?;
        Ok(())
    }

    /// Everything the browser keeps for the page beyond its memory, and what others could read: both storages, databases,
    /// caches, cookies, title, address, history state and the words on screen.
    pub async fn everything_kept(&self) -> Result<String> {
        let script = "
            const done = arguments[0];
            const storages = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }));
            Promise.all([indexedDB.databases(), caches.keys()]).then(([databases, caches]) => done([
              ...storages, JSON.stringify(databases), JSON.stringify(caches), document.cookie, document.title, location.href,
              JSON.stringify(history.state), window.name, document.documentElement.outerHTML,
              ...[...document.querySelectorAll('input, textarea')].map((field) => field.value),
            ].join('\\n')));";
        let kept = self.web.execute_async(script, Vec::new()).await?;
        let logs = self.logs().await?.join("\n");
        Ok(format!("{}\n{logs}", kept.json().as_str().unwrap_or_default()))
    }
}
