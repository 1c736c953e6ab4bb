//! What the list pages share: the messages in a table's place, the announcement of a filter's effect, the age of what is
//! shown, the order of the language, and files for people.

use std::time::Duration;

use crate::ui::live::{derived, drawn, live};
use leptos::prelude::*;

use super::address::Address;
use super::context::use_choices;
use super::kept::Kept;
use crate::browser::slices::{self, Slices};
use crate::browser::{clock, document, download, intl};
use crate::model::collection::compare_paths;
use crate::model::{csv, search};
use crate::session::Failure;
use crate::text::explain::explain;
use crate::text::{format, joined, locale, tag};
use crate::ui::focus::after_drawing;
use crate::ui::id::fresh_id;
use crate::ui::{
    Banner, Button, Disclosure, EmptyState, IconButton, IconShape, SearchField, Tone, foreign, use_announcer,
};
use crate::{say, tr};

/// Stands for a number until it is known, so that nothing moves when it comes, and no zero is told that isn't one.
pub const UNKNOWN: &str = "–";

/// How many there are, once that is known.
pub fn count(known: bool, count: usize) -> String {
    if known {
        format::number(count)
    } else {
        UNKNOWN.to_owned()
    }
}

/// After "Try again" the title may come with a part that is drawn a little later; after this many looks it is given up.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);
/// Between two looks at the clock for an age that is shown, in milliseconds.
const AGE_STEP: i32 = 20_000;

/// Gives the focus to the title of what is open, where it was lost with the button that had it.
fn focus_title_if_lost(looks: u32) {
    let lost = document::focus_is_lost();
    if lost
        && !document::focus_in_place("dialog:modal .dialog-title")
        && !document::focus_in_place(document::HEADING)
        && looks > 0
    {
        set_timeout(move || focus_title_if_lost(looks - 1), BETWEEN_LOOKS);
    }
}

/// "Try again" that says to those who only hear it what is tried: there may be several on a page.
fn draw_again(what: Signal<String>, busy: Signal<bool>, again: Callback<()>) -> AnyView {
    let name = derived(move || Some(say!(common.try_again_what, what = what.get())));
    let pressed = move |()| {
        again.run(());
        after_drawing(|| focus_title_if_lost(LOOKS));
    };
    view! { <Button label=tr!(common.try_again) name=name busy=busy on_pressed=pressed /> }.into_any()
}

fn draw_details(technical: Option<String>) -> Option<AnyView> {
    let technical = technical?;
    let details = view! {
        <div class="failure-details">
            <Disclosure label=tr!(common.details)><p class="mono">{foreign(technical)}</p></Disclosure>
        </div>
    };
    Some(details.into_any())
}

/// What stands in a table's place when its rows could not be read; `what` names them.
pub fn draw_failure(failure: &Failure, what: Signal<String>, again: Callback<()>) -> AnyView {
    let words = explain(failure);
    let text = words.text();
    view! {
        <div role="alert">
            <EmptyState
                icon=icondata_lu::LuCircleAlert
                title=words.title
                text=derived(move || text.clone())
                actions=move || draw_again(what, Signal::stored(false), again)
            />
            {draw_details(words.technical)}
        </div>
    }
    .into_any()
}

/// Over a list that could not be brought up to date; `what` names it. Without a list the failure stands in the table's place
/// instead.
pub fn draw_stale_over<T: Send + Sync + 'static>(kept: Kept<T>, what: Signal<String>) -> AnyView {
    let failure = derived(move || kept.failure.get().filter(|_| kept.is_here()));
    let again = Callback::new(move |()| kept.again());
    draw_failed(failure, kept.refreshing(), again, tr!(format.stale), what)
}

/// A banner for a part of the page that failed while the rest is shown; `title` says so, `what` names the part.
pub fn draw_part_failure<T: Send + Sync + 'static>(
    kept: Kept<T>,
    title: Signal<String>,
    what: Signal<String>,
) -> AnyView {
    let failure = derived(move || kept.failure.get());
    let again = Callback::new(move |()| kept.again());
    draw_failed(failure, kept.refreshing(), again, title, what)
}

