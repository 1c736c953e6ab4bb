//! The shortcuts (ui/interactions.md 9): with Control everywhere, single keys where nobody types and the person hasn't turned
//! them off. Every one of them has a button, link or menu entry as well.

use leptos::prelude::*;

use super::page::Whereabouts;
use crate::browser::address::{CurrentAddress, use_current_address};
use crate::browser::keys::Press;
use crate::browser::{clock, document};
use crate::model::directory::{Directory, Via};
use crate::pages::console_page::SHORTCUTS;
use crate::pages::context::{Choices, use_choices, use_directory};
use crate::pages::tools::{Tool, Tools};
use crate::place::{ConsolePage, Place};
use crate::ui::Memo;

/// The second of two keys must come within this time.
const PAIR_MS: f64 = 1_500.0;
/// The regions that F6 goes through: what takes the focus in each.
const REGIONS: [(&str, &str); 4] = [
    (".app-bar", ".app-bar a, .app-bar button"),
    (".app-nav", ".app-nav a"),
    ("#content", document::HEADING),
    (".toasts", ".toast button"),
];

/// What hears the keys; a handle to copy around.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    here: Memo<Whereabouts>,
    tools: Tools,
    directory: Memo<Directory>,
    choices: Choices,
    address: CurrentAddress,
    /// When `g` was pressed.
    began: StoredValue<f64>,
}

impl Keys {
    pub fn new(here: Memo<Whereabouts>, tools: Tools) -> Self {
        Self {
            here,
            tools,
            directory: use_directory(),
            choices: use_choices(),
            address: use_current_address(),
            began: StoredValue::new(0.0),
        }
    }

    /// Does what a key stands for; false where it stands for nothing.
    pub fn heard(self, press: &Press) -> bool {
        if press.modal {
            return false;
        }
        if press.command {
            return self.palette(press);
        }
        if press.key == "F6" && press.plain {
            return document::focus_next_region(&REGIONS, press.shift);
        }
        press.plain && !press.typing && self.choices.single_keys_now() && self.single(&press.key)
    }

    fn palette(self, press: &Press) -> bool {
        let asked = press.key.eq_ignore_ascii_case("k") && !press.shift;
        if asked {
            self.tools.open(Tool::Palette);
        }
        asked
    }

    fn single(self, key: &str) -> bool {
        let now = clock::now_ms();
        let second = self
            .began
            .try_update_value(std::mem::take)
            .is_some_and(|began| now - began < PAIR_MS);
        if second {
            return self.go(key);
        }
        match key {
            "?" => {
                self.tools.open(Tool::Shortcuts);
                true
            }
            "/" => document::focus("[data-search]"),
            "g" => {
                self.began.set_value(now);
                true
            }
            "j" => document::focus_next_row(true),
            "k" => document::focus_next_row(false),
            "o" => document::press_row(),
            _ => false,
        }
    }

    fn go(self, key: &str) -> bool {
        let page = SHORTCUTS
            .iter()
            .find(|(letter, _)| *letter == key)
            .map(|(_, page)| *page);
        let place = self.here.with_untracked(|here| match (here, page) {
            (Whereabouts::Client(client, _), Some(page)) => {
                let there = page != ConsolePage::Groups || client.use_groups;
                there.then(|| Place::Console(client.id.clone(), page))
            }
            (Whereabouts::Client(client, _), None) if key == "c" => Some(match &client.via {
                Via::Provider { id, .. } => Place::Clients(id.clone()),
                Via::Membership => Place::Home,
            }),
            (_, None) if key == "c" => self.directory.with_untracked(|all| {
                let first = all.providers.first();
                Some(first.map_or(Place::Home, |provider| Place::Clients(provider.id.clone())))
            }),
            _ => None,
        });
        if let Some(place) = &place {
            self.address.navigate(&place.href(), false, true);
        }
        place.is_some()
    }
}
