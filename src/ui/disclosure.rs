//! How is detail kept out of the way until asked for? A button that shows and hides what follows it.

use super::live::live;
use leptos::prelude::*;

use super::icon::Icon;
use super::id::fresh_id;

/// A button with `aria-expanded` and the part it opens. The part stays in the document, hidden while closed.
#[component]
pub fn Disclosure(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] open_at_first: bool,
    children: Children,
) -> impl IntoView {
    let id = fresh_id("detail");
    let open = RwSignal::new(open_at_first);
    view! {
        <div class="disclosure" data-state=live(move || if open.get() { "open" } else { "closed" })>
            <button
                class="disclosure-button"
                type="button"
                aria-expanded=live(move || open.get().to_string())
                aria-controls=id.clone()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon shape=icondata_lu::LuChevronRight />
                <span>{label}</span>
            </button>
            <div class="disclosure-body" id=id hidden=live(move || !open.get())>{children()}</div>
        </div>
    }
}
