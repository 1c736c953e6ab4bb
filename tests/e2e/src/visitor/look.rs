//! Looking closely: every state in both schemes and at two widths, checked by axe-core and kept as a picture.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::Visitor;
use crate::engine::Engine;
use crate::tools;

/// Width and height of the window in CSS pixels.
pub type Size = (u32, u32);
/// A desk.
pub const WIDE: Size = (1280, 900);
/// A telephone.
pub const NARROW: Size = (400, 860);

/// A window takes its size a moment after it is told to, and its frame may change with it.
const TRIES: usize = 10;
const SOON: Duration = Duration::from_millis(50);

/// What the system's colours are set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    Light,
    Dark,
}

impl Colours {
    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Nothing moves any more: endless animations don't count, and two frames have been drawn. Colours that were just changed begin
/// to move with the next frame, so the first look comes after two.
const SETTLED: &str = r"
const done = arguments[0];
const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
drawn(() => {
  const roots = [...document.querySelectorAll('provider-portal')].map((element) => element.shadowRoot);
  const all = [document, ...roots].flatMap((root) => root.getAnimations());
  const ends = all.filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  Promise.allSettled(ends.map((one) => one.finished)).then(() => drawn(() => done(true)));
});
";

const RUN_AXE: &str = r"
const done = arguments[0];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}; ${node.html.slice(0, 240)}; ${node.failureSummary ?? ''}`.replace(/\s+/g, ' ')))),
  (error) => done([`axe failed: ${error}`]));
";

impl Visitor {
    /// Makes the room for the page this large.
    pub async fn size(&self, (width, height): Size) -> Result<()> {
        if self.engine != Engine::Chromium {
            return self.window_around((width, height)).await;
        }
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    /// Makes the window as large as leaves this much room inside what the browser draws around the page.
    async fn window_around(&self, wanted: Size) -> Result<()> {
        let mut outer = wanted;
        for _ in 0..TRIES {
            self.web.set_window_rect(0, 0, outer.0, outer.1).await?;
            tokio::time::sleep(SOON).await;
            let inner: Size = self
                .web
                .execute("return [innerWidth, innerHeight];", Vec::new())
                .await?
                .convert()?;
            if inner == wanted {
                return Ok(());
            }
            outer.0 = (outer.0 + wanted.0).saturating_sub(inner.0);
            outer.1 = (outer.1 + wanted.1).saturating_sub(inner.1);
        }
        bail!("{:?} can't make its window {wanted:?}", self.engine);
    }

    /// Sets the system's colours.
    pub async fn colours(&self, colours: Colours) -> Result<()> {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": colours.name() }] });
        self.devtools("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Takes a picture of the window.
    pub async fn picture(&self, step: &str) -> Result<PathBuf> {
        let path = tools::pictures()?.join(format!("{}-{step}.png", self.test));
        self.web.screenshot(&path).await?;
        Ok(path)
    }

    /// Checks the present state as it is shown now.
    pub async fn check(&self, state: &str) -> Result<()> {
        let found = self.violations().await?;
        self.picture(state).await?;
        if !found.is_empty() {
            bail!("{state} is not accessible:\n{}", found.join("\n"));
        }
        Ok(())
    }

    /// Checks the present state in light and dark, wide and narrow; leaves the window wide and light.
    pub async fn check_everywhere(&self, state: &str) -> Result<()> {
        let mut found = Vec::new();
        for (size, width) in [(NARROW, "400"), (WIDE, "1280")] {
            self.size(size).await?;
            for colours in [Colours::Dark, Colours::Light] {
                self.colours(colours).await?;
                let how = format!("{state}-{width}-{}", colours.name());
                let here = self.violations().await?;
                self.picture(&how).await?;
                found.extend(here.into_iter().map(|violation| format!("{how}: {violation}")));
                if width == "400" && self.overflows().await? {
                    found.push(format!("{how}: the page scrolls sideways"));
                }
            }
        }
        if !found.is_empty() {
            bail!("not accessible:\n{}", found.join("\n"));
        }
        Ok(())
    }

    /// Waits until nothing moves any more.
    pub async fn settled(&self) -> Result<()> {
        self.web.execute_async(SETTLED, Vec::new()).await?;
        Ok(())
    }

    async fn violations(&self) -> Result<Vec<String>> {
        self.settled().await?;
        let there = self.run("return typeof axe === 'object';", Vec::new()).await?;
        if there != Value::Bool(true) {
            self.run(&tools::axe()?, Vec::new()).await?;
        }
        Ok(self.web.execute_async(RUN_AXE, Vec::new()).await?.convert()?)
    }

    /// Whether the whole page is wider than its window (WCAG 1.4.10); tables may scroll inside their own region.
    pub async fn overflows(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth;";
        Ok(self.run(script, Vec::new()).await? == Value::Bool(true))
    }
}
