//! Step 4: the receipt, to read, print or keep as CSV.

use std::sync::Arc;

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::state::ImportState;
use super::words;
use crate::browser::{download, print};
use crate::model::csv;
use crate::model::import::Row;
use crate::model::import::receipt::Receipt;
use crate::place::{ConsolePage, Place};
use crate::text::format::{bytes, instant, number};
use crate::text::isolated;
use crate::ui::{Banner, Button, ButtonRank, LinkButton, Tone, foreign};
use crate::{say, tr};

#[component]
pub fn ReceiptStep(state: ImportState, receipt: Arc<Receipt>) -> impl IntoView {
    let title = {
        let receipt = Arc::clone(&receipt);
        move || {
            let count = receipt.outcome.items;
            if receipt.all_or_nothing {
                say!(import.done, count = count, n = number(count), client = &receipt.client)
            } else {
                say!(import.sent, count = count, n = number(count), client = &receipt.client)
            }
        }
    };
    let rows = {
        let receipt = Arc::clone(&receipt);
        move || {
            let lines = lines(&receipt).into_iter();
            lines
                .map(|(fact, value)| {
                    view! {
                        <div>
                            <dt>{fact}</dt>
                            <dd>{foreign(value)}</dd>
                        </div>
                    }
                })
                .collect::<Vec<_>>()
        }
    };
    let tone = if receipt.all_or_nothing {
        Tone::Success
    } else {
        Tone::Warning
    };
    let unseen = (!receipt.all_or_nothing).then(|| {
        let client = receipt.client.clone();
        let text = move || say!(import.sent_text, client = &client);
        view! { <p>{drawn(text)}</p> }
    });
    let managed = state.client.with_untracked(|client| client.admins_manage_all);
    let unmanaged = receipt.outcome.new_collections > 0 && !managed;
    let collections = move || {
        state
            .client
            .with(|client| Place::Console(client.id.clone(), ConsolePage::Collections).href())
    };
    let save = move |()| {
        let heading = vec![say!(import.receipt_field), say!(import.receipt_value)];
        let rows = lines(&receipt).into_iter().map(|(name, value)| vec![name, value]);
        let name = format!(
            "{}-{}.csv",
            say!(import.receipt_file),
            receipt.at.get(..10).unwrap_or_default()
        );
        download::save_text(
            &name,
            "text/csv;charset=utf-8",
            &csv::write(std::iter::once(heading).chain(rows)),
        );
    };
    view! {
        <section class="stack import-narrow import-receipt">
            <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.receipt_title)}</h2>
            <Banner title=derived(title) tone=tone>
                {unseen}
                <p>{tr!(import.cleared)}</p>
                {unmanaged.then(|| view! { <p>{tr!(import.unmanaged)}</p> })}
            </Banner>
            <dl class="import-facts">{drawn(rows)}</dl>
            <div class="form-actions">
                <Button label=tr!(import.save) rank=ButtonRank::Primary icon=icondata_lu::LuDownload on_pressed=save />
                <Button label=tr!(import.print) icon=icondata_lu::LuPrinter on_pressed=move |()| print::print() />
                <LinkButton label=tr!(import.to_collections) href=derived(collections) />
                <Button label=tr!(import.another) rank=ButtonRank::Quiet on_pressed=move |()| state.start_over() />
            </div>
        </section>
    }
}

/// Every line of a receipt.
fn lines(receipt: &Receipt) -> Vec<(String, String)> {
    let (report, outcome) = (&receipt.report, &receipt.outcome);
    let count = |value: u32| number(value);
    let mut rows = vec![
        (say!(import.fact_client), receipt.client.clone()),
        (say!(import.fact_when), instant(&receipt.at)),
        (say!(import.fact_by), receipt.by.clone()),
    ];
    if !receipt.approved_by.is_empty() {
        rows.push((say!(import.approved_by), receipt.approved_by.clone()));
    }
    rows.push((
        say!(import.fact_file),
        format!("{}, {}", isolated(&receipt.file), bytes(receipt.size)),
    ));
    rows.push((say!(import.fact_digest), report.sha256.clone()));
    rows.push((say!(import.fact_source), words::source(report.source)));
    let items = if receipt.all_or_nothing {
        say!(import.stat_items)
    } else {
        say!(import.fact_sent)
    };
    rows.push((items, number(outcome.items)));
    for (kind, count) in words::kinds(report) {
        rows.push((words::kind(kind), number(count)));
    }
    rows.push((say!(import.stat_new), number(outcome.new_collections)));
    rows.push((say!(import.stat_existing), number(outcome.existing_collections)));
    rows.push((say!(import.fact_unassigned), number(outcome.unassigned)));
    rows.push((say!(import.fact_left_out), count(report.left_out)));
    if report.left_out > 0 {
        let named = report.problems.iter().map(|problem| problem.row);
        rows.push((say!(import.fact_rows), named_rows(named, report.problem_count)));
    }
    if report.loss_count > 0 {
        let named = report.losses.iter().map(|loss| loss.row);
        rows.push((say!(import.fact_losses), named_rows(named, report.loss_count)));
    }
    if report.attachments > 0 {
        rows.push((say!(import.fact_attachments), count(report.attachments)));
    }
    rows.push((say!(import.fact_trashed), count(report.trashed)));
    for (kind, count) in words::occurring(&report.unheld) {
        let kind = words::kind(kind);
        rows.push((say!(import.fact_unheld, kind = kind), number(count)));
    }
    for (name, told) in [
        (say!(import.fact_named), &report.named),
        (say!(import.fact_unnamed), &report.unnamed),
    ] {
        if told.count > 0 {
            rows.push((name, number(told.count)));
        }
    }
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (receipt.took_ms / 1000.0).round().max(1.0) as i64;
    rows.push((say!(import.fact_took), say!(import.seconds, n = number(seconds))));
    rows
}

/// The rows that a report names, and how many more there are.
fn named_rows(named: impl ExactSizeIterator<Item = Row>, count: u32) -> String {
    let rest = count as usize - named.len();
    let named: Vec<String> = named.map(words::row).collect();
    let named = named.join(", ");
    if rest == 0 {
        return named;
    }
    format!("{named}. {}", say!(import.more, n = number(rest)))
}
