//! The page's build: Cargo, wasm-bindgen, wasm-opt, names by content, compressed copies, and the manifest of all that.

mod embed;
mod html;
mod inputs;
mod manifest;
mod output;
mod split;
mod style;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

pub use manifest::{File, Manifest};
use output::Output;
use portal_words::{LANGUAGES, Words};
pub use style::join as join_styles;

use crate::process::{run, run_quietly};
use crate::tools::{Bindgen, Kind, Npm, Parts, TARGET, WasmToolchain};
use crate::workspace::Workspace;

/// Where the page is mounted on its server. Relative addresses are out: the content-security policy forbids `<base>`,
/// and the page's own routes have several levels.
const BASE: &str = "/";

/// Builds the page into `dist/`, unless what is there was built from the same sources in the same way.
pub fn build(ws: &Workspace, kind: Kind) -> Result<Manifest> {
    let inputs = inputs::digest(&ws.root, kind)?;
    if let Some(manifest) = Manifest::read(&ws.dist()).filter(|built| built.inputs == inputs) {
        println!("the page in dist/ is up to date");
        return Ok(manifest);
    }
    let toolchain = WasmToolchain::ready()?;
    let bindgen = Bindgen::ready(ws)?;
    // Asked for before the long compilation, so that a missing tool is known at once.
    let npm = match kind {
        Kind::Shipped => Some(Npm::ready(ws, Parts::Build)?),
        Kind::Debug => None,
    };
    if let Some(remark) = toolchain.remark() {
        println!("note: {remark}");
    }

    println!("compiling the page and its worker");
    let profile = if kind == Kind::Shipped { "page" } else { "dev" };
    run(toolchain
        .cargo(ws, kind)
        .args([
            "build",
            "--package",
            "provider-portal",
            "--bin",
            "portal",
            "--bin",
            "worker",
        ])
        .args(["--target", TARGET, "--profile", profile]))?;
    let folder = if kind == Kind::Shipped { "page" } else { "debug" };
    let compiled = ws.wasm_target().join(TARGET).join(folder);

    let work = ws.wasm_target().join("bound");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let cut = match kind {
        Kind::Shipped => Some(split::cut(&compiled.join("portal.wasm"), &work.join("parts"))?),
        Kind::Debug => None,
    };
    let linked = cut
        .as_ref()
        .map_or_else(|| compiled.join("portal.wasm"), |cut| cut.main.clone());
    let mut portal = bind(&bindgen, npm.as_ref(), &linked, &work, "portal")?;
    for part in cut.iter().flat_map(|cut| &cut.parts) {
        if let Some(npm) = &npm {
            shrink(npm, part)?;
        }
        let name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
        portal.parts.push((name, fs::read(part)?));
    }
    let worker = bind(&bindgen, npm.as_ref(), &compiled.join("worker.wasm"), &work, "worker")?;

    let built = ws.wasm_target().join("dist");
    let files = assemble(ws, &built, &portal, cut.as_ref(), &worker)?;
    println!("compressing");
    let manifest = output::finish(files, kind, inputs)?;
    manifest.write(&built)?;
    replace(&built, &ws.dist())?;
    Ok(manifest)
}

/// A binary ready for the browser: its glue, its WebAssembly, and what was cut out of that, by the names it was cut under.
struct Bound {
    glue: Vec<u8>,
    wasm: Vec<u8>,
    parts: Vec<(String, Vec<u8>)>,
}

fn bind(bindgen: &Bindgen, npm: Option<&Npm>, linked: &Path, work: &Path, name: &str) -> Result<Bound> {
    let out = work.join(name);
    run_quietly(
        Command::new(&bindgen.wasm_bindgen)
            .arg(linked)
            // The parts take the table of functions from the page.
            .arg("--keep-lld-exports")
            .args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"])
            .arg(&out),
    )?;
    if out.join("snippets").exists() {
        bail!(
            "a dependency of `{name}` brings JavaScript of its own: the page ships none that isn't in this repository"
        );
    }
    let wasm = out.join(format!("{name}_bg.wasm"));
    if let Some(npm) = npm {
        shrink(npm, &wasm)?;
    }
    let glue = fs::read(out.join(format!("{name}.js")))?;
    check_glue(name, &String::from_utf8_lossy(&glue))?;
    Ok(Bound {
        glue,
        wasm: fs::read(wasm)?,
        parts: Vec::new(),
    })
}

