//! The house's rules as tests: which folder may import which, one sender, no literal words in views, no item reads.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Every source file of the page with its path from `src/`.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let name = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    found
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .filter(|(name, _)| !name.ends_with("tests.rs"))
        .collect()
}

/// The code of a file without comments, documentation and tests.
fn code(text: &str) -> String {
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    product
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn offenders(inside: impl Fn(&str) -> bool, forbidden: &[&str]) -> Vec<String> {
    sources()
        .into_iter()
        .filter(|(name, _)| inside(name))
        .flat_map(|(name, text)| {
            let code = code(&text);
            let hits = forbidden.iter().filter(|word| code.contains(**word));
            hits.map(|word| format!("{name}: {word}")).collect::<Vec<_>>()
        })
        .collect()
}

fn holds(rule: &str, offenders: Vec<String>) {
    assert!(offenders.is_empty(), "{rule}\n{}", offenders.join("\n"));
}

#[test]
fn api_neither_encrypts_nor_knows_session_model_text_or_pages() {
    let forbidden = [
        "crate::session",
        "crate::model",
        "crate::text",
        "crate::pages",
        "crate::ui",
        "portal_crypto",
        "say!",
        "tr!",
    ];
    holds(
        "api carries encrypted texts through",
        offenders(|name| name.starts_with("api/"), &forbidden),
    );
}

#[test]
fn session_and_model_do_not_know_each_other_or_any_words() {
    let both = ["crate::text", "crate::pages", "crate::ui", "say!(", "tr!("];
    holds(
        "session",
        offenders(
            |name| name.starts_with("session/"),
            &[&both[..], &["crate::model"]].concat(),
        ),
    );
    let pure = ["crate::session", "crate::browser", "leptos", "web_sys", "js_sys"];
    holds(
        "model is pure",
        offenders(|name| name.starts_with("model/"), &[&both[..], &pure].concat()),
    );
}

#[test]
fn widgets_know_nothing_of_the_domain() {
    let forbidden = [
        "crate::api",
        "crate::session",
        "crate::model",
        "crate::pages",
        "portal_crypto",
    ];
    holds("ui", offenders(|name| name.starts_with("ui/"), &forbidden));
}

#[test]
fn browser_and_place_import_nothing_above_them() {
    let forbidden = [
        "crate::api::client",
        "crate::session",
        "crate::model",
        "crate::pages",
        "crate::ui",
        "crate::text",
    ];
    holds(
        "browser, place",
        offenders(|name| name.starts_with("browser/") || name == "place.rs", &forbidden),
    );
}

#[test]
fn json_knows_nothing_of_the_product_and_the_page_reads_json_by_it_alone() {
    let ours = [
        "crate::api",
        "crate::browser",
        "crate::session",
        "crate::model",
        "crate::pages",
    ];
    holds("json", offenders(|name| name.starts_with("json/"), &ours));
    // The worker alone reads import files and writes import bodies by serde.
    let worker = [
        "model/import/json.rs",
        "model/import/json/bounded.rs",
        "model/import/json/parts.rs",
        "model/import/json/places.rs",
        "model/import/json/values.rs",
        "model/import/json/whole.rs",
        "model/import/seal.rs",
        "api/import.rs",
        "api/ids.rs",
    ];
    let page = |name: &str| !name.starts_with("json/") && !worker.contains(&name);
    holds("serde", offenders(page, &["serde::", "serde_json"]));
}

#[test]
fn only_browser_and_ui_name_web_sys_and_only_the_transport_names_gloo_net() {
    let outside = |name: &str| !name.starts_with("browser/") && !name.starts_with("ui/");
    holds("web_sys", offenders(outside, &["web_sys::"]));
    holds("gloo_net", offenders(|name| name != "api/transport.rs", &["gloo_net"]));
}

#[test]
fn web_storage_is_used_by_the_register_alone() {
    let outside = |name: &str| name != "session/storage.rs" && name != "browser/storage.rs" && name != "browser/mod.rs";
    holds(
        "storage",
        offenders(outside, &["browser::storage", "local_storage", "session_storage"]),
    );
}

#[test]
fn a_page_folder_never_imports_another() {
    let area = |name: &str| -> Option<String> {
        let parts: Vec<&str> = name.strip_prefix("pages/")?.split('/').collect();
        match parts.as_slice() {
            [one @ ("organization" | "provider"), two, _, ..] => Some(format!("{one}::{two}")),
            [one, _, ..] => Some((*one).to_owned()),
            _ => None,
        }
    };
    // Files directly under `pages/` are what the folders share.
    let shared: Vec<String> = sources()
        .iter()
        .filter_map(|(name, _)| Some(name.strip_prefix("pages/")?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| !name.contains('/'))
        .collect();
    let mut found = Vec::new();
    for (name, text) in sources() {
        let Some(own) = area(&name) else { continue };
        for line in code(&text).lines() {
            let Some((_, used)) = line.split_once("crate::pages::") else {
                continue;
            };
            let first: String = used
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if !shared.contains(&first) && !used.starts_with(own.as_str()) {
                found.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    holds("pages", found);
}

#[test]
fn no_request_path_names_items_but_the_import() {
    let mut paths = Vec::new();
    for (name, text) in sources() {
        for piece in code(&text)
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|piece| piece.contains("/ciphers"))
        {
            paths.push(format!("{name}: {piece}"));
        }
    }
    assert_eq!(paths.len(), 1, "{paths:?}");
    assert!(
        paths[0].starts_with("api/import.rs") && paths[0].contains("/ciphers/import-organization"),
        "{paths:?}"
    );
}

#[test]
fn views_hold_no_literal_words_and_no_inline_style() {
    let mut found = Vec::new();
    for (name, text) in sources()
        .into_iter()
        .filter(|(name, _)| name.starts_with("pages/") || name.starts_with("ui/"))
    {
        let code = code(&text);
        for line in code.lines().map(str::trim) {
            // A quoted literal that stands alone as a child of an element, with letters in it.
            let child = line.starts_with('"') && line.ends_with('"') && line.len() > 2;
            if child && line.chars().any(char::is_alphabetic) && line.contains(' ') {
                found.push(format!("{name}: {line}"));
            }
            let between = line.split(">\"").nth(1).and_then(|rest| rest.split("\"<").next());
            if between.is_some_and(|words| words.chars().any(char::is_alphabetic) && line.contains("\"</")) {
                found.push(format!("{name}: {line}"));
            }
            if line.contains(" style=\"") {
                found.push(format!("{name}: {line}"));
            }
        }
    }
    holds("views", found);
}

/// Whether an expression is one of these, bare or as a field, cloned or not.
fn is_of_others(expression: &str, names: &[&str]) -> bool {
    let bare = expression.trim().trim_start_matches('&').trim_end_matches(".clone()");
    let last = bare.rsplit('.').next().unwrap_or_default();
    let path = bare
        .chars()
        .all(|letter| letter.is_alphanumeric() || "_.".contains(letter));
    path && names.contains(&last)
}

#[test]
fn a_text_of_somebody_else_stands_isolated_in_every_view() {
    // Pages alone: a widget's `label` and `title` are ours, and what it shows of others goes through `foreign` there.
    let children = [
        "name",
        "email",
        "own",
        "technical",
        "external_id",
        "whose",
        "shown",
        "file",
    ];
    let mut found = Vec::new();
    for (file, text) in sources().into_iter().filter(|(name, _)| name.starts_with("pages/")) {
        let code = code(&text);
        for line in code.lines() {
            let pieces = line.split(">{").skip(1).filter_map(|rest| rest.split("}<").next());
            found.extend(
                pieces
                    .filter(|piece| is_of_others(piece, &children))
                    .map(|piece| format!("{file}: {piece}")),
            );
            // A child on a line of its own.
            let alone = line.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            found.extend(
                alone
                    .filter(|piece| piece.contains('.') && is_of_others(piece, &children))
                    .map(|piece| format!("{file}: {piece}")),
            );
            for attribute in [" title=", " aria-label="] {
                let value = line.split(attribute).nth(1).unwrap_or_default();
                let value = value.split(['>', ' ']).next().unwrap_or_default();
                if is_of_others(value, &["name", "email", "label"]) {
                    found.push(format!("{file}:{attribute}{value}"));
                }
            }
        }
    }
    holds("a text of somebody else goes through `foreign` or `isolated`", found);
}

#[test]
fn a_memo_is_the_houses_own() {
    let offenders = sources().into_iter().filter(|(name, text)| {
        let code = code(text);
        let uses = code.contains("Memo::new") || code.contains("Memo<");
        let ours = |line: &str| line.starts_with("use ") && line.contains("ui") && line.contains("Memo");
        uses && *name != "ui/memo.rs" && !imports(&code).iter().any(|import| ours(import))
    });
    holds(
        "the framework's own is made again for every type",
        offenders.map(|(name, _)| name).collect(),
    );
}

/// The `use` lines of a file, each as one line.
fn imports(code: &str) -> Vec<String> {
    let uses = code.split(';').map(str::trim).filter(|part| part.starts_with("use "));
    uses.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}
