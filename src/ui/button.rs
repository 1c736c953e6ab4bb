//! What does a press of a button look like? One button for all, told apart by its rank.

use super::live::{drawn, live};
use leptos::prelude::*;

use super::icon::{IconShape, icon_or_nothing};

/// How much a button matters on its page or in its dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonRank {
    /// The one next step.
    Primary,
    /// Any other step.
    #[default]
    Secondary,
    /// A step beside the content, without a frame.
    Quiet,
    /// A step that cannot be undone.
    Danger,
}

impl ButtonRank {
    /// The value of `data-rank` that the style sheet knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// A button with a visible label.
///
/// While `busy` it keeps the focus and ignores presses, also those of a form's Enter key. `unusable` holds the reason why the step
/// cannot be taken: the button stays reachable and says it.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] on_pressed: Option<Callback<()>>,
    /// What it is called where the label alone doesn't tell it from others; begins with the label.
    #[prop(optional, into)]
    name: Signal<Option<String>>,
    #[prop(optional)] rank: ButtonRank,
    /// Submits the form around it instead of only calling `on_pressed`.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Shown instead of the label while busy, such as "Saving…".
    #[prop(optional, into)]
    busy_label: Option<Signal<String>>,
    #[prop(optional, into)] unusable: Signal<Option<String>>,
    #[prop(optional)] icon: Option<IconShape>,
    /// Takes the focus when a dialog opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let words = move || match busy_label {
        Some(said) if busy.get() => said.get(),
        _ => label.get(),
    };
    let pressed = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() || unusable.get_untracked().is_some() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(callback) = on_pressed {
            callback.run(());
        }
    };
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-rank=rank.name()
            aria-label=name
            aria-busy=live(move || busy.get().then_some("true"))
            aria-disabled=live(move || unusable.with(Option::is_some).then_some("true"))
            aria-description=unusable
            title=unusable
            autofocus=autofocus
            on:click=pressed
        >
            {icon_or_nothing(icon)}
            <span class="button-label">{drawn(words)}</span>
        </button>
    }
}
