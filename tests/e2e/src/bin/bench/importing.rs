//! One import by the page, as a person would, and what it took.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use portal_e2e::world::{FULL, FULL_OWNER};
use portal_e2e::{Language, Setup, Visitor, World, files, has};
use serde_json::json;

use crate::page::{number, until, value};
use crate::stage::{Site, prepare, settle, sign_in};
use crate::vault;

/// The heading of the step that is shown.
const STEP: &str = "document.querySelector('#import-step')?.textContent";

/// What one import took, in milliseconds.
pub struct Took {
    /// From the file to what is known of it.
    pub checking: f64,
    /// From the press to the encrypted body.
    pub encrypting: f64,
    /// The upload with the server's work.
    pub sending: f64,
    /// From the press to the receipt.
    pub importing: f64,
    /// The worker's WebAssembly memory, in bytes.
    pub worker: f64,
}

impl Took {
    /// From the file to the receipt, but for what the person takes.
    pub fn whole(&self) -> f64 {
        self.checking + self.importing
    }
}

/// A server over TLS, since the official client takes no other, and the owner of one of its clients at the import page.
pub struct Place {
    pub world: World,
    pub organization: String,
}

impl Place {
    pub async fn start(site: &Site) -> Result<Self> {
        let folder = site.folder();
        let world = World::with(|config| {
            config.tls = true;
            config.page = Some(folder);
        })
        .await?;
        let organization = world.organization(FULL)?;
        Ok(Self { world, organization })
    }

    /// The owner, signed in and at the import page.
    pub async fn open(&self) -> Result<Visitor> {
        let setup = Setup {
            trust_any_certificate: true,
            ..Setup::of(Language::English)
        };
        let visitor = self.world.visit_as(setup).await?;
        prepare(&visitor).await?;
        let path = format!("/organizations/{}/import", self.organization);
        sign_in(&visitor, &path, FULL_OWNER, STEP).await?;
        settle().await;
        Ok(visitor)
    }

    /// Chooses a file, looks at nothing, and imports.
    pub async fn import(&self, visitor: &Visitor, file: &Path, items: usize) -> Result<Took> {
        choose(visitor, file).await?;
        until(visitor, &step_is(visitor, "import.preview_title")).await?;
        press(visitor).await?;
        until(visitor, "bench.ended").await?;
        self.took(visitor, items).await
    }

    /// What the import that has just ended took; fails where not every item has arrived.
    pub async fn took(&self, visitor: &Visitor, items: usize) -> Result<Took> {
        let there = self.world.items(&self.organization)?;
        ensure!(
            there == i64::try_from(items)?,
            "{there} of {items} items are there: {}",
            visitor.content().await?
        );
        let seen = "(() => {
            const worker = bench.workers.at(-1);
            const sealed = worker.heard.findLast((one) => one.what.includes('Sealed'));
            const asked = worker.sent.at(-1);
            const sent = performance.getEntriesByType('resource').findLast((one) => one.name.includes('/import-organization'));
            return [bench.checked - bench.chosen, sealed.at - asked.at, sent.duration, bench.ended - bench.pressed, sealed.memory];
          })()";
        let seen = value(visitor, seen).await?;
        Ok(Took {
            checking: number(&seen[0]),
            encrypting: number(&seen[1]),
            sending: number(&seen[2]),
            importing: number(&seen[3]),
            worker: number(&seen[4]),
        })
    }

    /// Takes everything away that was imported, so that each import finds the same.
    pub fn clear(&self) -> Result<()> {
        for table in ["ciphers", "collections"] {
            let sql = format!("DELETE FROM {table} WHERE organization_id = ?1");
            self.world.change(&sql, &self.organization)?;
        }
        Ok(())
    }

    /// A vault file of so many items.
    pub fn file(&self, items: usize) -> Result<PathBuf> {
        files::write(&self.world.scratch()?, &format!("{items}.json"), &vault::file(items))
    }
}

fn step_is(visitor: &Visitor, key: &str) -> String {
    format!("{STEP} === {}", json!(visitor.say(key)))
}

/// Hands the file over; notes when, and when it has been checked.
pub async fn choose(visitor: &Visitor, file: &Path) -> Result<()> {
    choose_until(visitor, file, &step_is(visitor, "import.preview_title")).await
}

/// The same for a file that may be refused: it has been checked once one of these words is shown.
pub async fn choose_for(visitor: &Visitor, file: &Path, words: &[String]) -> Result<()> {
    let shown = format!(
        "{}.some((words) => document.body.textContent.includes(words))",
        json!(words)
    );
    choose_until(visitor, file, &shown).await
}

async fn choose_until(visitor: &Visitor, file: &Path, checked: &str) -> Result<()> {
    let arm = format!(
        "(() => {{
           const input = document.querySelector('input[type=file]');
           input.addEventListener('change', () => (bench.chosen = performance.now()), {{ capture: true, once: true }});
           bench.checked = bench.ended = undefined;
           bench.until(() => bench.chosen && {checked}).then(() => (bench.checked = performance.now()));
         }})()"
    );
    value(visitor, &arm).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), file).await
}

/// Presses the button that imports; notes when, and when it has ended one way or the other.
pub async fn press(visitor: &Visitor) -> Result<()> {
    let script = format!(
        "(() => {{
           bench.pressed = performance.now();
           document.querySelector('.import-confirm button').click();
           bench.until(() => {} || {}).then(() => (bench.ended = performance.now()));
         }})()",
        step_is(visitor, "import.receipt_title"),
        step_is(visitor, "import.failed_title")
    );
    value(visitor, &script).await.map(drop)
}
