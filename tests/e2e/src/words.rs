//! What does the product say? The words of `locales/`, read when the tests run, so that a change of wording breaks none.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Swedish,
}

impl Language {
    /// The tag in `lang` attributes and the name of the folder.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
        }
    }

    /// What the browser says it wants.
    pub fn wanted(self) -> &'static str {
        match self {
            Self::English => "en-GB,en",
            Self::Swedish => "sv-SE,sv",
        }
    }
}

/// All words of one language, by `area.key`.
pub struct Words {
    language: Language,
    texts: HashMap<String, String>,
}

impl Words {
    /// Reads the files of a language.
    pub fn of(language: Language) -> Result<Self> {
        let folder = tools::root().join("locales").join(language.tag());
        let mut texts = HashMap::new();
        for file in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = file?.path();
            let area = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default()
                .to_owned();
            let map: Value = serde_json::from_str(&std::fs::read_to_string(&path)?)
                .with_context(|| format!("cannot read {}", path.display()))?;
            for (key, text) in map.as_object().into_iter().flatten() {
                if let Some(text) = text.as_str() {
                    texts.insert(format!("{area}.{key}"), text.to_owned());
                }
            }
        }
        Ok(Self { language, texts })
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a key.
    ///
    /// # Panics
    /// When there is no such key: the test is out of date.
    pub fn say(&self, key: &str) -> String {
        self.texts
            .get(key)
            .unwrap_or_else(|| panic!("no words for {key} in {}", self.language.tag()))
            .clone()
    }

    /// The text of a key with its arguments in place.
    ///
    /// # Panics
    /// When there is no such key.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let mut text = self.say(key);
        for (name, value) in arguments {
            for form in [format!("{{{{ {name} }}}}"), format!("{{{{{name}}}}}")] {
                text = text.replace(&form, value);
            }
        }
        text
    }

    /// The words of a key before its first argument: enough to find a text whose arguments don't matter.
    ///
    /// # Panics
    /// When there is no such key.
    pub fn start_of(&self, key: &str) -> String {
        let text = self.say(key);
        text.split("{{").next().unwrap_or_default().trim().to_owned()
    }
}
