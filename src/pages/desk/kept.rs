//! What this account keeps in this browser: how much, who can read it, and the way to be rid of it.

use leptos::prelude::*;

use crate::pages::tools::use_tools;
use crate::session::Failure;
use crate::session::desk::Kept;
use crate::session::use_desk;
use crate::text::explain::explain;
use crate::text::format;
use crate::ui::focus::after_drawing;
use crate::ui::live::drawn;
use crate::ui::{Banner, Button, ButtonRank, Dialog, Tone, use_announcer};
use crate::{browser::document, say, tr};

/// The dialog; drawn while it is open.
#[component]
pub fn KeptDialog() -> impl IntoView {
    let (tools, desk, announcer) = (use_tools(), use_desk(), use_announcer());
    let asking = RwSignal::new(false);
    let close = move |()| tools.close();
    let ask = move |on: bool| {
        asking.set(on);
        // The buttons have changed under the focus.
        after_drawing(|| {
            document::focus("dialog .dialog-foot button:last-child");
        });
    };
    let forget = move |()| {
        desk.forget();
        announcer.announce(say!(desk.forgotten));
        ask(false);
    };
    let empty = move || !desk.is_unreadable() && desk.with(|kept| *kept == Kept::default());
    let footer = move || {
        if asking.get() {
            return view! {
                <Button label=tr!(desk.forget_sure) rank=ButtonRank::Danger on_pressed=forget />
                <Button label=tr!(common.cancel) on_pressed=move |()| ask(false) />
            }
            .into_any();
        }
        let forget = (!empty()).then(|| view! { <Button label=tr!(desk.forget) on_pressed=move |()| ask(true) /> });
        view! {
            {forget}
            <Button label=tr!(common.close) rank=ButtonRank::Primary on_pressed=close />
        }
        .into_any()
    };
    let body = move || {
        if desk.is_unreadable() {
            return draw_unreadable();
        }
        desk.with(draw_counts)
    };
    view! {
        <Dialog open=true title=tr!(desk.title) on_close=close footer=move || drawn(footer)>
            <p>{tr!(desk.where_)}</p>
            {drawn(body)}
            {drawn(move || asking.get().then(|| view! { <p role="alert"><strong>{say!(desk.forget_ask)}</strong></p> }))}
        </Dialog>
    }
}

/// In place of what doesn't open.
fn draw_unreadable() -> AnyView {
    let words = explain(&Failure::DeskUnreadable);
    let text = words.text();
    view! { <Banner title=words.title tone=Tone::Warning>{text}</Banner> }.into_any()
}

fn draw_counts(kept: &Kept) -> AnyView {
    let line = |label: String, count: usize| view! { <div><dt>{label}</dt><dd>{format::number(count)}</dd></div> };
    view! {
        <dl class="shortcut-list">
            {line(say!(desk.favourites), kept.favourites.len())}
            {line(say!(palette.recent), kept.recent.len())}
            {line(say!(desk.notes), kept.notes.len())}
            {line(say!(desk.views_saved), kept.views.len())}
            {line(say!(desk.columns_chosen), kept.columns.len())}
        </dl>
    }
    .into_any()
}
