//! A list as a person wants to see it: which columns in which order, and views saved under a name. Kept at the account's desk;
//! search, filters and order are in the address as ever.

use leptos::prelude::*;

use super::address::Address;
use super::tools::{Command, Tool, use_tools};
use crate::session::desk::View;
use crate::session::{Desk, Failure, use_desk};
use crate::text::explain::explain;
use crate::ui::{Announcer, Button, Column, Memo, Menu, MenuEntry, Sort, Toasts, use_announcer, use_toasts};
use crate::{say, tr};

/// Of the address, what belongs to one client or one moment and so to no view.
const NOT_IN_VIEWS: [&str; 2] = ["group", "open"];

/// A column by its name, and whether it always stays.
#[derive(Clone, Copy)]
pub struct ColumnName {
    pub key: &'static str,
    pub label: Signal<String>,
    pub stays: bool,
}

/// The list of the open page; a handle to copy around.
#[derive(Clone, Copy)]
pub struct ListView {
    /// Its name at the desk.
    pub list: &'static str,
    /// Its name on screen.
    pub title: Signal<String>,
    all: StoredValue<Vec<ColumnName>>,
    chosen: Memo<String>,
    address: Address,
    desk: Desk,
    toasts: Toasts,
    announcer: Announcer,
}

/// The view of a list with these columns. Once per page.
pub fn use_view<T>(list: &'static str, title: Signal<String>, address: Address, columns: &[Column<T>]) -> ListView {
    let names = columns.iter().map(|column| ColumnName {
        key: column.key(),
        label: column.label(),
        stays: column.names_row(),
    });
    let desk = use_desk();
    ListView {
        list,
        title,
        all: StoredValue::new(names.collect()),
        chosen: Memo::new(move |_| desk.with(|kept| kept.columns(list).to_owned())),
        address,
        desk,
        toasts: use_toasts(),
        announcer: use_announcer(),
    }
}

/// What is chosen, as keys; what a list doesn't have is left out, and the row's name is always there.
fn in_order(all: &[ColumnName], chosen: &str) -> Vec<&'static str> {
    let keys = all.iter().filter(|column| column.stays || chosen.is_empty());
    let mut keys: Vec<&'static str> = keys.map(|column| column.key).collect();
    for wanted in chosen.split(',') {
        if let Some(column) = all.iter().find(|column| column.key == wanted)
            && !keys.contains(&column.key)
        {
            keys.push(column.key);
        }
    }
    keys
}

impl ListView {
    /// Every column in its usual order.
    pub fn names(self) -> Vec<ColumnName> {
        self.all.get_value()
    }

    /// Every column, shown ones first and in their order; with whether it is shown. Tracked.
    pub fn columns(self) -> Vec<(ColumnName, bool)> {
        let chosen = self.chosen.get();
        self.all.with_value(|all| {
            let shown = in_order(all, &chosen);
            let first = shown
                .iter()
                .filter_map(|key| all.iter().find(|column| column.key == *key));
            let rest = all.iter().filter(|column| !shown.contains(&column.key));
            let first = first.map(|column| (*column, true));
            first.chain(rest.map(|column| (*column, false))).collect()
        })
    }

    /// The columns to draw, tracked.
    pub fn shown<T>(self, mut columns: Vec<Column<T>>) -> Vec<Column<T>> {
        let chosen = self.chosen.get();
        let keys = self.all.with_value(|all| in_order(all, &chosen));
        let place = |column: &Column<T>| keys.iter().position(|key| *key == column.key());
        columns.retain(|column| place(column).is_some());
        columns.sort_by_key(place);
        columns
    }

    /// The order that the address asks for, or the usual one where its column isn't shown.
    pub fn sort(self) -> Memo<Option<Sort>> {
        let wanted = self.address.sort("name");
        Memo::new(move |_| {
            let chosen = self.chosen.get();
            let keys = self.all.with_value(|all| in_order(all, &chosen));
            let sort = wanted.get();
            let shown = sort.filter(|sort| keys.contains(&sort.column.as_str()));
            Some(shown.unwrap_or_else(|| Sort::by("name")))
        })
    }

    /// Chooses the columns to show, in this order; none go back to the usual ones.
    pub fn choose(self, keys: &[&str]) -> Result<(), Failure> {
        let shown = keys.join(",");
        self.desk.change(|kept| kept.choose_columns(self.list, &shown))
    }

