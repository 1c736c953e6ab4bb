//! What files cost that were made up to fill the memory, each in a browser of its own.

use anyhow::Result;
use portal_e2e::files::{self, Crafted};

use crate::figures::{Runs, head, row};
use crate::importing::{Place, choose_for};
use crate::page::{ask, longest, until};
use crate::process;

pub async fn table(place: &Place) -> Result<()> {
    println!("### Files made up to fill the memory\n");
    head(&[
        "file",
        "size",
        "answered after",
        "longest task",
        "the tab's process before",
        "at most",
    ]);
    for file in files::crafted() {
        one(place, file).await?;
    }
    println!();
    Ok(())
}

async fn one(place: &Place, file: Crafted) -> Result<()> {
    let path = place.world.scratch()?.join(file.name);
    std::fs::write(&path, &file.contents)?;
    let visitor = place.open().await?;
    let process = process::renderers();
    longest(&visitor).await?;
    let refused = visitor.words.with(file.answer, &[("most", "500,000")]);
    let words = [visitor.say("import.preview_title"), refused];
    choose_for(&visitor, &path, &words).await?;
    until(&visitor, "bench.checked").await?;
    let took = ask(&visitor, "bench.checked - bench.chosen").await?;
    let slowest = longest(&visitor).await?;
    let alone = |value: f64| Runs::from_iter([value]);
    let (before, most) = process::peak(&process).map_or_else(
        || ("–".to_owned(), "–".to_owned()),
        |(before, most)| (alone(before).megabytes(), alone(most).megabytes()),
    );
    row(
        file.what,
        &[
            alone(file.contents.len() as f64).megabytes(),
            alone(took).ms(),
            alone(slowest).longest(),
            before,
            most,
        ],
    );
    visitor.close().await?;
    std::fs::remove_file(path)?;
    Ok(())
}