fn shrink(npm: &Npm, wasm: &Path) -> Result<()> {
    println!("shrinking {}", wasm.file_name().unwrap_or_default().to_string_lossy());
    // No feature flags: wasm-opt reads the module's own list, and nothing newer gets in.
    run_quietly(
        npm.wasm_opt()
            .args(["-Oz", "--strip-debug", "--strip-producers", "-o"])
            .arg(wasm)
            .arg(wasm),
    )
}

/// The content-security policy knows no `'unsafe-eval'`: glue that builds code from text would stop in the browser.
fn check_glue(name: &str, glue: &str) -> Result<()> {
    for forbidden in ["eval(", "new Function"] {
        if glue.contains(forbidden) {
            bail!("the glue of `{name}` contains `{forbidden}`, which the content-security policy refuses");
        }
    }
    Ok(())
}

/// The worker's glue and what starts it as one file that imports nothing: the page compares that one, and no browser would
/// compare what it imports.
fn worker_script(glue: &str, boot: &str) -> Result<String> {
    let (exports, own): (Vec<&str>, Vec<&str>) = glue.lines().partition(|line| line.starts_with("export {"));
    if !matches!(exports[..], [export] if export.contains("__wbg_init as default")) {
        bail!("the worker's glue doesn't give its start away in the one way known here: {exports:?}");
    }
    if own
        .iter()
        .any(|line| line.starts_with("import ") || line.contains("import("))
    {
        bail!("the worker's glue imports another file, which no browser would compare");
    }
    Ok(format!("{}\n{boot}", own.join("\n")))
}

/// Writes every file under the name of its content; what is named must exist before what names it.
fn assemble(ws: &Workspace, built: &Path, portal: &Bound, cut: Option<&split::Cut>, worker: &Bound) -> Result<Output> {
    let mut out = Output::new(built)?;
    let worker_wasm = out.add("worker", "_bg.wasm", &worker.wasm)?;
    let worker_boot = html::stamp(
        &read(ws.root.join("src/worker_boot.js"))?,
        &[
            ("worker_wasm", &worker_wasm.name),
            ("worker_wasm_integrity", &worker_wasm.integrity),
        ],
    )
    .context("src/worker_boot.js")?;
    let script = worker_script(&String::from_utf8_lossy(&worker.glue), &worker_boot)?;
    let worker = out.add("worker", ".js", script.as_bytes())?;
    let wasm = out.add("portal", "_bg.wasm", &portal.wasm)?;
    let mut placed = Vec::new();
    for (was, content) in &portal.parts {
        // What only several parts need is a part too, with a number for a name.
        let stem = was.trim_end_matches(".wasm").strip_prefix("split_").unwrap_or("shared");
        let file = out.add(stem, "_part.wasm", content)?;
        placed.push(split::Placed {
            was: was.clone(),
            name: file.name,
            integrity: file.integrity,
        });
    }
    let glue = match cut {
        Some(cut) => cut
            .link_into(&String::from_utf8_lossy(&portal.glue), &placed)?
            .into_bytes(),
        None => portal.glue.clone(),
    };
    let glue = embed::open(&String::from_utf8_lossy(&glue))?;
    let glue = out.add("portal", ".js", glue.as_bytes())?;
    let start = read(ws.root.join("src/start.js"))?;
    let boot = read(ws.root.join("src/boot.js"))?;
    let boot = html::stamp(&boot, &[("start", &start)]).context("src/boot.js")?;
    let boot = out.add("boot", ".js", boot.as_bytes())?;
    let needs = read(ws.root.join("src/needs.js"))?;
    let door = html::stamp(&read(ws.root.join("src/door.js"))?, &[("needs", &needs)]).context("src/door.js")?;
    let door = out.add("door", ".js", door.as_bytes())?;
    let sheet = out.add("style", ".css", style::join(&ws.root.join("style"))?.as_bytes())?;
    let [english, swedish] = words(ws, &mut out)?;
    let embedded = style::join_embedded(&ws.root.join("style"))?;
    let embedded = out.add("embed", ".css", embedded.as_bytes())?;
    let files = embed::Files {
        js: &glue,
        wasm: &wasm,
        worker: &worker,
        style: &embedded,
        words: [&english, &swedish],
    };
    // Its name is what hosts write into their pages.
    out.add_as("embed.js", embed::script(&ws.root, &start, &needs, &files)?.as_bytes())?;
    let frame = out.add("frame", ".js", embed::frame(&ws.root)?.as_bytes())?;
    let page = html::stamp(
        &read(ws.root.join("index.html"))?,
        &[
            ("style", &address(&sheet)),
            ("style_integrity", &sheet.integrity),
            ("door", &address(&door)),
            ("door_integrity", &door.integrity),
            ("boot", &address(&boot)),
            ("boot_integrity", &boot.integrity),
            ("js", &address(&glue)),
            ("js_integrity", &glue.integrity),
            ("wasm", &address(&wasm)),
            ("wasm_integrity", &wasm.integrity),
            ("worker", &address(&worker)),
            ("worker_integrity", &worker.integrity),
            ("config", &format!("{BASE}config.json")),
            ("frame", &address(&frame)),
            ("frame_integrity", &frame.integrity),
            ("words_en", &address(&english)),
            ("words_en_integrity", &english.integrity),
            ("words_sv", &address(&swedish)),
            ("words_sv_integrity", &swedish.integrity),
        ],
    )
    .context("index.html")?;
    out.add_as("index.html", page.as_bytes())?;
    // Nothing differs from one origin; there for whoever runs the page, and so that no browser reports it missing.
    out.add_as("config.json", b"{}\n")?;
    Ok(out)
}

