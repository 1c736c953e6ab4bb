//! The page on paper.

use leptos::prelude::*;

use super::listener::Listener;

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Whether the page is being put on paper, to read, until the cleanup of who asks. What is drawn in answer is on the paper:
/// the browser takes its picture after the effects have run.
pub fn printing() -> RwSignal<bool> {
    let printing = RwSignal::new(false);
    if let Some(window) = web_sys::window() {
        for (kind, now) in [("beforeprint", true), ("afterprint", false)] {
            let heard = move |_| {
                printing.try_set(now);
            };
            Listener::until_cleanup(window.clone().into(), kind, Box::new(heard));
        }
    }
    printing
}
