//! What the person chose for this browser, or the browser for him: language, colours, and whether single keys are shortcuts.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{boot, document, words};
use crate::say;
use crate::session::storage::{change_preferences, load_preferences};
use crate::text::{Language, Locale, is_loaded, load, provide_language, tag};
use crate::ui::{Toasts, use_toasts};

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
    /// The language in use, or the one whose words are on their way.
    wanted: RwSignal<Locale>,
    theme: RwSignal<Theme>,
    single_keys: RwSignal<bool>,
    toasts: Toasts,
}

impl Choices {
    /// The language in use, tracked.
    pub fn language(self) -> Locale {
        self.language.get()
    }

    /// What a list of languages shows as chosen, tracked.
    pub fn wanted_language(self) -> Locale {
        self.wanted.get()
    }

    /// The colours in use, tracked.
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    /// Changes the language once its words are here; the page stays as it is until then, and if they don't come.
    pub fn choose_language(self, language: Locale) {
        self.change_language(language, true);
    }

    /// The same for a host, which chooses for its own page and nowhere else.
    pub fn follow_language(self, language: Locale) {
        self.change_language(language, false);
    }

    fn change_language(self, language: Locale, keep: bool) {
        self.wanted.set(language);
        if is_loaded(language) {
            self.speak(language, keep);
            return;
        }
        spawn_local(async move {
            let words = words::fetch(tag(language)).await;
            let loaded = words.is_some_and(|words| load(language, words));
            // Another choice since then is the one that counts.
            if self.wanted.try_get_untracked() != Some(language) {
                return;
            }
            if loaded {
                self.speak(language, keep);
            } else {
                self.wanted.set(self.language.get_untracked());
                self.toasts.error(match language {
                    Locale::En => say!(common.language_failed, language = say!(common.english)),
                    Locale::Sv => say!(common.language_failed, language = say!(common.swedish)),
                });
            }
        });
    }

    pub fn choose_theme(self, theme: Theme) {
        change_preferences(&|kept| kept.theme = theme.name().map(str::to_owned));
        self.follow_theme(theme);
    }

    /// The same for a host.
    pub fn follow_theme(self, theme: Theme) {
        self.theme.set(theme);
    }

    /// Whether single keys are shortcuts, tracked.
    pub fn single_keys(self) -> bool {
        self.single_keys.get()
    }

    /// The same, as it is now.
    pub fn single_keys_now(self) -> bool {
        self.single_keys.get_untracked()
    }

    pub fn choose_single_keys(self, on: bool) {
        change_preferences(&|kept| kept.single_keys = Some(on));
        self.single_keys.set(on);
    }

    fn speak(self, language: Locale, keep: bool) {
        if keep {
            change_preferences(&|kept| kept.language = Some(tag(language).to_owned()));
        }
        self.language.set(language);
    }
}

/// Takes over what was chosen, and keeps the document's language and colours in step. Called once by the app, below its
/// toasts.
pub fn provide_choices() -> Choices {
    let kept = load_preferences();
    let theme = boot::text("theme").or(kept.theme);
    let language = first_language();
    let choices = Choices {
        language: RwSignal::new(language),
        wanted: RwSignal::new(language),
        theme: RwSignal::new(Theme::of(theme.as_deref())),
        single_keys: RwSignal::new(kept.single_keys.unwrap_or(true)),
        toasts: use_toasts(),
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

/// The language that the boot script chose, with the words it fetched meanwhile.
fn first_language() -> Locale {
    let first = words::first().and_then(|(tag, words)| {
        let language = Locale::of(&tag)?;
        load(language, words).then_some(language)
    });
    first.unwrap_or(Locale::En)
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn an_unknown_stored_theme_follows_the_system() {
        assert_eq!(Theme::of(Some("sepia")), Theme::System);
        assert_eq!(Theme::of(Some("dark")), Theme::Dark);
        assert_eq!(Theme::of(None), Theme::System);
    }
}
