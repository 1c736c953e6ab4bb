//! The size budget: what a visitor may be made to fetch, in bytes after brotli.

use std::fmt::Write;

use anyhow::{Result, bail};

use crate::page::{File, Manifest};

/// A limit on the sum of some files; `None` where the size is only shown.
struct Budget {
    what: &'static str,
    /// Stems and endings of their names.
    files: &'static [(&'static str, &'static str)],
    limit: Option<u64>,
}

const PAGE_LIMIT: u64 = 300_000;
/// What is fetched until a person's clients are shown (docs/decisions.md, "Budgets").
const CLIENTS_LIMIT: u64 = 450_000;
/// Each further part.
const PART_LIMIT: u64 = 60_000;

const PAGE: (&str, &str) = ("portal", "_bg.wasm");
const LISTS: (&str, &str) = ("lists", "_part.wasm");
const IMPORT: (&str, &str) = ("import", "_part.wasm");
const SHARED: (&str, &str) = ("shared", "_part.wasm");
const TOOLS: (&str, &str) = ("tools", "_part.wasm");

const BUDGETS: [Budget; 17] = [
    Budget::limited("page wasm", &[PAGE], PAGE_LIMIT),
    Budget::shown("parts: shared", &[SHARED]),
    Budget::shown("part: lists", &[LISTS]),
    Budget::limited("until clients", &[PAGE, SHARED, LISTS], CLIENTS_LIMIT),
    Budget::limited("part: import", &[IMPORT], PART_LIMIT),
    Budget::limited("part: tools", &[TOOLS], PART_LIMIT),
    Budget::shown("all of these", &[PAGE, SHARED, LISTS, IMPORT, TOOLS]),
    Budget::limited("page glue", &[("portal", ".js")], 14_000),
    Budget::limited("style sheet", &[("style", ".css")], 25_000),
    Budget::shown("boot scripts", &[("boot", ".js"), ("door", ".js")]),
    // In a host's page, in place of the boot script and the style sheet.
    Budget::limited("embed script", &[("embed", ".js")], 6_000),
    Budget::limited("embed style", &[("embed", ".css")], 25_000),
    Budget::shown("frame script", &[("frame", ".js")]),
    Budget::shown("words, en", &[("words-en", ".txt")]),
    Budget::shown("words, sv", &[("words-sv", ".txt")]),
    Budget::limited("worker wasm", &[("worker", "_bg.wasm")], 120_000),
    Budget::shown("worker script", &[("worker", ".js")]),
];

impl Budget {
    const fn limited(what: &'static str, files: &'static [(&'static str, &'static str)], limit: u64) -> Self {
        Self {
            what,
            files,
            limit: Some(limit),
        }
    }

    const fn shown(what: &'static str, files: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            what,
            files,
            limit: None,
        }
    }

    /// The files together; none when one kind is missing.
    fn sum(&self, manifest: &Manifest) -> Option<File> {
        let mut sum = File {
            name: String::new(),
            integrity: String::new(),
            bytes: 0,
            brotli: 0,
            gzip: 0,
        };
        for (stem, ending) in self.files {
            let mut found = false;
            for file in manifest.files.iter().filter(|file| is(file, stem, ending)) {
                found = true;
                sum.bytes += file.bytes;
                sum.brotli += file.brotli;
                sum.gzip += file.gzip;
            }
            if !found {
                return None;
            }
        }
        Some(sum)
    }
}

/// Whether a file's name is the stem, a digest and the ending; what hosts name in their pages has no digest.
fn is(file: &File, stem: &str, ending: &str) -> bool {
    file.name
        .strip_suffix(ending)
        .is_some_and(|name| name.rsplit_once('-').map_or(name, |(name, _)| name) == stem)
}

/// Prints the table of sizes; fails when a file is over its limit.
pub fn check(manifest: &Manifest) -> Result<()> {
    let (table, over) = evaluate(manifest)?;
    print!("{table}");
    if !over.is_empty() {
        bail!("over the size budget: {}", over.join(", "));
    }
    Ok(())
}

