//! How words are said. Words live in `locales/`, one file per area and language; this module is the only one that
//! names the library behind them, so that it can be replaced in a day.
//!
//! `tr!(members.title)` is a `Signal<String>` that follows the chosen language; `say!(…)` is the `String` of now.
//! Arguments are values: `say!(common.seats, count = n)`; inside `tr!` they are read anew each time: `count = n.get()`.

pub mod explain;
pub mod format;

use std::cell::Cell;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

#[doc(hidden)]
#[allow(clippy::all, clippy::pedantic, missing_docs, mismatched_lifetime_syntaxes)]
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

#[doc(hidden)]
pub use leptos_i18n::td_string;
pub use words::i18n::Locale;

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
        .unwrap_or(Locale::en)
}

/// The BCP 47 tag of a language, for `lang` attributes and `Intl`.
pub fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::sv => "sv",
    }
}

/// The `String` of a key in the language of now.
#[macro_export]
macro_rules! say {
    ($($key:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::text::words::i18n;
        ::std::string::ToString::to_string(&$crate::text::td_string!($crate::text::locale(), $($key)*))
    }};
}

/// A `Signal<String>` of a key that follows the chosen language.
#[macro_export]
macro_rules! tr {
    ($($part:ident).+) => {
        $crate::text::follow(|| $crate::say!($($part).+))
    };
    ($($key:tt)*) => {
        $crate::text::follow_with(::std::boxed::Box::new(move || $crate::say!($($key)*)))
    };
}

/// One kind of signal for every plain text: a function each would cost the page's file its own copy of the machinery.
#[doc(hidden)]
pub fn follow(words: fn() -> String) -> Signal<String> {
    Signal::derive(words)
}

#[doc(hidden)]
pub fn follow_with(words: Box<dyn Fn() -> String + Send + Sync>) -> Signal<String> {
    Signal::derive(words)
}
