//! Eyes that need more room: 400 % zoom, wider text, the system's own colours, no movement (WCAG 1.4.10, 1.4.12).

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::Visitor;
use super::look::WIDE;

/// A window of 1280 × 1024 at 400 %.
const ZOOMED: (u32, u32) = (320, 256);
const ZOOM: u32 = 4;

/// What a person may set for all text, by the success criterion.
const SPACED: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } \
      p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];";
const UNSPACED: &str = "document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);";

impl Visitor {
    /// Fails unless the present state can be read at 400 % and with wider text, without scrolling sideways; leaves the window
    /// wide.
    pub async fn reflows(&self, state: &str) -> Result<()> {
        let mut faults = Vec::new();
        let metrics = json!({
            "width": ZOOMED.0, "height": ZOOMED.1, "deviceScaleFactor": ZOOM, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        faults.extend(self.cramped(&format!("{state}-zoomed")).await?);
        self.run(SPACED, Vec::new()).await?;
        faults.extend(self.cramped(&format!("{state}-zoomed-spaced")).await?);
        self.size(WIDE).await?;
        faults.extend(self.cramped(&format!("{state}-spaced")).await?);
        self.run(UNSPACED, Vec::new()).await?;
        if !faults.is_empty() {
            bail!("not to be read:\n{}", faults.join("\n"));
        }
        Ok(())
    }

    async fn cramped(&self, state: &str) -> Result<Vec<String>> {
        self.settled().await?;
        let found = self.run(include_str!("reflow.js"), Vec::new()).await?;
        self.picture(state).await?;
        let faults = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(faults.map(|fault| format!("{state}: {fault}")).collect())
    }

    /// Sets what the system asks of pages, such as `("forced-colors", "active")`; none takes everything back.
    pub async fn prefers(&self, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<_> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }))
            .await?;
        Ok(())
    }

    /// The names of what moves now.
    pub async fn movements(&self) -> Result<Vec<String>> {
        let script = "return document.getAnimations().filter((one) => one.playState === 'running')
            .map((one) => `${one.animationName ?? one.transitionProperty} of ${one.effect?.target?.className}`);";
        let found = self.run(script, Vec::new()).await?;
        let names = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(names.map(str::to_owned).collect())
    }
}
