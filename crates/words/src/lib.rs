//! The words of the page while it is built: is every language complete, which keys are there and with which arguments, and
//! what does a browser fetch? The page itself knows a key as a number only, its place in [`Words::keys`].

mod fault;
mod locale;
mod text;

use std::path::Path;

pub use fault::Fault;
use locale::Locale;
use text::{Piece, pieces};

/// A language of the page and the plural forms it has (CLDR), the last of which is `other`.
#[derive(Debug)]
pub struct Language {
    pub tag: &'static str,
    forms: &'static [&'static str],
}

/// In the order in which the page counts them. The first one says in which order arguments are numbered.
pub const LANGUAGES: [Language; 2] = [
    Language {
        tag: "en",
        forms: &["one", "other"],
    },
    Language {
        tag: "sv",
        forms: &["one", "other"],
    },
];

/// The argument that chooses the plural form.
pub const COUNT: &str = "count";

/// As many as the page can put in order (`text::words::Key`).
pub const MOST_ARGUMENTS: usize = 4;

/// What the program says to get a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The file it stands in, which is an area of the product.
    pub area: String,
    pub name: String,
    /// In the order of their numbers; a plural's first one is [`COUNT`].
    pub arguments: Vec<String>,
    pub plural: bool,
    /// The text in the first language, for those who read the code.
    pub sample: String,
}

/// All words, complete in every language.
#[derive(Debug)]
pub struct Words {
    /// Sorted by area and name.
    pub keys: Vec<Key>,
    /// One line per key, for each of [`LANGUAGES`].
    lines: [Vec<String>; LANGUAGES.len()],
}

impl Words {
    /// Reads `locales/`: one folder per language, in it one file per area.
    pub fn read(folder: &Path) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let locales = LANGUAGES.each_ref().map(|language| {
            locale::read(&folder.join(language.tag)).unwrap_or_else(|fault| {
                faults.push(fault);
                Locale::default()
            })
        });
        if faults.is_empty() {
            Self::of(&locales)
        } else {
            Err(faults)
        }
    }

    /// What a browser fetches for a language: one text per line, in the order of the keys. An argument is its number in
    /// braces; plural forms are parted by tabs, each but the last with its name and a colon in front.
    pub fn file(&self, language: usize) -> String {
        self.lines[language].join("\n")
    }

    fn of(locales: &[Locale; LANGUAGES.len()]) -> Result<Self, Vec<Fault>> {
        let mut words = Self {
            keys: Vec::new(),
            lines: Default::default(),
        };
        let mut faults = Vec::new();
        for (area, name, plural) in locale::keys(locales) {
            match entry(locales, &area, &name, plural) {
                Ok((key, lines)) => {
                    words.keys.push(key);
                    for (all, line) in words.lines.iter_mut().zip(lines) {
                        all.push(line);
                    }
                }
                Err(found) => faults.extend(found),
            }
        }
        let twice = words
            .keys
            .windows(2)
            .filter(|pair| (&pair[0].area, &pair[0].name) == (&pair[1].area, &pair[1].name));
        faults.extend(twice.map(|pair| Fault::Twice { key: pair[0].path() }));
        if faults.is_empty() { Ok(words) } else { Err(faults) }
    }
}

impl Key {
    fn path(&self) -> String {
        format!("{}.{}", self.area, self.name)
    }
}

/// A key with its line in each language, or everything that is wrong with it.
fn entry(locales: &[Locale], area: &str, name: &str, plural: bool) -> Result<(Key, Vec<String>), Vec<Fault>> {
    let path = format!("{area}.{name}");
    let mut faults = Vec::new();
    // The forms of each language, with their names.
    let mut all: Vec<Vec<(&str, &str)>> = Vec::new();
    for (language, locale) in LANGUAGES.iter().zip(locales) {
        let (forms, found) = forms(language, locale, area, name, plural);
        all.push(forms);
        faults.extend(found);
    }
    let mut arguments: Vec<String> = if plural { vec![COUNT.to_owned()] } else { Vec::new() };
    let mut named: Vec<Vec<&str>> = Vec::new();
    for (language, forms) in LANGUAGES.iter().zip(&all) {
        let mut own = Vec::new();
        for (_, text) in forms {
            match pieces(text) {
                Ok(pieces) => own.extend(pieces.iter().filter_map(Piece::argument)),
                Err(why) => faults.push(Fault::Malformed {
                    language: language.tag,
                    key: path.clone(),
                    why,
                }),
            }
        }
        for argument in &own {
            if !arguments.iter().any(|known| known == argument) {
                arguments.push((*argument).to_owned());
            }
        }
        named.push(own);
    }
    // What a language doesn't name is a fault only where the language has the text.
    for ((language, forms), own) in LANGUAGES.iter().zip(&all).zip(&named) {
        let named = |argument: &&String| own.contains(&argument.as_str()) || (plural && *argument == COUNT);
        if !forms.is_empty() {
            faults.extend(arguments.iter().filter(|argument| !named(argument)).map(|argument| {
                Fault::MissingArgument {
                    language: language.tag,
                    key: path.clone(),
                    argument: argument.clone(),
                }
            }));
        }
    }
    if arguments.len() > MOST_ARGUMENTS {
        faults.push(Fault::TooManyArguments { key: path });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let lines = all.iter().map(|forms| line(forms, &arguments)).collect();
    let sample = all[0].last().map(|(_, text)| (*text).to_owned()).unwrap_or_default();
    let key = Key {
        area: area.to_owned(),
        name: name.to_owned(),
        arguments,
        plural,
        sample,
    };
    Ok((key, lines))
}

/// The texts a language has for a key, in the order of its plural forms; a plain text is the form `other` alone.
fn forms<'a>(
    language: &Language,
    locale: &'a Locale,
    area: &str,
    name: &str,
    plural: bool,
) -> (Vec<(&'static str, &'a str)>, Vec<Fault>) {
    let (tag, key) = (language.tag, format!("{area}.{name}"));
    if !plural {
        let text = locale::text(locale, area, name);
        let missing = text.is_none().then_some(Fault::MissingKey { language: tag, key });
        return (
            text.map(|text| ("other", text)).into_iter().collect(),
            missing.into_iter().collect(),
        );
    }
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for form in locale::FORMS {
        let text = locale::text(locale, area, &format!("{name}_{form}"));
        let (key, has) = (key.clone(), language.forms.contains(&form));
        match text {
            Some(text) if has => found.push((form, text)),
            Some(_) => faults.push(Fault::UnknownForm {
                language: tag,
                key,
                form,
            }),
            None if has => faults.push(Fault::MissingForm {
                language: tag,
                key,
                form,
            }),
            None => {}
        }
    }
    (found, faults)
}

/// A key's line in a language's file.
fn line(forms: &[(&str, &str)], arguments: &[String]) -> String {
    let written = forms.iter().map(|(form, text)| {
        let numbered = text::numbered(text, arguments);
        if *form == "other" {
            numbered
        } else {
            format!("{form}:{numbered}")
        }
    });
    written.collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests;
