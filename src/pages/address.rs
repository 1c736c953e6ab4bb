//! What a list keeps in the address: search, filters and order, so that a reload, the way back and a shared link bring
//! it back as it was.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::browser::address::{query, use_current_address};
use crate::ui::live::derived;
use crate::ui::{Memo, Sort};

type Values = BTreeMap<&'static str, String>;

/// Browsers refuse too many changes of the address, so typed words follow after a pause.
const PAUSE: Duration = Duration::from_millis(300);

/// The named values of the address. What is set counts at once; the address follows.
#[derive(Clone, Copy)]
pub struct Address {
    values: RwSignal<Values>,
    pending: StoredValue<Option<TimeoutHandle>>,
    write: StoredValue<SendWrapper<Rc<dyn Fn()>>>,
    names: &'static [&'static str],
}

/// The values under these names; an empty value is not in the address. Once per page.
pub fn use_address(names: &'static [&'static str]) -> Address {
    let current = use_current_address();
    let (path, written) = (current.path(), current.query());
    let own_path = path.get_untracked();
    let values = RwSignal::new(written.with_untracked(|written| read(names, written)));
    let write = {
        let own_path = own_path.clone();
        move || {
            // A late write of a page that was left would take the address of the next one away.
            if path.try_get_untracked().as_ref() != Some(&own_path) {
                return;
            }
            let Some(written) = written.try_get_untracked() else {
                return;
            };
            let mut pairs = query::parse(&written);
            pairs.retain(|(name, _)| !names.contains(&name.as_str()));
            values.with_untracked(|values| {
                let own = values.iter();
                pairs.extend(own.map(|(name, value)| ((*name).to_owned(), value.clone())));
            });
            current.navigate(&format!("{own_path}{}", query::print(&pairs)), true, false);
        }
    };
    let write: Rc<dyn Fn()> = Rc::new(write);
    let address = Address {
        values,
        pending: StoredValue::new(None),
        write: StoredValue::new(SendWrapper::new(write)),
        names,
    };
    // The way back, and links to this page with other values. A page that gives way to another one may still hear that
    // one's query: it has another path.
    Effect::new(move |_| {
        let now = written.with(|written| read(names, written));
        if path.get_untracked() == own_path && values.with_untracked(|values| *values != now) {
            address.forget_pending();
            values.set(now);
        }
    });
    on_cleanup(move || address.forget_pending());
    address
}

/// The values of a query under these names, the last one where a name comes twice.
fn read(names: &[&'static str], written: &str) -> Values {
    let pairs = query::parse(written);
    let value = |name: &str| Some(pairs.iter().rev().find(|(other, _)| other == name)?.1.clone());
    let found = names.iter().filter_map(|name| Some((*name, value(name)?)));
    found.filter(|(_, value)| !value.is_empty()).collect()
}

impl Address {
    /// The value under a name, empty when there is none. Tracked as one memo.
    pub fn value(self, name: &'static str) -> Memo<String> {
        Memo::new(move |_| self.values.with(|values| values.get(name).cloned().unwrap_or_default()))
    }

    /// Everything that chooses rows, as one text that changes with any of it. Tracked.
    pub fn chosen(self) -> Signal<String> {
        derived(move || {
            self.values.with(|values| {
                let choosing = values.iter().filter(|(name, _)| !matches!(**name, "sort" | "open"));
                choosing.map(|(name, value)| format!("{name}={value}&")).collect()
            })
        })
    }

    /// A choice: counts at once, in the address too.
    pub fn set(self, name: &'static str, value: &str) {
        self.keep(name, value);
        self.write_now();
    }

    /// Typed words: count at once, in the address after a pause.
    pub fn typed(self, name: &'static str, value: &str) {
        self.keep(name, value);
        self.forget_pending();
        let later = set_timeout_with_handle(move || self.write_now(), PAUSE);
        self.pending.try_set_value(later.ok());
    }

    /// Takes all these values away.
    pub fn clear(self, names: &[&'static str]) {
        self.values
            .try_update(|values| values.retain(|name, _| !names.contains(name)));
        self.write_now();
    }

    /// Everything but what is named, as a query to be kept elsewhere.
    pub fn written_without(self, left_out: &[&str]) -> String {
        let pairs = self.values.with_untracked(|values| {
            let left = values.iter().filter(|(name, _)| !left_out.contains(name));
            left.map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect::<Vec<_>>()
        });
        query::print(&pairs).trim_start_matches('?').to_owned()
    }

    /// Takes over a query that was kept elsewhere, in place of all values.
    pub fn take_over(self, written: &str) {
        self.values.try_set(read(self.names, written));
        self.write_now();
    }

    /// The order kept under `sort`; ascending by `column` when there is none.
    pub fn sort(self, column: &'static str) -> Memo<Option<Sort>> {
        let value = self.value("sort");
        Memo::new(move |_| value.with(|text| Sort::from_param(text).or_else(|| Some(Sort::by(column)))))
    }

    /// Keeps an order under `sort`.
    pub fn set_sort(self, sort: &Sort) {
        self.set("sort", &sort.to_param());
    }

    fn keep(self, name: &'static str, value: &str) {
        self.values.try_update(|values| {
            if value.is_empty() {
                values.remove(name);
            } else {
                values.insert(name, value.to_owned());
            }
        });
    }

    fn write_now(self) {
        self.forget_pending();
        if let Some(write) = self.write.try_with_value(|write| Rc::clone(write)) {
            write();
        }
    }

    fn forget_pending(self) {
        if let Some(Some(handle)) = self.pending.try_update_value(Option::take) {
            handle.clear();
        }
    }
}