fn draw_failed(
    failure: Signal<Option<Failure>>,
    refreshing: Signal<bool>,
    again: Callback<()>,
    title: Signal<String>,
    what: Signal<String>,
) -> AnyView {
    let announcer = use_announcer();
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        if refreshing.get() || asked.try_update_value(std::mem::take) != Some(true) {
            return;
        }
        if failure.with_untracked(Option::is_some) {
            // The banner stays as it is, which nobody hears.
            announcer.announce(title.get_untracked());
        } else {
            after_drawing(|| focus_title_if_lost(LOOKS));
        }
    });
    let pressed = Callback::new(move |()| {
        asked.set_value(true);
        again.run(());
    });
    let banner = move || {
        let words = explain(&failure.get()?);
        let retry = move || draw_again(what, refreshing, pressed);
        let text = format!("{}. {}", words.title, words.text());
        let details = draw_details(words.technical);
        Some(view! {
            <Banner title=title tone=Tone::Warning live=true actions=retry>
                {text} {details}
            </Banner>
        })
    };
    drawn(banner).into_any()
}

/// The search over a list: its words are in the address, and `/` goes there.
pub fn draw_search(label: Signal<String>, address: Address) -> AnyView {
    let choices = use_choices();
    view! {
        <SearchField
            label=label
            value=address.value("q")
            on_changed=move |text: String| address.typed("q", &text)
            shortcut=derived(move || choices.single_keys())
        />
    }
    .into_any()
}

/// What stands in a table's place when a search or filter leaves nothing.
pub fn draw_no_match(title: String, searching: bool, clear: Callback<()>) -> AnyView {
    let label = if searching {
        tr!(format.clear_search)
    } else {
        tr!(format.clear_filters)
    };
    view! {
        <EmptyState
            icon=icondata_lu::LuSearchX
            title=title
            actions=move || {
                let pressed = move |()| {
                    clear.run(());
                    // The button goes with the message.
                    document::focus("[data-search]");
                };
                view! { <Button label=label on_pressed=pressed /> }
            }
        />
    }
    .into_any()
}

/// What stands in a table's place when nothing is left under the chosen filter, but something would be under another; `show`
/// chooses that one.
pub fn draw_elsewhere(title: String, text: Option<String>, label: Signal<String>, show: Callback<()>) -> AnyView {
    let actions = move || {
        let pressed = move |()| {
            show.run(());
            // The button goes with the message.
            document::focus("[data-search]");
        };
        view! { <Button label=label on_pressed=pressed /> }
    };
    let text = text.unwrap_or_default();
    view! {
        <EmptyState icon=icondata_lu::LuSearchX title=title text=derived(move || text.clone()) actions=actions />
    }
    .into_any()
}

/// What stands in a table's place when there is nothing yet, without a next step.
pub fn draw_empty(icon: IconShape, title: String, text: Option<String>) -> AnyView {
    match text {
        Some(text) => view! { <EmptyState icon=icon title=title text=derived(move || text.clone()) /> }.into_any(),
        None => view! { <EmptyState icon=icon title=title /> }.into_any(),
    }
}

/// Says "12 of 40 shown" half a second after a filter has changed what is shown; `loaded` is said once the list is here.
pub fn announce_shown(shown: Signal<usize>, total: Signal<Option<usize>>, loaded: fn(usize) -> String) {
    let announcer = use_announcer();
    Effect::new(move |before: Option<Option<(usize, usize)>>| {
        let now = total.get().map(|total| (shown.get(), total));
        let said = match (before.flatten(), now) {
            (None, Some((_, total))) => Some(loaded(total)),
            (Some(before), Some(now)) if before != now => Some(say!(
                format.shown,
                n = format::number(now.0),
                total = format::number(now.1)
            )),
            _ => None,
        };
        if let Some(said) = said {
            let settled = move || {
                let still = now.is_some_and(|(count, _)| shown.try_get_untracked() == Some(count));
                if still {
                    announcer.announce(said.clone());
                }
            };
            set_timeout(settled, Duration::from_millis(500));
        }
        now
    });
}

