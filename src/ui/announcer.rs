//! How is a change told to someone who cannot see it? One polite live region that speaks short sentences.

use std::time::Duration;

use super::live::live;
use leptos::prelude::*;

/// Speaks through the page's polite live region. Get it with [`use_announcer`].
#[derive(Clone, Copy)]
pub struct Announcer {
    said: RwSignal<String>,
}

impl Announcer {
    /// Says `text` once, also when the same text was said before.
    pub fn announce(self, text: impl Into<String>) {
        let text = text.into();
        let Announcer { said } = self;
        said.try_set(String::new());
        // A live region speaks on change: it is emptied first, and filled when that was noticed.
        set_timeout(move || drop(said.try_set(text)), Duration::from_millis(60));
    }
}

/// Makes an announcer for everything below; called once by the app, which also draws [`AnnouncerRegion`].
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer {
        said: RwSignal::new(String::new()),
    };
    provide_context(announcer);
    announcer
}

/// The page's announcer.
pub fn use_announcer() -> Announcer {
    use_context::<Announcer>().expect("the app provides the announcer before it draws a page")
}

/// The live region itself: drawn once, at the end of the app, present from the start.
#[component]
pub fn AnnouncerRegion() -> impl IntoView {
    let announcer = use_announcer();
    view! { <div class="hidden-text" role="status" aria-live="polite" aria-atomic="true">{announcer.said}</div> }
}

/// The same inside a modal dialog: while it is open, nothing outside of it is told. Speaks only what is said from then on.
pub(super) fn draw_inside() -> Option<AnyView> {
    let said = use_context::<Announcer>()?.said;
    let mut later = false;
    let text = move || {
        let now = said.get();
        if std::mem::replace(&mut later, true) {
            now
        } else {
            String::new()
        }
    };
    Some(
        view! { <div class="hidden-text" role="status" aria-live="polite" aria-atomic="true">{live(text)}</div> }
            .into_any(),
    )
}
