//! The person's own note on the client: kept in this browser with every key, sealed, and seen by nobody else.

use leptos::html;
use leptos::prelude::*;

use crate::model::directory::OrganizationEntry;
use crate::session::{Failure, use_desk};
use crate::text::explain::explain;
use crate::text::format;
use crate::ui::focus::focus;
use crate::ui::live::{derived, drawn};
use crate::ui::{Banner, Button, Card, Field, Memo, TextArea, Tone, use_announcer};
use crate::{say, tr};

const LONGEST: u32 = 4_000;

/// The card with the note; in place of one that doesn't open, the reason.
pub(super) fn draw_note(client: Memo<OrganizationEntry>) -> AnyView {
    let desk = use_desk();
    let readable = Memo::new(move |_| !desk.is_unreadable());
    let inside = move || {
        if readable.get() {
            draw_field(client)
        } else {
            let words = explain(&Failure::DeskUnreadable);
            let text = words.text();
            view! { <Banner title=words.title tone=Tone::Warning>{text}</Banner> }.into_any()
        }
    };
    view! { <div class="note"><Card title=tr!(desk.note)>{drawn(inside)}</Card></div> }.into_any()
}

fn draw_field(client: Memo<OrganizationEntry>) -> AnyView {
    let (desk, announcer) = (use_desk(), use_announcer());
    let id = StoredValue::new(client.with_untracked(|client| client.id.clone()));
    let area = NodeRef::<html::Textarea>::new();
    let failure = RwSignal::new(None::<Failure>);
    let changed = RwSignal::new(false);
    // What was cleared last, until something is typed.
    let cleared = RwSignal::new(None::<String>);
    let text = derived(move || id.with_value(|id| desk.with(|kept| kept.note(id).to_owned())));
    let empty = move || text.with(String::is_empty);
    let keep = move |text: &str| {
        let kept = id.with_value(|id| desk.change(|kept| kept.write_note(id, text)));
        changed.try_set(kept.is_ok());
        failure.try_set(kept.err());
    };
    let typed = move |text: String| {
        cleared.set(None);
        keep(&text);
    };
    let left = move |()| {
        if changed.get_untracked() {
            announcer.announce(say!(desk.note_kept));
        }
    };
    let focus_text = move || {
        if let Some(area) = area.get_untracked() {
            focus(&area);
        }
    };
    let clear = move |()| {
        cleared.set(Some(text.get_untracked()));
        keep("");
        announcer.announce(say!(desk.note_cleared));
        focus_text();
    };
    let bring_back = move |()| {
        if let Some(before) = cleared.try_update(Option::take).flatten() {
            keep(&before);
            focus_text();
        }
    };
    let button = move || {
        if !empty() {
            return view! { <Button label=tr!(desk.note_clear) on_pressed=clear /> }.into_any();
        }
        let undo = cleared.with(Option::is_some);
        undo.then(|| view! { <Button label=tr!(desk.undo) on_pressed=bring_back /> })
            .into_any()
    };
    let error = derived(move || failure.with(|failure| failure.as_ref().map(|failure| explain(failure).in_one_line())));
    let state = move || {
        let length = text.with(|text| text.chars().count());
        let count = say!(
            desk.note_length,
            n = format::number(length),
            most = format::number(LONGEST)
        );
        if failure.with(Option::is_none) && changed.get() {
            format!("{} · {count}", say!(desk.note_kept))
        } else {
            count
        }
    };
    view! {
        <Field label=tr!(desk.note_label, client = client.with(|client| client.name.clone())) hint=tr!(desk.note_hint) error=error>
            <TextArea value=text maxlength=LONGEST on_changed=typed on_left=left node_ref=area />
        </Field>
        <div class="note-foot">
            <span class="muted">{drawn(state)}</span>
            {drawn(button)}
        </div>
    }
    .into_any()
}