/// The end of a list's tools: "12 of 40 shown", and the button that reads everything anew.
pub fn draw_tools_end(
    shown: Signal<usize>,
    total: Signal<usize>,
    kept: (Signal<Option<f64>>, Signal<bool>),
    refresh: Callback<()>,
) -> AnyView {
    let (as_of, refreshing) = kept;
    let announcer = use_announcer();
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        // The first reading and repeated attempts speak for themselves.
        if !refreshing.get() && asked.try_update_value(std::mem::take) == Some(true) {
            announcer.announce(say!(format.updated));
        }
    });
    // Before a list is here, and where it could not be read, there is nothing to count.
    let words = move || match total.get() {
        0 => String::new(),
        total => say!(
            format.shown,
            n = format::number(shown.get()),
            total = format::number(total)
        ),
    };
    let pressed = move |()| {
        asked.set_value(true);
        refresh.run(());
    };
    view! {
        <div class="toolbar-end">
            {draw_age(as_of)}
            <span>{drawn(words)}</span>
            <span class="refresh" data-busy=live(move || refreshing.get().then_some(""))>
                <IconButton name=tr!(format.refresh) shape=icondata_lu::LuRefreshCw on_pressed=pressed />
            </span>
        </div>
    }
    .into_any()
}

/// Hands rows to the person as `<owner>-<what>-<date>.csv`.
pub fn save_csv(owner: &str, what: &str, rows: impl IntoIterator<Item = Vec<String>>) {
    let name = csv::file_name(&intl::fold(owner), what, &format::file_date(clock::now_ms()));
    download::save_text(&name, "text/csv;charset=utf-8", &csv::write(rows));
}

/// The collation of the language in use, tracked.
pub fn order() -> intl::Order {
    intl::Order::of(tag(locale()))
}

/// The place of each text in the order of the language, found in slices; equal texts share a place.
pub async fn ranks(texts: impl Iterator<Item = &str>) -> Vec<u32> {
    let mut slices = Slices::begin();
    let mut paths = Vec::new();
    for text in texts {
        paths.push(vec![text.into()]);
        slices.turn().await;
    }
    ranks_of_paths(paths).await
}

/// The same of paths: what is nested follows what it stands inside.
pub async fn ranks_of_paths(paths: Vec<Vec<intl::Held>>) -> Vec<u32> {
    let order = untrack(order);
    let compare = |a: u32, b: u32| {
        let (a, b) = (&paths[a as usize], &paths[b as usize]);
        compare_paths(a, b, |a, b| order.compare_held(a, b))
    };
    let sorted = slices::sorted(u32::try_from(paths.len()).unwrap_or(u32::MAX), &compare).await;
    let mut slices = Slices::begin();
    let mut places = search::Places::of(sorted.len());
    for number in sorted {
        places.next(number, &|a, b| compare(a, b).is_eq());
        slices.turn().await;
    }
    places.done()
}

/// When what is shown was read, as long as a newer answer is due: "As of 10:32 (5 min ago)".
pub fn draw_age(as_of: Signal<Option<f64>>) -> AnyView {
    let now = RwSignal::new(clock::now_ms());
    let ticking = StoredValue::new_local(None);
    Effect::new(move |_| {
        now.set(clock::now_ms());
        let due = as_of.with(Option::is_some);
        let tick = move || {
            now.try_set(clock::now_ms());
        };
        ticking.set_value(due.then(|| clock::Interval::every(AGE_STEP, tick)));
    });
    let words = move || {
        let at = as_of.get()?;
        // What was read after the last tick is not older than now.
        #[allow(clippy::cast_possible_truncation)]
        let minutes = ((now.get() - at).max(0.0) / 60_000.0) as i64;
        let time = format::time(at);
        let said = match minutes {
            0 => say!(format.as_of_now, time = time),
            _ => say!(format.as_of, time = time, minutes = format::number(minutes)),
        };
        Some(view! { <span class="age">{said}</span> })
    };
    drawn(words).into_any()
}

/// The first three names, and the rest behind a button that shows them all.
pub fn draw_names(names: &[String]) -> AnyView {
    const FIRST: usize = 3;
    let Some(first) = names.get(..names.len().min(FIRST)).filter(|first| !first.is_empty()) else {
        return ().into_any();
    };
    let first = joined(first);
    let more = names.len().saturating_sub(FIRST);
    let rest = (more > 0).then(|| {
        let id = fresh_id("names");
        let all: Vec<_> = names
            .iter()
            .map(|name| view! { <li>{foreign(name.clone())}</li> })
            .collect();
        view! {
            <button class="names-more" type="button" popovertarget=id.clone()>
                {say!(format.more, n = format::number(more))}
            </button>
            <ul class="names-all" id=id popover="auto">{all}</ul>
        }
    });
    view! { <span class="names"><span class="names-first" title=first.clone()>{first.clone()}</span>{rest}</span> }
        .into_any()
}
