//! How is a password entered? Hidden, with a toggle that shows it; paste and password managers work.

use super::live::{drawn, live};
use leptos::{html, prelude::*};

use super::field::use_field;
use super::icon::Icon;
use super::words::use_words;

/// A password inside a [`Field`](super::Field). `autocomplete` is `current-password` or `new-password`.
#[component]
pub fn PasswordInput(
    value: RwSignal<String>,
    #[prop(default = "current-password")] autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_left: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let words = use_words();
    let field = use_field();
    let shown = RwSignal::new(false);
    view! {
        <div class="input-group">
            <input
                class="input"
                id=field.control_id()
                type=live(move || if shown.get() { "text" } else { "password" })
                name="password"
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                autofocus=autofocus
                required=field.required
                aria-invalid=live(move || field.invalid())
                aria-describedby=live(move || field.described_by())
                node_ref=node_ref
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=move |_| {
                    if let Some(callback) = on_left {
                        callback.run(());
                    }
                }
            />
            <button
                class="icon-button"
                type="button"
                aria-label=words.show_password
                title=words.show_password
                aria-pressed=live(move || shown.get().to_string())
                aria-controls=field.control_id()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {drawn(move || {
                    let shape = if shown.get() { icondata_lu::LuEyeOff } else { icondata_lu::LuEye };
                    view! { <Icon shape /> }
                })}
            </button>
        </div>
    }
}
