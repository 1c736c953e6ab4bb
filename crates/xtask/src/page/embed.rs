//! The page in a host's page: `embed.js` with the names of the built files, `frame.js`, and the glue made ready for hosts.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use portal_words::LANGUAGES;
use serde_json::{Map, Value, json};

use super::html;
use super::manifest::File;

/// Where the glue hands texts to the browser that Trusted Types look at.
const SINKS: [(&str, &str); 2] = [
    (
        ".innerHTML = getStringFromWasm0(arg1, arg2)",
        ".innerHTML = trusted.createHTML(getStringFromWasm0(arg1, arg2))",
    ),
    (
        "new Worker(getStringFromWasm0(arg0, arg1)",
        "new Worker(trusted.createScriptURL(getStringFromWasm0(arg0, arg1))",
    ),
];

const TRUST: &str = "
export const plain = { createHTML: (text) => text, createScriptURL: (text) => text };
let trusted = plain;
export const trust = (policy) => {
    trusted = policy;
};
";

/// The glue with a way to hand it a Trusted Types policy: a host's page has its own default one, or none.
pub fn open(glue: &str) -> Result<String> {
    let mut open = glue.to_owned();
    for (plain, checked) in SINKS {
        if open.matches(plain).count() != 1 {
            bail!("the glue doesn't have `{plain}` once");
        }
        open = open.replace(plain, checked);
    }
    Ok(open + TRUST)
}

/// The files that the element fetches.
pub struct Files<'a> {
    pub js: &'a File,
    pub wasm: &'a File,
    pub worker: &'a File,
    pub style: &'a File,
    /// In the order of `LANGUAGES`.
    pub words: [&'a File; LANGUAGES.len()],
}

/// `embed.js`, which finds the files beside itself.
pub fn script(root: &Path, start: &str, needs: &str, files: &Files<'_>) -> Result<String> {
    let mut named = Map::new();
    for (language, file) in LANGUAGES.iter().zip(files.words) {
        named.insert(language.tag.to_owned(), json!([file.name, file.integrity]));
    }
    let listed = json!({
        "js": files.js.name,
        "jsIntegrity": files.js.integrity,
        "wasm": files.wasm.name,
        "wasmIntegrity": files.wasm.integrity,
        "worker": files.worker.name,
        "workerIntegrity": files.worker.integrity,
        "style": files.style.name,
        "styleIntegrity": files.style.integrity,
        "words": named,
    });
    let values = [
        ("start", start),
        ("needs", needs),
        ("told", &read(root, "src/told.js")?),
        ("files", &listed.to_string()),
        ("words", &notices(root, false)?.to_string()),
    ];
    let script = html::stamp(&read(root, "src/embed.js")?, &values).context("src/embed.js")?;
    Ok(without_comments(&script))
}

/// A script without the lines that are comments alone: every visitor of a host's page fetches it.
fn without_comments(script: &str) -> String {
    let kept = script.lines().filter(|line| !line.trim_start().starts_with("//"));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// `frame.js`, which the page fetches inside another site.
pub fn frame(root: &Path) -> Result<String> {
    let values = [
        ("told", &*read(root, "src/told.js")?),
        ("words", &notices(root, true)?.to_string()),
    ];
    html::stamp(&read(root, "src/frame.js")?, &values).context("src/frame.js")
}

fn read(root: &Path, name: &str) -> Result<String> {
    fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"))
}

/// What is said when the program, with all its words, is not there: by `frame.js` what begins with `frame_`, by `embed.js` the
/// rest.
fn notices(root: &Path, framed: bool) -> Result<Value> {
    let mut notices = Map::new();
    for language in &LANGUAGES {
        let text = read(root, &format!("locales/{}/embed.json", language.tag))?;
        let mut said: Map<String, Value> = serde_json::from_str(&text)?;
        said.retain(|key, _| key.starts_with("frame_") == framed);
        notices.insert(language.tag.to_owned(), said.into());
    }
    Ok(Value::Object(notices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_that_trusted_types_look_at_passes_the_policy() {
        let glue = SINKS.map(|(plain, _)| plain).join(";\n");
        let open = open(&glue).unwrap();
        assert!(open.contains("trusted.createHTML(") && open.contains("trusted.createScriptURL("));
        assert!(open.contains("export const trust ="));
    }

    #[test]
    fn lines_of_comment_go_and_nothing_else() {
        let script = "// why\nconst a = 1; // kept\n  // why\nconst b = \"http://x\";\n";
        assert_eq!(
            without_comments(script),
            "const a = 1; // kept\nconst b = \"http://x\";\n"
        );
    }

    #[test]
    fn glue_that_hands_texts_over_in_another_way_is_refused() {
        assert!(open("arg0.innerHTML = text").is_err());
        assert!(open(&SINKS.map(|(plain, _)| plain).join("\n").repeat(2)).is_err());
    }
}
