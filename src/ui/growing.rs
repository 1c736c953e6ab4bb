//! How is much of a view drawn without holding the page up? What comes first at once, the rest in the frames after.

use leptos::prelude::*;

use super::focus::after_drawing;
use super::live::keyed;

/// So many parts by number, `few` of them per frame.
pub fn growing(total: usize, few: usize, draw: impl Fn(u32) -> AnyView + Send + Sync + 'static) -> AnyView {
    let shown = RwSignal::new(few.min(total));
    grow(shown, total, few);
    // Far fewer parts than an u32 counts.
    keyed(move || (0..shown.get() as u32).collect(), draw)
}

fn grow(shown: RwSignal<usize>, total: usize, few: usize) {
    if shown.get_untracked() < total {
        after_drawing(move || {
            // The view may be gone.
            let gone = shown.try_update(|shown| *shown = (*shown + few).min(total)).is_none();
            if !gone {
                grow(shown, total, few);
            }
        });
    }
}
