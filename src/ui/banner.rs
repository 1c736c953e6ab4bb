//! How is something said that concerns the whole page? A bar at its top that stays until it is settled.

use leptos::prelude::*;

use super::icon::Icon;
use super::tone::Tone;
use super::words::use_words;

/// A message over a page's content. `live` announces it when it appears; leave it off for one that is there from the start.
#[component]
pub fn Banner(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] live: bool,
    /// Buttons or links that settle it.
    #[prop(optional, into)]
    actions: ViewFn,
    #[prop(optional, into)] on_dismissed: Option<Callback<()>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = use_words();
    let role = match (live, tone) {
        (true, Tone::Danger) => "alert",
        (true, _) => "status",
        (false, _) => "region",
    };
    let dismiss = on_dismissed.map(|callback| {
        view! {
            <button
                class="icon-button"
                type="button"
                aria-label=words.dismiss
                title=words.dismiss
                on:click=move |_| callback.run(())
            >
                <Icon shape=icondata_lu::LuX />
            </button>
        }
    });
    view! {
        <section class="banner" data-tone=tone.name() role=role aria-label=title>
            <Icon shape=tone.shape() />
            <div class="banner-words">
                <p class="banner-title"><span class="hidden-text">{tone.word(words)}": "</span>{title}</p>
                {children.map(|children| view! { <div class="banner-body">{children()}</div> })}
            </div>
            <div class="banner-actions">{actions.run()}{dismiss}</div>
        </section>
    }
}
