//! What the browser says and keeps: console, storage, and the sign-ins that went over the wire.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::extensions::addons::firefox::FirefoxTools;

use super::Visitor;
use crate::engine::Engine;
use crate::tools;

const WATCH: &str = include_str!("watch/watch.js");
const LATE: &str = include_str!("watch/late.js");

/// A request to the token endpoint and its answer.
#[derive(Clone, Debug)]
pub struct Wire {
    pub sent: String,
    pub received: String,
}

impl Visitor {
    /// From now on every new document of this tab is watched from its beginning, where the browser can do that.
    pub(super) async fn watch(&self) -> Result<()> {
        match self.engine {
            Engine::Chromium => {
                let source = json!({ "source": WATCH });
                self.devtools("Page.addScriptToEvaluateOnNewDocument", source).await?;
            }
            Engine::Firefox => {
                let addon = tools::root().join("tests/e2e/src/visitor/watch");
                let firefox = FirefoxTools::new(self.web.handle().clone());
                firefox.install_addon(&addon.to_string_lossy(), Some(true)).await?;
            }
            Engine::WebKit => (),
        }
        Ok(())
    }

    /// Watches the present document from now on, where that couldn't be done before.
    pub(super) async fn watch_late(&self) -> Result<()> {
        if self.engine == Engine::WebKit {
            self.run(&format!("{LATE}\n{WATCH}"), Vec::new()).await?;
        }
        Ok(())
    }

    /// Takes from a document what goes with it.
    pub(super) async fn before_leaving(&self) -> Result<()> {
        if self.engine == Engine::WebKit {
            self.logs().await?;
        }
        Ok(())
    }

    /// Every line of the console since the browser was opened; in WebKit only errors and warnings, none from before a document
    /// had loaded and none of a document that was left by the page itself.
    pub async fn logs(&self) -> Result<Vec<String>> {
        let mut logs = self.logs.lock().await;
        match self.engine {
            Engine::Chromium => {
                let new = self.web.browser_log().await?.into_iter();
                logs.extend(new.map(|entry| format!("{}: {}", entry.level, entry.message)));
            }
            Engine::Firefox => *logs = self.driver.lines()?,
            Engine::WebKit => {
                let new = self
                    .run("return globalThis.complaintsForTests?.splice(0) ?? [];", Vec::new())
                    .await?;
                let new = new.as_array().into_iter().flatten();
                logs.extend(new.filter_map(|line| line.as_str().map(str::to_owned)));
            }
        }
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

    /// Asks Chromium's developer tools; the answer's `result`.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        ensure!(
            self.engine == Engine::Chromium,
            "{method}: only Chromium has developer tools for a test"
        );
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
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.setBlockedURLs", json!({ "urls": patterns }))
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
