//! A walk through a page with Tab alone: every stop is seen, shows that it has the focus, and none is left out.

use anyhow::{Result, bail};
use serde_json::Value;
use thirtyfour::Key;

use super::Visitor;
use super::find::PAGE;

const STOPS: &str = include_str!("stops.js");
/// More stops than any page should have.
const FAR: usize = 400;

impl Visitor {
    /// Walks from the top of what is open to its end and back again, and fails with everything that is wrong on the way.
    pub async fn walk(&self, state: &str) -> Result<()> {
        let mut faults = Vec::new();
        for backwards in [false, true] {
            self.to_the_edge().await?;
            faults.extend(self.walk_one_way(backwards).await?);
        }
        if !faults.is_empty() {
            self.picture(&format!("{state}-walk")).await?;
            bail!("{state} by keyboard:\n{}", faults.join("\n"));
        }
        Ok(())
    }

    /// One press of Tab.
    pub async fn tab_once(&self, backwards: bool) -> Result<()> {
        let chain = self.web.action_chain();
        let chain = if backwards {
            chain.key_down(Key::Shift).send_keys(Key::Tab + "").key_up(Key::Shift)
        } else {
            chain.send_keys(Key::Tab + "")
        };
        Ok(chain.perform().await?)
    }

    /// What is wrong with how the focus of now is shown; empty when nothing is.
    pub async fn focus_fault(&self) -> Result<String> {
        let fault = self.stop_script("return ringless(focused());").await?;
        Ok(fault.as_str().unwrap_or_default().to_owned())
    }

    /// The focus goes where it is when a page has just been opened: in front of everything, or behind it.
    async fn to_the_edge(&self) -> Result<()> {
        let script = "delete globalThis.stopsForTests; focused()?.blur(); scrollTo(0, 0);
            getSelection().removeAllRanges(); document.body.tabIndex = -1; document.body.focus({ preventScroll: true });
            document.body.removeAttribute('tabindex');";
        self.stop_script(script).await?;
        Ok(())
    }

    async fn walk_one_way(&self, backwards: bool) -> Result<Vec<String>> {
        let way = if backwards { "backwards: " } else { "" };
        let mut faults = Vec::new();
        let mut left_twice = 0;
        for _ in 0..FAR {
            self.tab_once(backwards).await?;
            let stop = self.stop_script("return noteStop();").await?;
            if stop["end"] == Value::Bool(true) {
                break;
            }
            let Some(called) = stop["called"].as_str() else {
                // Between the last and the first stop the focus may leave the page for the browser's own controls.
                left_twice += 1;
                if left_twice > 2 {
                    faults.push(format!("{way}Tab leads nowhere"));
                    break;
                }
                continue;
            };
            for fault in stop["faults"].as_array().into_iter().flatten() {
                faults.push(format!("{way}{called}: {}", fault.as_str().unwrap_or_default()));
            }
        }
        let end = self.stop_script(&format!("return endWalk({backwards});")).await?;
        for (key, fault) in [("missed", "is never reached"), ("wrong", "comes out of turn")] {
            for called in end[key].as_array().into_iter().flatten() {
                faults.push(format!("{way}{} {fault}", called.as_str().unwrap_or_default()));
            }
        }
        Ok(faults)
    }

    async fn stop_script(&self, body: &str) -> Result<Value> {
        self.run(&format!("{PAGE}\n{STOPS}\n{body}"), Vec::new()).await
    }
}
