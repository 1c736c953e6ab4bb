//! How is much of a view drawn without holding the page up? What comes first at once, the rest in the frames after.

use leptos::prelude::*;

use super::focus::after_drawing;
use super::live::keyed;
use crate::ui::memo::Memo;

/// So many parts by number, `few` of them per frame.
pub fn growing(total: usize, few: usize, draw: impl Fn(u32) -> AnyView + Send + Sync + 'static) -> AnyView {
    let here = portions_in_frames(move || total.div_ceil(few));
    // Far fewer parts than an u32 counts.
    let numbers = move || (0..(here.get() * few).min(total) as u32).collect();
    keyed(numbers, draw)
}

/// How many of so many portions are there: the first at once, and one more in each frame.
pub(super) fn portions_in_frames(wanted: impl Fn() -> usize + Send + Sync + 'static) -> Memo<usize> {
    let here = RwSignal::new(1_usize);
    let wanted = Memo::new(move |_| wanted());
    Effect::new(move |_| {
        if here.get() < wanted.get() {
            after_drawing(move || {
                // The view may be gone.
                here.try_update(|here| *here += 1);
            });
        }
    });
    Memo::new(move |_| here.get().min(wanted.get()))
}
