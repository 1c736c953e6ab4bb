//! The texts of one language as they stand in its files, and the keys that all languages together have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Fault;

/// Area, then the name in the file, then the text.
pub type Locale = BTreeMap<String, BTreeMap<String, String>>;

/// Every plural form there is; a language has some of them.
pub const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Reads the folder of a language.
pub fn read(folder: &Path) -> Result<Locale, Fault> {
    let unreadable = |path: &Path, why: String| Fault::Unreadable {
        path: path.display().to_string(),
        why,
    };
    let mut locale = Locale::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error.to_string()))? {
        let path = entry.map_err(|error| unreadable(folder, error.to_string()))?.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let area = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error.to_string()))?;
        let file: BTreeMap<String, Value> =
            serde_json::from_str(&text).map_err(|error| unreadable(&path, error.to_string()))?;
        let mut texts = BTreeMap::new();
        for (name, value) in file {
            match value {
                Value::String(text) => texts.insert(name, text),
                _ => return Err(unreadable(&path, format!("`{name}` is no text"))),
            };
        }
        locale.insert(area, texts);
    }
    Ok(locale)
}

/// The text that stands in the file under this name.
pub fn text<'a>(locale: &'a Locale, area: &str, name: &str) -> Option<&'a str> {
    locale.get(area)?.get(name).map(String::as_str)
}

/// Area, name and whether it is a plural, of every key that any language has, sorted.
///
/// A name is a plural's if one language has it with `_one` and with `_other`; either of them alone is an ordinary ending.
pub fn keys(locales: &[Locale]) -> BTreeSet<(String, String, bool)> {
    let names = |area: &str| {
        let areas = locales.iter().filter_map(|locale| locale.get(area));
        areas.flat_map(BTreeMap::keys).cloned().collect::<BTreeSet<String>>()
    };
    let areas: BTreeSet<&String> = locales.iter().flat_map(BTreeMap::keys).collect();
    let mut keys = BTreeSet::new();
    for area in areas {
        let is_plural = |name: &str| {
            let has = |locale: &Locale, form: &str| text(locale, area, &format!("{name}_{form}")).is_some();
            locales.iter().any(|locale| has(locale, "one") && has(locale, "other"))
        };
        for name in names(area) {
            let stem = FORMS
                .iter()
                .find_map(|form| name.strip_suffix(form)?.strip_suffix('_'))
                .filter(|stem| is_plural(stem));
            keys.insert(match stem {
                Some(stem) => (area.clone(), stem.to_owned(), true),
                None => (area.clone(), name, false),
            });
        }
    }
    keys
}