fn evaluate(manifest: &Manifest) -> Result<(String, Vec<&'static str>)> {
    if !manifest.shipped {
        bail!("a debug build has no budget: build the page with `cargo xtask build`");
    }
    let mut table = format!(
        "{:14} {:>9} {:>9} {:>9} {:>9}\n",
        "", "bytes", "gzip", "brotli", "limit"
    );
    let mut over = Vec::new();
    for budget in &BUDGETS {
        let Some(file) = budget.sum(manifest) else {
            bail!("the built page has no {}", budget.what);
        };
        let limit = budget.limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string());
        let verdict = if budget.limit.is_some_and(|limit| file.brotli > limit) {
            over.push(budget.what);
            "  over"
        } else {
            ""
        };
        writeln!(
            table,
            "{:14} {:>9} {:>9} {:>9} {limit:>9}{verdict}",
            budget.what, file.bytes, file.gzip, file.brotli
        )?;
    }
    Ok((table, over))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(wasm: u64, glue: u64, css: u64) -> Manifest {
        let sizes = [
            ("portal-0123456789abcdef_bg.wasm", wasm),
            ("lists-0123456789abcdef_part.wasm", 1),
            ("import-0123456789abcdef_part.wasm", 1),
            ("shared-0123456789abcdef_part.wasm", 1),
            ("tools-0123456789abcdef_part.wasm", 1),
            ("portal-0123456789abcdef.js", glue),
            ("style-0123456789abcdef.css", css),
            ("boot-0123456789abcdef.js", 1),
            ("embed.js", 1),
            ("embed-0123456789abcdef.css", css),
            ("frame-0123456789abcdef.js", 1),
            ("words-en-0123456789abcdef.txt", 1),
            ("words-sv-0123456789abcdef.txt", 1),
            ("worker-0123456789abcdef_bg.wasm", 1),
            ("worker-0123456789abcdef.js", 1),
            ("door-0123456789abcdef.js", 1),
        ];
        Manifest {
            shipped: true,
            inputs: String::new(),
            files: sizes
                .map(|(name, brotli)| File {
                    name: name.to_owned(),
                    integrity: String::new(),
                    bytes: brotli * 3,
                    brotli,
                    gzip: brotli + 1,
                })
                .to_vec(),
        }
    }

    #[test]
    fn sizes_at_the_limit_pass() {
        let (table, over) = evaluate(&page(PAGE_LIMIT, 14_000, 25_000)).unwrap();
        assert!(over.is_empty());
        assert_eq!(table.lines().count(), BUDGETS.len() + 1);
    }

    #[test]
    fn one_byte_more_fails_and_is_named() {
        assert_eq!(
            evaluate(&page(PAGE_LIMIT + 1, 14_000, 25_000)).unwrap().1,
            ["page wasm"]
        );
        assert_eq!(
            evaluate(&page(1, 14_001, 25_001)).unwrap().1,
            ["page glue", "style sheet", "embed style"]
        );
    }

    #[test]
    fn parts_have_limits_and_count_for_what_they_are_needed_for() {
        let over = |part: &str, brotli: u64| {
            let mut page = page(PAGE_LIMIT, 1, 1);
            let ending = if part == "worker" { "_bg.wasm" } else { "_part.wasm" };
            let file = page.files.iter_mut().find(|file| is(file, part, ending));
            file.unwrap().brotli = brotli;
            evaluate(&page).unwrap().1
        };
        assert_eq!(over("lists", CLIENTS_LIMIT - PAGE_LIMIT), ["until clients"]);
        assert_eq!(over("shared", CLIENTS_LIMIT - PAGE_LIMIT), ["until clients"]);
        assert_eq!(over("import", PART_LIMIT + 1), ["part: import"]);
        assert_eq!(over("tools", PART_LIMIT + 1), ["part: tools"]);
        assert_eq!(over("worker", 120_001), ["worker wasm"]);
    }

    #[test]
    fn a_missing_file_and_a_debug_build_are_errors_and_no_passes() {
        let mut missing = page(1, 1, 1);
        missing.files.remove(2);
        assert!(evaluate(&missing).is_err());
        let mut debug = page(1, 1, 1);
        debug.shipped = false;
        assert!(evaluate(&debug).is_err());
    }
}
