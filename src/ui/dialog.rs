//! How does a step of its own take the screen? A native modal dialog: focus stays in, Escape closes, focus returns.

use super::live::drawn;
use crate::ui::memo::Memo;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::announcer::draw_inside;
use super::focus::{after_drawing, find_in, focus, focused_near, give_back};
use super::icon::Icon;
use super::id::fresh_id;
use super::measure::watch_size;
use super::words::use_words;

/// How wide a dialog may become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogSize {
    /// A question.
    Small,
    /// A form.
    #[default]
    Medium,
    /// A table or a preview.
    Large,
}

impl DialogSize {
    fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// A modal dialog, drawn while `open` is true.
///
/// `on_close` is asked for by Escape and the close button; the page answers by setting `open` to false, or asks about unsaved input first.
/// With `on_submit` the whole dialog is a form. Focus goes to the element with `autofocus`, else to the first field, else (alert) to the
/// safest button, else to the title; it returns to where it was.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(optional, into)] on_submit: Option<Callback<()>>,
    /// An alert dialog: the body is its message and is read at once.
    #[prop(optional)]
    alert: bool,
    #[prop(optional)] size: DialogSize,
    /// Buttons: primary, secondary, then the destructive one apart.
    #[prop(optional, into)]
    footer: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let footer = StoredValue::new(footer);
    let inside = move || {
        let children = children.get_value();
        let footer = footer.get_value();
        DialogInside(DialogInsideProps {
            open,
            title,
            on_close,
            on_submit,
            alert,
            size,
            footer,
            children,
        })
        .into_any()
    };
    let shown = Memo::new(move |_| open.get());
    drawn(move || shown.get().then(inside))
}

#[component]
fn DialogInside(
    open: Signal<bool>,
    title: Signal<String>,
    on_close: Callback<()>,
    on_submit: Option<Callback<()>>,
    alert: bool,
    size: DialogSize,
    footer: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let words = use_words();
    let id = fresh_id("dialog");
    let title_id = format!("{id}-title");
    let body_id = format!("{id}-body");
    let node = NodeRef::<html::Dialog>::new();
    node.on_load(show);
    let escaped = move |event: web_sys::Event| {
        event.prevent_default();
        on_close.run(());
    };
    // A browser may close the dialog without asking, for instance on a second Escape.
    let closed = move |_| {
        if open.try_get_untracked() == Some(true) {
            on_close.run(());
            if open.try_get_untracked() == Some(true) {
                reopen(node);
            }
        }
    };
    let inner = view! {
        <header class="dialog-head">
            <h2 class="dialog-title" id=title_id.clone() tabindex="-1">{title}</h2>
            <button
                class="icon-button"
                type="button"
                aria-label=words.close
                title=words.close
                on:click=move |_| on_close.run(())
            >
                <Icon shape=icondata_lu::LuX />
            </button>
        </header>
        <div class="dialog-body" id=body_id.clone()>{children()}</div>
        <footer class="dialog-foot">{footer.run()}</footer>
    };
    let frame = match on_submit {
        Some(submit) => view! {
            <form
                class="dialog-frame"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit.run(());
                }
            >
                {inner}
            </form>
        }
        .into_any(),
        None => view! { <div class="dialog-frame">{inner}</div> }.into_any(),
    };
    view! {
        <dialog
            class="dialog"
            role=alert.then_some("alertdialog")
            aria-labelledby=title_id
            aria-describedby=alert.then_some(body_id)
            data-size=size.name()
            node_ref=node
            on:cancel=escaped
            on:close=closed
        >
            {frame}
            {draw_inside()}
        </dialog>
    }
}

fn reopen(node: NodeRef<html::Dialog>) {
    if let Some(dialog) = node.try_get_untracked().flatten()
        && !dialog.open()
    {
        // Fails only when the dialog left the document meanwhile; then there is nothing to reopen.
        dialog.show_modal().ok();
    }
}

/// Opens the dialog, places the focus, and arranges for its return.
fn show(dialog: HtmlDialogElement) {
    let before = focused_near(&dialog);
    // Fails only for a dialog outside the document; this one was just put in.
    dialog.show_modal().ok();
    let placed = dialog.clone();
    after_drawing(move || place_focus(&placed));
    if let Some(body) = find_in(&dialog, ".dialog-body") {
        let title = dialog.get_attribute("aria-labelledby").unwrap_or_default();
        watch_size(&body.clone(), move || be_reachable(&body, &title));
    }
    let held = SendWrapper::new((dialog, before));
    on_cleanup(move || {
        let (dialog, before) = held.take();
        dialog.close();
        after_drawing(move || give_back(before));
    });
}

/// A body that is higher than its room takes the focus, so that it is scrolled by keyboard whatever it holds. It goes on to: it may
/// have the focus when there is room again.
fn be_reachable(body: &HtmlElement, title: &str) {
    if body.scroll_height() > body.client_height() {
        body.set_tab_index(0);
        // Refused only for names that are none.
        body.set_attribute("role", "group").ok();
        body.set_attribute("aria-labelledby", title).ok();
    }
}

fn place_focus(dialog: &HtmlDialogElement) {
    const FIELDS: &str = ".dialog-body :is(input, select, textarea):not([type=hidden])";
    let target = find_in(dialog, "[autofocus]")
        .or_else(|| find_in(dialog, FIELDS))
        .or_else(|| {
            let alert = dialog.get_attribute("role").as_deref() == Some("alertdialog");
            alert
                .then(|| find_in(dialog, ".dialog-foot .button[data-rank=secondary]"))
                .flatten()
        })
        .or_else(|| find_in(dialog, ".dialog-title"));
    if let Some(target) = target {
        focus(&target);
    }
}
