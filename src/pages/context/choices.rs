//! What the person chose for this browser, or the browser for him: language and colours.

use leptos::prelude::*;

use crate::browser::document;
use crate::session::storage::{Preferences, load_preferences, save_preferences};
use crate::text::{Language, Locale, provide_language, tag};

/// Which colours the page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has them.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The stored name; the system's choice has none.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Reads the stored name.
    pub fn of(name: Option<&str>) -> Self {
        let named = |theme: &Self| theme.name() == name;
        Self::ALL.into_iter().find(named).unwrap_or_default()
    }
}

/// The choices; changing one changes the page at once and is kept for this browser.
#[derive(Clone, Copy)]
pub struct Choices {
    language: RwSignal<Locale>,
    theme: RwSignal<Theme>,
    /// As stored; a language that was never chosen keeps following the browser.
    kept: StoredValue<Preferences>,
}

impl Choices {
    /// The language in use, tracked.
    pub fn language(self) -> Locale {
        self.language.get()
    }

    /// The colours in use, tracked.
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    pub fn choose_language(self, language: Locale) {
        self.kept
            .update_value(|kept| kept.language = Some(tag(language).to_owned()));
        self.kept.with_value(save_preferences);
        self.language.set(language);
    }

    pub fn choose_theme(self, theme: Theme) {
        self.kept
            .update_value(|kept| kept.theme = theme.name().map(str::to_owned));
        self.kept.with_value(save_preferences);
        self.theme.set(theme);
    }
}

/// Takes over what was chosen, and keeps the document's language and colours in step. Called once by the app.
pub fn provide_choices() -> Choices {
    let kept = load_preferences();
    let wanted = kept.language.iter().cloned().chain(document::preferred_languages());
    let choices = Choices {
        language: RwSignal::new(best(wanted)),
        theme: RwSignal::new(Theme::of(kept.theme.as_deref())),
        kept: StoredValue::new(kept),
    };
    provide_language(Language(choices.language));
    provide_context(choices);
    Effect::new(move |_| document::set_language(tag(choices.language())));
    Effect::new(move |_| document::set_theme(choices.theme().name()));
    choices
}

/// The choices of the page.
pub fn use_choices() -> Choices {
    expect_context()
}

/// The first language of the list that the page speaks; English where it speaks none.
fn best(wanted: impl Iterator<Item = String>) -> Locale {
    let speaks = |wanted: String| {
        let wanted = wanted.to_ascii_lowercase();
        let language = wanted.split('-').next().unwrap_or_default();
        [Locale::en, Locale::sv]
            .into_iter()
            .find(|locale| tag(*locale) == language)
    };
    wanted.into_iter().find_map(speaks).unwrap_or(Locale::en)
}

#[cfg(test)]
mod tests {
    use super::{Theme, best};
    use crate::text::Locale;

    #[test]
    fn the_first_language_that_the_page_speaks_is_taken() {
        let of = |tags: &[&str]| best(tags.iter().map(|&tag| tag.to_owned()));
        assert!(of(&["de-DE", "sv-SE", "en"]) == Locale::sv);
        assert!(of(&["en-GB", "sv"]) == Locale::en);
        assert!(of(&["de"]) == Locale::en);
    }

    #[test]
    fn an_unknown_stored_theme_follows_the_system() {
        assert_eq!(Theme::of(Some("sepia")), Theme::System);
        assert_eq!(Theme::of(Some("dark")), Theme::Dark);
        assert_eq!(Theme::of(None), Theme::System);
    }
}