    /// Whether other columns than the usual ones, or another order, were chosen. Tracked.
    pub fn is_chosen(self) -> bool {
        self.chosen.with(|chosen| !chosen.is_empty())
    }

    /// The saved views, tracked.
    pub fn views(self) -> Vec<View> {
        self.desk.with(|kept| kept.views(self.list).cloned().collect())
    }

    /// The list as it is now, under a name.
    pub fn as_view(self, name: &str) -> View {
        View {
            list: self.list.to_owned(),
            name: name.to_owned(),
            query: self.address.written_without(&NOT_IN_VIEWS),
            columns: self.chosen.get_untracked(),
        }
    }

    /// Saves a view; one of the same name gives way to it.
    pub fn save(self, view: View) -> Result<(), Failure> {
        self.desk.change(|kept| kept.save_view(view))
    }

    /// Gives a view another name; false if another one has it.
    pub fn rename(self, name: &str, new: &str) -> Result<bool, Failure> {
        let mut free = true;
        self.desk.change(|kept| free = kept.rename_view(self.list, name, new))?;
        Ok(free)
    }

    pub fn delete(self, name: &str) -> Result<(), Failure> {
        self.desk.change(|kept| kept.delete_view(self.list, name))
    }

    /// Shows the list as a view has it.
    pub fn apply(self, view: &View) {
        let columns = view.columns.clone();
        match self.desk.change(|kept| kept.choose_columns(self.list, &columns)) {
            Ok(()) => {
                self.address.take_over(&view.query);
                self.announcer.announce(say!(desk.applied, name = view.name.clone()));
            }
            Err(failure) => self.toasts.error(explain(&failure).in_one_line()),
        }
    }

    /// What stands beside a list's title: its views, and its rows as a file.
    pub fn draw_actions(self, csv: Callback<()>) -> AnyView {
        view! {
            <div class="page-actions">
                {self.draw_menu()}
                <Button label=tr!(format.download_csv) icon=icondata_lu::LuDownload on_pressed=csv />
            </div>
        }
        .into_any()
    }

    /// The button with the saved views, and the way to change them.
    fn draw_menu(self) -> AnyView {
        let tools = use_tools();
        let entries = move |()| {
            let views = untrack(|| self.views());
            let mut entries: Vec<MenuEntry> = views
                .into_iter()
                .map(|view| MenuEntry::action(view.name.clone(), move || self.apply(&view)))
                .collect();
            if !entries.is_empty() {
                entries.push(MenuEntry::separator());
            }
            let open = MenuEntry::action(say!(desk.views_open), move || tools.open(Tool::Views(Box::new(self))));
            entries.push(open.icon(icondata_lu::LuColumns3));
            entries
        };
        view! { <Menu label=tr!(desk.views) icon=icondata_lu::LuColumns3 entries=entries /> }.into_any()
    }

    /// Offers in the palette what every list can do.
    pub fn offer(self, refresh: Callback<()>, csv: Callback<()>) {
        let tools = use_tools();
        let views = Callback::new(move |()| tools.open(Tool::Views(Box::new(self))));
        let command = |label, icon, run| Command { label, icon, run };
        tools.offer(vec![
            command(tr!(format.refresh), icondata_lu::LuRefreshCw, refresh),
            command(tr!(format.download_csv), icondata_lu::LuDownload, csv),
            command(tr!(desk.views_open), icondata_lu::LuColumns3, views),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{ColumnName, in_order};

    fn columns() -> Vec<ColumnName> {
        let column = |key, stays| ColumnName {
            key,
            label: Signal::stored(String::new()),
            stays,
        };
        vec![column("name", true), column("used", false), column("plan", false)]
    }

    #[test]
    fn nothing_chosen_is_everything_in_its_usual_order() {
        let owner = Owner::new();
        owner.with(|| assert_eq!(in_order(&columns(), ""), ["name", "used", "plan"]));
    }

    #[test]
    fn the_rows_name_stays_first_whatever_is_chosen_and_unknown_columns_are_left_out() {
        let owner = Owner::new();
        owner.with(|| {
            assert_eq!(in_order(&columns(), "plan,used,gone,plan"), ["name", "plan", "used"]);
            assert_eq!(in_order(&columns(), "gone"), ["name"]);
        });
    }
}
