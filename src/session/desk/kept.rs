//! What can be kept, and how it changes. Pure: no storage, no keys.

use crate::api::ids::OrganizationId;
use crate::json::message;

/// Clients opened lately, at most.
const MOST_RECENT: usize = 10;

message! {
    /// Everything that one account keeps in one browser.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Kept {
        pub favourites: Vec<OrganizationId>,
        /// The latest first.
        pub recent: Vec<OrganizationId>,
        pub notes: Vec<Note>,
        pub columns: Vec<Columns>,
        pub views: Vec<View>,
    }
}

message! {
    /// A note on a client.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Note {
        pub client: OrganizationId,
        pub text: String,
    }
}

message! {
    /// The columns of a list that are shown, in their order.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Columns {
        pub list: String,
        pub shown: String,
    }
}

message! {
    /// A list as a person likes to see it, under a name of his own.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct View {
        pub list: String,
        pub name: String,
        /// Search, filters and order, as in the address.
        pub query: String,
        /// As in [`Columns`]; empty: the usual ones.
        pub columns: String,
    }
}

impl Kept {
    pub fn is_favourite(&self, client: &OrganizationId) -> bool {
        self.favourites.contains(client)
    }

    pub fn turn_favourite(&mut self, client: &OrganizationId) {
        if self.is_favourite(client) {
            self.favourites.retain(|other| other != client);
        } else {
            self.favourites.push(client.clone());
        }
    }

    /// A client was opened.
    pub fn visit(&mut self, client: &OrganizationId) {
        self.recent.retain(|other| other != client);
        self.recent.insert(0, client.clone());
        self.recent.truncate(MOST_RECENT);
    }

    /// The note on a client; empty when there is none.
    pub fn note(&self, client: &OrganizationId) -> &str {
        let note = self.notes.iter().find(|note| note.client == *client);
        note.map_or("", |note| note.text.as_str())
    }

    pub fn write_note(&mut self, client: &OrganizationId, text: &str) {
        self.notes.retain(|note| note.client != *client);
        if !text.is_empty() {
            self.notes.push(Note {
                client: client.clone(),
                text: text.to_owned(),
            });
        }
    }

    /// The chosen columns of a list; empty where none were chosen.
    pub fn columns(&self, list: &str) -> &str {
        let columns = self.columns.iter().find(|columns| columns.list == list);
        columns.map_or("", |columns| columns.shown.as_str())
    }

    /// Chooses columns; none go back to the usual ones.
    pub fn choose_columns(&mut self, list: &str, shown: &str) {
        self.columns.retain(|columns| columns.list != list);
        if !shown.is_empty() {
            self.columns.push(Columns {
                list: list.to_owned(),
                shown: shown.to_owned(),
            });
        }
    }

    /// The views of a list, in the order in which they were saved.
    pub fn views(&self, list: &str) -> impl Iterator<Item = &View> {
        self.views.iter().filter(move |view| view.list == list)
    }

    /// Saves a view; one of the same name gives way to it.
    pub fn save_view(&mut self, view: View) {
        match self.view_mut(&view.list, &view.name) {
            Some(before) => *before = view,
            None => self.views.push(view),
        }
    }

    /// Gives a view another name; false if another one has it.
    pub fn rename_view(&mut self, list: &str, name: &str, new: &str) -> bool {
        let free = name == new || self.view_mut(list, new).is_none();
        if free && let Some(view) = self.view_mut(list, name) {
            new.clone_into(&mut view.name);
        }
        free
    }

    pub fn delete_view(&mut self, list: &str, name: &str) {
        self.views.retain(|view| view.list != list || view.name != name);
    }

    fn view_mut(&mut self, list: &str, name: &str) -> Option<&mut View> {
        self.views
            .iter_mut()
            .find(|view| view.list == list && view.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: usize) -> OrganizationId {
        OrganizationId::parse(&format!("{number:08}-1111-1111-1111-111111111111")).unwrap()
    }

    fn view(name: &str, query: &str) -> View {
        View {
            list: "clients".to_owned(),
            name: name.to_owned(),
            query: query.to_owned(),
            columns: String::new(),
        }
    }

    #[test]
    fn the_client_opened_last_comes_first_and_only_ten_are_remembered() {
        let mut kept = Kept::default();
        for number in (0..12).chain([3]) {
            kept.visit(&client(number));
        }
        assert_eq!(kept.recent.len(), 10);
        assert_eq!(kept.recent[..2], [client(3), client(11)]);
    }

    #[test]
    fn a_favourite_turned_twice_is_none() {
        let mut kept = Kept::default();
        kept.turn_favourite(&client(1));
        assert!(kept.is_favourite(&client(1)) && !kept.is_favourite(&client(2)));
        kept.turn_favourite(&client(1));
        assert_eq!(kept, Kept::default());
    }

    #[test]
    fn an_emptied_note_leaves_nothing() {
        let mut kept = Kept::default();
        kept.write_note(&client(1), "Call Ingrid\nfirst");
        assert_eq!(
            (kept.note(&client(1)), kept.note(&client(2))),
            ("Call Ingrid\nfirst", "")
        );
        kept.write_note(&client(1), "");
        assert_eq!(kept, Kept::default());
    }

    #[test]
    fn a_view_replaces_one_of_its_name_and_takes_no_other_ones_name() {
        let mut kept = Kept::default();
        kept.save_view(view("Full", "state=full"));
        kept.save_view(view("Mine", "fav=1"));
        kept.save_view(view("Full", "state=full&sort=-used"));
        assert_eq!(kept.views("clients").count(), 2);
        assert_eq!(kept.views("members").count(), 0);
        assert!(!kept.rename_view("clients", "Mine", "Full"));
        assert!(kept.rename_view("clients", "Mine", "Ours"));
        kept.delete_view("clients", "Full");
        let names: Vec<&str> = kept.views("clients").map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["Ours"]);
    }

    #[test]
    fn choosing_no_columns_goes_back_to_the_usual_ones() {
        let mut kept = Kept::default();
        kept.choose_columns("clients", "used,plan");
        assert_eq!((kept.columns("clients"), kept.columns("members")), ("used,plan", ""));
        kept.choose_columns("clients", "");
        assert_eq!(kept, Kept::default());
    }
}
