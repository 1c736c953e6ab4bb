//! The page's parts: what is fetched when it is first needed is cut out of the linked page into modules of its own
//! (wasm_split_cli_support), and the few lines that fetch them go into the page's glue, with names and integrity values.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

/// The module that wasm-split writes its loader into, and that the glue imports it from.
const LINK: &str = "__wasm_split.js";

/// What the cut gives, before wasm-bindgen.
pub struct Cut {
    /// The page without its parts, as wasm-bindgen wants it.
    pub main: PathBuf,
    /// The parts, as written.
    pub parts: Vec<PathBuf>,
    /// The loader.
    link: String,
}

/// Cuts a linked module apart at the functions marked in `src/parts.rs`. It must still hold its relocations.
pub fn cut(linked: &Path, folder: &Path) -> Result<Cut> {
    let input = fs::read(linked).with_context(|| format!("cannot read {}", linked.display()))?;
    fs::create_dir_all(folder)?;
    let main = folder.join("portal.wasm");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./portal.js";
    let split =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("cannot split the page: {error:?}"))?;
    if split.split_modules.is_empty() {
        bail!("the page has no parts: was it built without `--cfg split_page`?");
    }
    Ok(Cut {
        parts: split.split_modules,
        link: fs::read_to_string(folder.join(LINK))?,
        main,
    })
}

/// A part under its final name.
pub struct Placed {
    /// The name wasm-split gave it.
    pub was: String,
    /// Name and integrity value in the built page.
    pub name: String,
    pub integrity: String,
}

impl Cut {
    /// The glue with the loader in it, which then names the parts as they are called in the built page.
    pub fn link_into(&self, glue: &str, parts: &[Placed]) -> Result<String> {
        link_into(&self.link, glue, parts)
    }
}

fn link_into(link: &str, glue: &str, parts: &[Placed]) -> Result<String> {
    let mut loader = String::new();
    let mut loads = Vec::new();
    for line in link.lines().filter(|line| !line.starts_with("import ")) {
        // What the loader exports to the glue is a constant beside it now.
        let line = match line.strip_prefix("export const ") {
            Some(rest) => {
                loads.push(rest.split([' ', '=']).next().unwrap_or_default().to_owned());
                format!("const {rest}")
            }
            None => line.to_owned(),
        };
        loader.push_str(&line);
        loader.push('\n');
    }
    for Placed { was, name, integrity } in parts {
        let plain = format!("fetch(new URL(\"./{was}\", import.meta.url))");
        if !loader.contains(&plain) {
            bail!("the loader of the page's parts doesn't fetch {was}");
        }
        let checked = format!("fetch(new URL(\"./{name}\", import.meta.url), {{ integrity: \"{integrity}\" }})");
        loader = loader.replace(&plain, &checked);
    }
    if loader.matches("fetch(").count() != parts.len() {
        bail!("the loader of the page's parts fetches something that isn't one of them");
    }
    let (imports, rest): (Vec<&str>, Vec<&str>) = glue
        .lines()
        .partition(|line| line.starts_with("import ") && line.contains(LINK));
    if imports.is_empty() {
        bail!("the glue doesn't import the loader of the page's parts");
    }
    let mut whole = rest.join("\n");
    whole.push('\n');
    whole.push_str(&loader);
    for import in imports {
        let name = import
            .strip_prefix("import * as ")
            .and_then(|rest| rest.split(' ').next())
            .with_context(|| format!("the glue imports the loader in a way not known here: {import}"))?;
        whole.push_str(&format!("const {name} = {{ {} }};\n", loads.join(", ")));
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "import { initSync } from \"./portal.js\";\n\
        function wrap() { initSync(); }\n\
        export const __wasm_split_load_import = wrap(() => fetch(new URL(\"./split_import.wasm\", import.meta.url)));\n";
    const GLUE: &str =
        "import * as import1 from \"./__wasm_split.js\"\nexport function initSync() { return import1; }\n";

    fn placed() -> Vec<Placed> {
        vec![Placed {
            was: "split_import.wasm".into(),
            name: "import-0123.wasm".into(),
            integrity: "sha384-x".into(),
        }]
    }

    #[test]
    fn the_loader_moves_into_the_glue_and_checks_what_it_fetches() {
        let whole = link_into(LOADER, GLUE, &placed()).unwrap();
        assert!(whole.contains("new URL(\"./import-0123.wasm\", import.meta.url), { integrity: \"sha384-x\" }"));
        assert!(whole.contains("const import1 = { __wasm_split_load_import };"));
        assert!(!whole.contains("__wasm_split.js") && !whole.contains("from \"./portal.js\""));
    }

    #[test]
    fn a_part_unknown_to_the_loader_or_fetched_unchecked_is_refused() {
        let mut other = placed();
        other[0].was = "split_other.wasm".into();
        assert!(link_into(LOADER, GLUE, &other).is_err());
        assert!(link_into(LOADER, GLUE, &[]).is_err());
        assert!(link_into(LOADER, "export function initSync() {}\n", &placed()).is_err());
    }
}
