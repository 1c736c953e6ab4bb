//! Every state of every page looked at closely: axe in both schemes and at two widths, a walk with Tab alone there and back,
//! 400 % zoom and wider text. What is wrong is gathered, so that one run tells all of it.

mod console;
mod import;
mod lists;
mod messages;
mod over;
mod way_in;

use anyhow::{Result, bail};
use portal_e2e::Visitor;

/// Answers that are waited for, longer than it takes to look. The page gives up reading after half a minute.
const FOR_LONG: u32 = 120_000;

/// Somebody who looks closely and remembers what is wrong.
pub struct Look<'a> {
    visitor: &'a Visitor,
    pub faults: Vec<String>,
}

impl<'a> Look<'a> {
    pub fn of(visitor: &'a Visitor) -> Self {
        Self {
            visitor,
            faults: Vec::new(),
        }
    }

    /// Everything but the walk: for what closes when the focus leaves it.
    pub async fn still(&mut self, state: &str) -> Result<()> {
        let looks = [
            self.visitor.check_everywhere(state).await,
            self.visitor.reflows(state).await,
        ];
        self.faults.extend(
            looks
                .into_iter()
                .filter_map(Result::err)
                .map(|fault| format!("{fault:#}")),
        );
        Ok(())
    }

    pub async fn at(&mut self, state: &str) -> Result<()> {
        self.still(state).await?;
        if let Err(fault) = self.visitor.walk(state).await {
            self.faults.push(format!("{fault:#}"));
        }
        Ok(())
    }

    pub fn done(self) -> Result<()> {
        if !self.faults.is_empty() {
            bail!("{}", self.faults.join("\n"));
        }
        Ok(())
    }
}
