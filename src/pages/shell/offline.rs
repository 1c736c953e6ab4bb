//! Is there a network? A bar over the content while there is none, and a short word when it is back.

use crate::ui::live::drawn;
use leptos::prelude::*;

use crate::browser::online::{Watch, is_online};
use crate::browser::{clock, intl};
use crate::text::{locale, tag};
use crate::ui::{Banner, Tone, use_toasts};
use crate::{say, tr};

/// The bar (ui/copy.md 7). Nothing while there is a network.
#[component]
pub(super) fn OfflineBar() -> impl IntoView {
    let toasts = use_toasts();
    // When the network went, in milliseconds since 1970 UTC.
    let gone = RwSignal::new((!is_online()).then(clock::now_ms));
    let watch = Watch::new(move |online| {
        if online {
            gone.try_set(None);
            toasts.info(say!(shell.online));
        } else {
            gone.try_set(Some(clock::now_ms()));
        }
    });
    // Kept for as long as the frame.
    StoredValue::new_local(watch);
    drawn(move || {
        let since = gone.get()?;
        let time = move || intl::instant(tag(locale()), since, true);
        Some(view! {
            <div class="offline">
                <Banner title=tr!(shell.offline_title) tone=Tone::Warning live=true>
                    <p>{drawn(move || say!(shell.offline_text, time = time()))}</p>
                </Banner>
            </div>
        })
    })
}
