//! `cargo xtask bench [table]`: what the built page costs the person in front of it, measured in Chromium against the embedded
//! server, beside something that does the same work. Prints the tables of docs/benchmarks.md; no figure passes or fails.

mod crafted;
mod derivation;
mod encryption;
mod figures;
mod import;
mod importing;
mod lists;
mod load;
mod machine;
mod memory;
mod page;
mod process;
mod sign_in;
mod stage;
mod vault;

use std::time::Instant;

use anyhow::{Result, bail};

use stage::{Large, Site};

/// By name, in the order in which they are measured; true where the server at real size is needed.
const TABLES: [(&str, bool); 7] = [
    ("load", true),
    ("sign-in", true),
    ("derivation", true),
    ("lists", true),
    ("memory", true),
    ("import", false),
    ("encryption", false),
];

#[tokio::main]
async fn main() -> Result<()> {
    let wanted = std::env::args().nth(1);
    let tables: Vec<_> = TABLES
        .into_iter()
        .filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| wanted == name))
        .collect();
    if tables.is_empty() {
        bail!("no such table; there are: {}", TABLES.map(|(name, _)| name).join(", "));
    }
    println!("{}\n", machine::line()?);
    let site = Site::prepare()?;
    let large = if tables.iter().any(|(_, large)| *large) {
        Some(Large::start(&site).await?)
    } else {
        None
    };
    let mut failed = Vec::new();
    for (name, _) in tables {
        let began = Instant::now();
        if let Err(error) = measure(name, &site, large.as_ref()).await {
            println!("`{name}` could not be measured: {error:#}\n");
            failed.push(name);
        }
        eprintln!("{name}: {:.0} s", began.elapsed().as_secs_f32());
    }
    if !failed.is_empty() {
        bail!("not measured: {}", failed.join(", "));
    }
    Ok(())
}

async fn measure(table: &str, site: &Site, large: Option<&Large>) -> Result<()> {
    match (table, large) {
        ("load", Some(large)) => load::table(large).await,
        ("sign-in", Some(large)) => sign_in::table(large).await,
        ("derivation", Some(large)) => derivation::table(large).await,
        ("lists", Some(large)) => lists::table(large).await,
        ("memory", Some(large)) => memory::table(large).await,
        ("import", _) => import::table(site).await,
        _ => encryption::table(site).await,
    }
}