/// Writes a file of words per language. The page's program was compiled from the same `locales/`, so its numbers fit.
fn words(ws: &Workspace, out: &mut Output) -> Result<[File; LANGUAGES.len()]> {
    let words = match Words::read(&ws.root.join("locales")) {
        Ok(words) => words,
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            bail!("the words are not complete:\n{}", faults.join("\n"));
        }
    };
    let mut files = Vec::new();
    for (number, language) in LANGUAGES.iter().enumerate() {
        files.push(out.add(
            &format!("words-{}", language.tag),
            ".txt",
            words.file(number).as_bytes(),
        )?);
    }
    files.try_into().map_err(|_| anyhow!("a language has no file of words"))
}

fn address(file: &File) -> String {
    format!("{BASE}{}", file.name)
}

fn read(path: PathBuf) -> Result<String> {
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Swaps the new page in: a running server finds the old one or the new one, never a mixture.
fn replace(built: &Path, dist: &Path) -> Result<()> {
    let old = built.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if dist.exists() {
        fs::rename(dist, &old).context("cannot move the old dist/ away")?;
    }
    fs::rename(built, dist).context("cannot move the built page to dist/")?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_one_file_that_imports_and_exports_nothing() {
        let glue = "let wasm;\nasync function __wbg_init() {}\nexport { initSync, __wbg_init as default };\n";
        let script = worker_script(glue, "await __wbg_init();").unwrap();
        assert_eq!(script, "let wasm;\nasync function __wbg_init() {}\nawait __wbg_init();");
        for other in [
            "async function __wbg_init() {}\n",
            "export { __wbg_init };\n",
            "import * as other from \"./other.js\";\nexport { __wbg_init as default };\n",
        ] {
            assert!(worker_script(other, "").is_err(), "{other}");
        }
    }

    #[test]
    fn glue_that_makes_code_from_text_is_refused() {
        assert!(check_glue("portal", "export function start() { wasm.start(); }").is_ok());
        assert!(check_glue("portal", "const f = new Function('return this');").is_err());
        assert!(check_glue("portal", "return eval(text);").is_err());
    }
}
