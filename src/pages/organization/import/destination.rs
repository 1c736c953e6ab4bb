//! Where the items go, who approved it, and the button that begins.

use std::sync::Arc;

use crate::ui::live::derived;
use leptos::prelude::*;

use super::state::{ImportState, Preview};
use super::words;
use crate::model::directory::Via;
use crate::model::import::{Destination, Existing, Outcome};
use crate::text::format::number;
use crate::ui::{Button, ButtonRank, Card, Checkbox, Field, Memo, Select, SelectOption, TextInput};
use crate::{say, tr};

const AS_IN_FILE: &str = "file";
const NOWHERE: &str = "none";

#[component]
pub fn Confirmation(state: ImportState, preview: Arc<Preview>, outcome: Memo<Outcome>) -> impl IntoView {
    // Members import into their own organization: there is no customer to ask.
    let needs_approval = state
        .client
        .with_untracked(|client| matches!(client.via, Via::Provider { .. }));
    let client = move || state.client.with(|client| client.name.clone());
    let in_the_way = derived(move || {
        if let Some(block) = outcome.with(|outcome| outcome.blocks.first().copied()) {
            return Some(words::block(block, &client()));
        }
        (needs_approval && !state.approved.get()).then(|| say!(import.approval_missing))
    });
    let confirm = {
        let preview = Arc::clone(&preview);
        move |()| state.confirm(Arc::clone(&preview))
    };
    let label = move || {
        let count = outcome.with(|outcome| outcome.items);
        say!(import.confirm, count = count, n = number(count), client = client())
    };
    let once = if preview.abilities.all_or_nothing {
        tr!(import.once)
    } else {
        tr!(import.once_apart)
    };
    let approval = needs_approval.then(|| {
        view! {
            <Checkbox
                checked=state.approved
                label=derived(move || say!(import.approved, client = client()))
            />
            <Field label=tr!(import.approved_by) hint=tr!(import.approved_hint)>
                <TextInput value=state.approved_by maxlength=200 />
            </Field>
        }
    });
    view! {
        <Card title=tr!(import.go_title)>
            <div class="form">
                {draw_select(state, &preview)}
                {approval}
                // The button says it too.
                <p class="import-reason" aria-hidden="true">{in_the_way}</p>
                <div class="form-actions import-confirm">
                    <Button
                        label=derived(label)
                        rank=ButtonRank::Primary
                        unusable=in_the_way
                        on_pressed=confirm
                    />
                    <Button label=tr!(import.other_file) on_pressed=move |()| state.start_over() />
                </div>
                <p class="field-hint">{once}</p>
            </div>
        </Card>
    }
}

/// A destination by the name it has among the options.
pub(super) fn name_of(destination: &Destination) -> String {
    match destination {
        Destination::AsInFile => AS_IN_FILE.to_owned(),
        Destination::One(existing) => existing.id.to_string(),
        Destination::Nowhere => NOWHERE.to_owned(),
    }
}

/// The destination of such a name; a collection that is gone is none.
pub(super) fn destination_named(name: &str, existing: &[Existing]) -> Destination {
    match (name, existing.iter().find(|each| each.id.as_str() == name)) {
        (_, Some(existing)) => Destination::One(existing.clone()),
        (NOWHERE, _) => Destination::Nowhere,
        _ => Destination::AsInFile,
    }
}

fn draw_select(state: ImportState, preview: &Arc<Preview>) -> impl IntoView + use<> {
    let value = derived(move || state.destination.with(name_of));
    let existing = preview.existing.clone();
    let has_folders = preview.report.source.has_folders();
    let options = {
        let existing = existing.clone();
        derived(move || {
            let option = |value: &str, label: String| SelectOption {
                value: value.to_owned(),
                label,
            };
            let as_in_file = if has_folders {
                say!(import.to_folders)
            } else {
                say!(import.to_file)
            };
            let mut options = vec![option(AS_IN_FILE, as_in_file), option(NOWHERE, say!(import.to_none))];
            let mut one: Vec<SelectOption> = existing
                .iter()
                .map(|each| option(each.id.as_str(), say!(import.to_one, name = &each.name)))
                .collect();
            one.sort_by_cached_key(|option| option.label.to_lowercase());
            options.extend(one);
            options
        })
    };
    let choose = move |value: String| state.destination.set(destination_named(&value, &existing));
    view! {
        <Field label=tr!(import.destination) hint=tr!(import.destination_hint)>
            <Select value=value options=options on_chosen=choose />
        </Field>
    }
}
