//! Step 2: what the file holds, by counts; what is left out and why; what stands in the way.

use std::sync::Arc;

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::destination::Confirmation;
use super::state::{ImportState, Preview};
use super::words;
use crate::model::import::report::Home;
use crate::model::import::{Destination, Outcome, Row};
use crate::text::format::{bytes, number};
use crate::text::isolated;
use crate::ui::{Badge, Banner, Card, Disclosure, Memo, Stat, Tone, foreign, growing};
use crate::{say, tr};

/// Problems listed; the rest is counted.
const LISTED: usize = 200;
/// Rows drawn at once; the rest follow a few per frame.
const FEW: usize = 10;

#[component]
pub fn PreviewStep(state: ImportState, preview: Arc<Preview>) -> impl IntoView {
    let outcome = {
        let preview = Arc::clone(&preview);
        Memo::new(move |_| {
            let most = state.client.with(|client| client.max_collections);
            state.destination.with(|destination| preview.outcome(destination, most))
        })
    };
    let client = move || state.client.with(|client| client.name.clone());
    let summary = {
        let preview = Arc::clone(&preview);
        move || outcome.with(|outcome| words::summary(&preview.report, outcome, &client()))
    };
    let file = {
        let preview = Arc::clone(&preview);
        move || {
            format!(
                "{} · {} · {}",
                isolated(&preview.file.name),
                bytes(preview.file.size),
                words::source(preview.report.source)
            )
        }
    };
    view! {
        <section class="stack">
            <div>
                <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.preview_title)}</h2>
                <p class="muted import-file">{drawn(file)}</p>
            </div>
            {draw_blocks(state, outcome)}
            <p class="import-summary">{drawn(summary)}</p>
            {draw_figures(&preview, outcome)}
            <div class="split">{draw_columns(state, preview, outcome)}</div>
        </section>
    }
}

/// One per frame.
fn draw_columns(state: ImportState, preview: Arc<Preview>, outcome: Memo<Outcome>) -> impl IntoView {
    growing(2, 1, move |column| {
        let preview = Arc::clone(&preview);
        if column > 0 {
            return view! { <Confirmation state preview outcome /> }.into_any();
        }
        view! {
            <div class="stack">
                {draw_notices(&preview, outcome)}
                {draw_problems(&preview)}
                {draw_losses(&preview)}
                {draw_kinds(&preview)}
                {draw_homes(state, &preview)}
            </div>
        }
        .into_any()
    })
}

fn draw_blocks(state: ImportState, outcome: Memo<Outcome>) -> impl IntoView {
    drawn(move || {
        let client = state.client.with(|client| client.name.clone());
        let blocks = outcome.with(|outcome| outcome.blocks.clone());
        (!blocks.is_empty()).then(|| {
            let said: Vec<_> = blocks
                .into_iter()
                .map(|block| view! { <p>{words::block(block, &client)}</p> })
                .collect();
            view! { <Banner title=tr!(import.blocked) tone=Tone::Danger live=true>{said}</Banner> }
        })
    })
}

fn draw_figures(preview: &Arc<Preview>, outcome: Memo<Outcome>) -> impl IntoView + use<> {
    let figure = move |of: fn(&Outcome) -> usize| derived(move || number(outcome.with(of)));
    let left_out = preview.report.behind();
    view! {
        <dl class="stat-grid">
            <Stat label=tr!(import.stat_items) value=figure(|outcome| outcome.items) />
            <Stat label=tr!(import.stat_new) value=figure(|outcome| outcome.new_collections) />
            <Stat label=tr!(import.stat_existing) value=figure(|outcome| outcome.existing_collections) />
            <Stat label=tr!(import.stat_left_out) value=derived(move || number(left_out)) />
        </dl>
    }
}

/// What a person should know though nothing stands in the way.
fn draw_notices(preview: &Arc<Preview>, outcome: Memo<Outcome>) -> impl IntoView + use<> {
    let preview = Arc::clone(preview);
    drawn(move || {
        let report = &preview.report;
        let unassigned = outcome.with(|outcome| outcome.unassigned);
        let mut notices = Vec::new();
        let mut add = |count: usize, words: &dyn Fn(usize, String) -> String| {
            if count > 0 {
                notices.push(words(count, number(count)));
            }
        };
        add(unassigned, &|count, n| {
            say!(import.notice_unassigned, count = count, n = n)
        });
        add(report.trashed as usize, &|count, n| {
            say!(import.notice_trashed, count = count, n = n)
        });
        add(report.duplicates as usize, &|count, n| {
            say!(import.notice_duplicates, count = count, n = n)
        });
        add(report.lost_homes as usize, &|count, n| {
            say!(import.notice_lost, count = count, n = n)
        });
        add(report.old_passwords_dropped as usize, &|count, n| {
            say!(import.notice_history, count = count, n = n)
        });
        add(report.attachments as usize, &|count, n| {
            say!(import.notice_attachments, count = count, n = n)
        });
        add(report.completed as usize, &|count, n| {
            say!(import.notice_completed, count = count, n = n)
        });
        add(report.halves as usize, &|count, n| {
            say!(import.notice_halves, count = count, n = n)
        });
        add(report.named.count as usize, &|count, n| {
            say!(
                import.notice_named,
                count = count,
                n = n,
                rows = words::rows(&report.named)
            )
        });
        add(report.unnamed.count as usize, &|count, n| {
            say!(
                import.notice_unnamed,
                count = count,
                n = n,
                rows = words::rows(&report.unnamed)
            )
        });
        let unheld = report.unheld();
        if unheld > 0 {
            let kinds = words::counted(&report.unheld);
            notices.insert(0, say!(import.notice_unheld, kinds = kinds));
        }
        let tone = if unassigned > 0 || unheld > 0 {
            Tone::Warning
        } else {
            Tone::Info
        };
        (!notices.is_empty()).then(|| {
            let said: Vec<_> = notices.into_iter().map(|notice| view! { <li>{notice}</li> }).collect();
            view! { <Banner title=tr!(import.notices) tone=tone><ul class="import-notices">{said}</ul></Banner> }
        })
    })
}

