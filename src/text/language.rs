//! Which language the page speaks, now and everywhere.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    En,
    Sv,
}

impl Locale {
    /// In the order in which `crates/words` has them.
    pub const ALL: [Self; 2] = [Self::En, Self::Sv];

    /// The language of a tag as [`tag`] gives it.
    pub fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| self::tag(*locale) == tag)
    }
}

/// The BCP 47 tag of a language, for `lang` attributes and `Intl`.
pub fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "en",
        Locale::Sv => "sv",
    }
}

/// The language in use; given by the app at its root.
#[derive(Clone, Copy)]
pub struct Language(pub RwSignal<Locale>);

thread_local! {
    /// The app's language for code without an owner: what follows an `await` in a spawned task finds no context.
    static APP_LANGUAGE: Cell<Option<Language>> = const { Cell::new(None) };
}

/// Makes the language known to everything, below the present owner and in tasks; called once by the app.
pub fn provide_language(language: Language) {
    APP_LANGUAGE.set(Some(language));
    provide_context(language);
}

/// The language in use, tracked where something can track it. English where no app is around (tests of single widgets).
pub fn locale() -> Locale {
    use_context::<Language>()
        .or_else(|| APP_LANGUAGE.get())
        .and_then(|language| match Observer::get() {
            Some(_) => language.0.try_get(),
            None => language.0.try_get_untracked(),
        })
        .unwrap_or(Locale::En)
}
