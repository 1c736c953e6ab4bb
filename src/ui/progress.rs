//! How far is a long job? A bar with the share in words beside it.

use super::live::live;
use leptos::prelude::*;

/// A progress bar. `value` runs from 0 to 1; `None` means the end is not known. `text` is shown and read, such as "120 of 480 items".
#[component]
pub fn Progress(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    // Rounded down, as the texts do: all is done only when it is.
    let percent = move || value.get().map(|share| (share.clamp(0.0, 1.0) * 100.0).floor());
    view! {
        <div class="progress">
            <p class="progress-words" aria-hidden="true">
                <span>{label}</span>
                <span class="progress-text">{text}</span>
            </p>
            <div
                class="progress-track"
                role="progressbar"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=live(move || percent().map(|percent| percent.to_string()))
                aria-valuetext=text
                data-state=live(move || if value.get().is_some() { "known" } else { "unknown" })
            >
                <div class="progress-bar" style:--share=live(move || format!("{}%", percent().unwrap_or(100.0)))></div>
            </div>
        </div>
    }
}