/// Rows that are left out.
fn draw_problems(preview: &Arc<Preview>) -> impl IntoView + use<> {
    let preview = Arc::clone(preview);
    let title = {
        let preview = Arc::clone(&preview);
        move || {
            let (count, problems) = (preview.report.problem_count as usize, &preview.report.problems);
            let rows = numbers(problems.iter().map(|problem| problem.row));
            say!(import.problems, count = count, n = number(count), rows = rows)
        }
    };
    let (named, count) = (preview.report.problems.len(), preview.report.problem_count);
    draw_rows(named, count as usize, title, tr!(import.problems_show), move |at| {
        preview.report.problems.get(at).map(words::problem)
    })
}

/// Rows of which parts are left out.
fn draw_losses(preview: &Arc<Preview>) -> impl IntoView + use<> {
    let preview = Arc::clone(preview);
    let title = {
        let preview = Arc::clone(&preview);
        move || {
            let (count, losses) = (preview.report.loss_count as usize, &preview.report.losses);
            let rows = numbers(losses.iter().map(|loss| loss.row));
            say!(import.losses, count = count, n = number(count), rows = rows)
        }
    };
    let (named, count) = (preview.report.losses.len(), preview.report.loss_count);
    draw_rows(named, count as usize, title, tr!(import.losses_show), move |at| {
        preview.report.losses.get(at).map(words::loss)
    })
}

/// So many rows with what is said of each.
fn draw_rows(
    named: usize,
    count: usize,
    title: impl Fn() -> String + Send + Sync + 'static,
    show: Signal<String>,
    said: impl Fn(usize) -> Option<String> + Send + Sync + 'static,
) -> impl IntoView {
    (named > 0).then(|| {
        let listed = named.min(LISTED);
        let rest = count - listed;
        let rest = (rest > 0).then(|| view! { <p class="muted">{say!(import.more, n = number(rest))}</p> });
        let rows = growing(listed, FEW, move |at| view! { <li>{said(at as usize)}</li> }.into_any());
        view! {
            <Banner title=derived(title) tone=Tone::Warning>
                <Disclosure label=show><ul class="import-problems" tabindex="0" aria-label=tr!(import.problems_rows)>{rows}</ul>{rest}</Disclosure>
            </Banner>
        }
    })
}

/// "3, 8, 12 …": the first few of such rows.
fn numbers(rows: impl ExactSizeIterator<Item = Row>) -> String {
    const FIRST: usize = 12;
    let more = if rows.len() > FIRST { " …" } else { "" };
    let first: Vec<String> = rows.take(FIRST).map(words::row).collect();
    format!("{}{more}", first.join(", "))
}

fn draw_kinds(preview: &Arc<Preview>) -> impl IntoView + use<> {
    let preview = Arc::clone(preview);
    let rows = move || {
        let kinds = words::kinds(&preview.report).into_iter();
        kinds
            .map(|(kind, count)| {
                view! {
                    <div>
                        <dt>{words::kind(kind)}</dt>
                        <dd>{number(count)}</dd>
                    </div>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <Card title=tr!(import.kinds_title)><dl class="import-counts">{drawn(rows)}</dl></Card> }
}

/// The file's collections, as long as they are used.
fn draw_homes(state: ImportState, preview: &Arc<Preview>) -> impl IntoView + use<> {
    let preview = Arc::clone(preview);
    drawn(move || {
        let used = state
            .destination
            .with(|destination| *destination == Destination::AsInFile);
        (used && !preview.report.homes.is_empty()).then(|| {
            let report = &preview.report;
            let listed = report.homes.len();
            let rest = (report.new_homes + report.existing_homes) as usize - listed;
            let list = Arc::clone(&preview);
            let rows = growing(listed, FEW, move |at| {
                list.report.homes.get(at as usize).map(draw_home).into_any()
            });
            let rest = (rest > 0).then(|| view! { <p class="muted">{say!(import.more, n = number(rest))}</p> });
            view! {
                <Card title=tr!(import.homes_title)><ul class="import-homes">{rows}</ul>{rest}</Card>
            }
        })
    })
}

fn draw_home(home: &Home) -> impl IntoView + use<> {
    let (label, tone) = if home.existing.is_some() {
        (tr!(import.home_existing), Tone::Neutral)
    } else {
        (tr!(import.home_new), Tone::Info)
    };
    view! {
        <li>
            <span class="import-home">{foreign(home.name.clone())}</span>
            <Badge label=label tone=tone />
            <span class="muted">{words::items(home.items as usize)}</span>
        </li>
    }
}
