//! The palette: a dialog with one field, and below it what is found (ui/interactions.md 8).

use std::time::Duration;

use leptos::prelude::*;

use super::entries::{Around, Entry, Run, folded, use_around};
use super::search::{Scope, best};
use crate::browser::intl;
use crate::json::ToJson;
use crate::pages::tools::use_tools;
use crate::session::use_session;
use crate::ui::focus::after_drawing;
use crate::ui::live::derived;
use crate::ui::{ComboGroup, ComboOption, Combobox, Dialog, use_announcer};
use crate::{say, tr};

/// At most so many of each kind are drawn: some fifty in all.
const MOST_CLIENTS: usize = 30;
const MOST_PLACES: usize = 8;
const MOST_ACTIONS: usize = 12;
const MOST_RECENT: usize = 5;
/// Its name among the drafts.
const DRAFT: &str = "palette";
const SETTLED: Duration = Duration::from_millis(500);

/// Entries with what is searched in them.
struct Heap {
    entries: Vec<Entry>,
    folded: Vec<String>,
}

impl Heap {
    fn of(entries: Vec<Entry>) -> Self {
        let folded = entries.iter().map(folded).collect();
        Self { entries, folded }
    }

    /// The best fitting ones under their heading; ordered against other groups by the best of them.
    fn found(&self, title: String, words: &str, most: usize) -> (u8, String, Vec<Entry>) {
        let found = best(&self.folded, words, most);
        let fit = found.first().map_or(u8::MAX, |(fit, _)| *fit);
        let entries = found.into_iter().map(|(_, place)| self.entries[place].clone());
        (fit, title, entries.collect())
    }
}

/// Everything there is to find, gathered when the palette opens.
struct Everything {
    around: Around,
    recent: Vec<Entry>,
    favourites: Vec<Entry>,
    clients: Heap,
    places: Heap,
    actions: Heap,
}

type Groups = Vec<(String, Vec<Entry>)>;

impl Everything {
    fn gather() -> Self {
        let around = use_around();
        let mut recent = around.recent();
        recent.truncate(MOST_RECENT);
        let mut favourites = around.favourites();
        favourites.truncate(MOST_CLIENTS);
        Self {
            around,
            recent,
            favourites,
            clients: Heap::of(around.clients()),
            places: Heap::of(around.places()),
            actions: Heap::of(around.actions()),
        }
    }

    fn find(&self, typed: &str) -> Groups {
        let (scope, words) = Scope::of(typed);
        let folded = intl::fold(words);
        let clients = || self.clients.found(say!(common.clients), &folded, MOST_CLIENTS);
        let places = || self.places.found(say!(palette.go_to), &folded, MOST_PLACES);
        let actions = |most| self.actions.found(say!(palette.actions), &folded, most);
        let plain = |(_, title, entries)| (title, entries);
        let mut groups = match scope {
            Scope::Everything if words.is_empty() => vec![
                (say!(palette.recent), self.recent.clone()),
                (say!(desk.favourites), self.favourites.clone()),
                (say!(palette.go_to), self.places.entries.clone()),
                (say!(palette.actions), self.actions.entries.clone()),
            ],
            Scope::Everything => {
                let mut groups = [clients(), places(), actions(MOST_ACTIONS)];
                groups.sort_by_key(|(fit, ..)| *fit);
                groups.map(plain).into()
            }
            Scope::Clients => vec![plain(clients())],
            Scope::Actions => vec![plain(actions(MOST_CLIENTS))],
            Scope::People => {
                let entry = self.around.people(words).filter(|_| !words.is_empty());
                vec![(say!(palette.people), entry.into_iter().collect())]
            }
            Scope::Help => vec![(say!(palette.letters), self.around.letters())],
        };
        groups.retain(|(_, entries)| !entries.is_empty());
        groups
    }
}

/// The dialog; drawn while it is open.
#[component]
pub fn Palette() -> impl IntoView {
    let tools = use_tools();
    let (session, announcer) = (use_session(), use_announcer());
    let draft = session.draft::<String>(DRAFT);
    let typed = RwSignal::new(draft.map(|(_, typed)| typed).unwrap_or_default());
    let groups = RwSignal::new(Vec::<ComboGroup>::new());
    let runs = StoredValue::new(Vec::<Run>::new());
    let everything = StoredValue::new(Everything::gather());
    let none = move || match typed.with(|typed| Scope::of(typed).0) {
        Scope::People => say!(palette.none_people),
        _ => say!(palette.none),
    };
    let say_count = move || {
        let count = runs.with_value(Vec::len);
        announcer.announce(if count == 0 {
            none()
        } else {
            say!(shell.matches, count = count)
        });
    };
    Effect::new(move |first: Option<()>| {
        let now = typed.get();
        session.keep_draft(DRAFT, (!now.is_empty()).then_some(&now as &dyn ToJson));
        let found = everything.with_value(|all| untrack(|| all.find(&now)));
        let all = found.iter().flat_map(|(_, entries)| entries);
        runs.set_value(all.map(|entry| entry.run.clone()).collect());
        groups.set(found.into_iter().map(group).collect());
        if first.is_some() {
            let settled = move || {
                if typed.try_with_untracked(|typed| *typed == now) == Some(true) {
                    say_count();
                }
            };
            set_timeout(settled, SETTLED);
        }
    });
    let close = move || {
        session.keep_draft(DRAFT, None);
        tools.close();
    };
    let chosen = move |number: u32| {
        let help = typed.with_untracked(|typed| Scope::of(typed).0 == Scope::Help);
        let letter = Scope::LETTERS.get(number as usize).filter(|_| help);
        if let Some((letter, _)) = letter {
            typed.set(letter.to_string());
        } else if let Some(run) = runs.with_value(|runs| runs.get(number as usize).cloned()) {
            close();
            // The focus goes back to where it was first: what runs may open something, or lead to another page.
            after_drawing(move || after_drawing(move || run()));
        }
    };
    view! {
        <Dialog open=true title=tr!(palette.title) on_close=move |()| close()>
            <Combobox label=tr!(palette.label) value=typed groups=groups none=derived(none) on_chosen=chosen />
        </Dialog>
    }
}

fn group((label, entries): (String, Vec<Entry>)) -> ComboGroup {
    let options: Vec<ComboOption> = entries.into_iter().map(|entry| entry.option).collect();
    ComboGroup { label, options }
}
