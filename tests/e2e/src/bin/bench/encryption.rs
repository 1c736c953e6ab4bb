//! Encrypting items, against the official SDK in the same browser.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::figures::{Runs, head, row};
use crate::importing::Place;
use crate::page::{number, until, value};
use crate::stage::{FEW, Site};
use crate::vault::{self, TEXTS};

const ITEMS: usize = 10_000;

pub async fn table(site: &Site) -> Result<()> {
    let file = serde_json::to_vec(&vault::file(ITEMS))?;
    site.add("vault.json", &file)?;
    let place = Place::start(site).await?;
    let path = place.world.scratch()?.join("vault.json");
    std::fs::write(&path, &file)?;
    let (mut ours, mut theirs, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..FEW {
        let visitor = place.open().await?;
        place.clear()?;
        ours.push(place.import(&visitor, &path, ITEMS).await?.encrypting);
        same_texts(&place)?;
        visitor.go("/beside/others.html").await?;
        until(&visitor, "bench.other").await?;
        let task = json!({ "task": "sdkEncrypt", "file": "/beside/vault.json" });
        let answer = value(&visitor, &format!("await bench.other({task})")).await?;
        ensure!(
            answer["items"] == json!(ITEMS) && answer["texts"] == json!(ITEMS * TEXTS),
            "not the same work: {answer}"
        );
        let rounds = answer["rounds"].as_array().context("rounds")?;
        theirs.push(Runs::of(rounds, |round| number(&round["encrypting"])).median());
        written.push(Runs::of(rounds, |round| number(&round["encrypting"]) + number(&round["writing"])).median());
        visitor.close().await?;
    }
    place.clear()?;
    println!("### Encrypting 10,000 logins of six texts\n");
    head(&["", "time", "items per second", "the page is faster by"]);
    #[allow(clippy::cast_precision_loss)]
    let items = ITEMS as f64 * 1000.0;
    let line = |name: &str, times: &[f64]| {
        let ratio: Runs = times.iter().zip(&ours).map(|(time, ours)| time / ours).collect();
        let cells = [
            Runs::of(times, |time| *time).ms(),
            Runs::of(times, |time| items / time).count(),
            ratio.ratio(),
        ];
        row(name, &cells);
    };
    line("the page's worker, with the JSON to send", &ours);
    line("official SDK, `encrypt_list`", &theirs);
    line("official SDK, with `JSON.stringify` of its answer", &written);
    println!();
    Ok(())
}

/// The items that arrived hold as many encrypted texts as the SDK's.
fn same_texts(place: &Place) -> Result<()> {
    let sql = "SELECT data FROM ciphers WHERE organization_id = ?1 LIMIT 1";
    let item = place.world.text(sql, &place.organization)?;
    let texts = item.matches("\"2.").count();
    ensure!(texts == TEXTS, "{texts} encrypted texts in {item}");
    Ok(())
}
