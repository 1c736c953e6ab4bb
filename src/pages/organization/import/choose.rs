//! Step 1: a file is chosen or dropped, with help on where it comes from.

use crate::ui::live::derived;
use leptos::prelude::*;

use super::banners::draw_refused_file;
use super::draft::draw_draft;
use super::state::{Chosen, ImportState};
use crate::browser::file::File;
use crate::model::import::file::MAX_BYTES;
use crate::text::format;
use crate::ui::{Button, Card, Field, FileDrop, Progress};
use crate::{say, tr};

#[component]
pub fn ChooseStep(state: ImportState) -> impl IntoView {
    let chosen = derived(move || state.file.get().map(|file| file.name));
    view! {
        <div class="split">
            <section class="stack">
                <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.choose_title)}</h2>
                {draw_draft(state)}
                {draw_refused_file(state)}
                <Field
                    label=tr!(import.file_label)
                    hint=derived(move || say!(import.file_hint, most = format::bytes(MAX_BYTES)))
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

/// While the worker reads.
#[component]
pub fn ReadingStep(state: ImportState) -> impl IntoView {
    let size = move || {
        state
            .file
            .get()
            .map(|Chosen { size, .. }| format::bytes(size))
            .unwrap_or_default()
    };
    let name = move || state.file.get().map(|Chosen { name, .. }| name).unwrap_or_default();
    view! {
        <section class="stack import-narrow">
            <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.reading_title)}</h2>
            <Progress
                label=derived(move || say!(import.reading, file = name()))
                value=Signal::stored(None)
                text=derived(size)
            />
            <div class="form-actions"><Button label=tr!(common.cancel) on_pressed=move |()| state.start_over() /></div>
        </section>
    }
}
