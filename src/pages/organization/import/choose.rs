//! Step 1: a file is chosen or dropped, with help on where it comes from.

use crate::ui::live::derived;
use leptos::prelude::*;

use super::banners::draw_refused_file;
use super::draft::draw_draft;
use super::state::ImportState;
use crate::browser::file::File;
use crate::model::import::file::MAX_BYTES;
use crate::model::server::Abilities;
use crate::text::format;
use crate::ui::{Card, Field, FileDrop};
use crate::{say, tr};

#[component]
pub fn ChooseStep(state: ImportState) -> impl IntoView {
    let chosen = derived(move || state.file.get().map(|file| file.name));
    let open = state.session.require_open().ok();
    let body = open.and_then(|open| Abilities::of(open.server).largest_body);
    let hint = move || match body {
        Some(most) => say!(import.file_hint_body, most = format::bytes(most)),
        None => say!(import.file_hint, most = format::bytes(MAX_BYTES)),
    };
    view! {
        <div class="split">
            <section class="stack">
                <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.choose_title)}</h2>
                {draw_draft(state)}
                {draw_refused_file(state)}
                <Field
                    label=tr!(import.file_label)
                    hint=derived(hint)
                >
                    <FileDrop
                        accept=".json,.csv"
                        chosen=chosen
                        on_chosen=move |file: File| state.choose(file)
                        on_removed=move |()| state.start_over()
                    />
                </Field>
            </section>
            <Card title=tr!(import.help_title)>
                <dl class="import-help">
                    <dt>{tr!(import.help_json)}</dt>
                    <dd>{tr!(import.help_json_text)}</dd>
                    <dt>{tr!(import.help_csv)}</dt>
                    <dd>{tr!(import.help_csv_text)}</dd>
                    <dt>{tr!(import.help_other)}</dt>
                    <dd>{tr!(import.help_other_text)}</dd>
                    <dt>{tr!(import.help_delete)}</dt>
                    <dd>{tr!(import.help_delete_text)}</dd>
                </dl>
            </Card>
        </div>
    }
}
