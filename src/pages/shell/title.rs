//! What the tab is called, and where the focus goes when a page comes up: for every page, here and nowhere else.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::{document, report};
use crate::model::directory::Directory;
use crate::pages::console_page::page_name;
use crate::pages::context::brand_name;
use crate::place::Place;
use crate::say;
use crate::text::isolated;
use crate::ui::Memo;

/// A page's heading may wait for a part that is drawn a little later; after this many looks it is given up.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Names the tab "Page – Client – Provider Portal" and, when the path changes (not when its query does), moves the focus to
/// the page's `h1`, which is in the main part and has `tabindex="-1"`. Reading the heading is what announces the page.
pub(super) fn follow_pages(path: RwSignal<String>, directory: Memo<Directory>) {
    Effect::new(move |_| {
        let title = directory.with(|directory| path.with(|path| title(path, directory)));
        document::set_title(&title);
    });
    Effect::new(move |_| path.with(|path| report_page(path)));
    Effect::new(move |_| {
        path.track();
        request_animation_frame(|| focus_heading(LOOKS));
    });
}

/// For the report of a crash. A mistyped address isn't told: it could hold anything.
fn report_page(path: &str) {
    match Place::parse(path) {
        Some(place) => report::page(&report::pattern(&place.path())),
        None => report::page("unknown"),
    }
}

fn focus_heading(looks: u32) {
    if !document::focus_in_place(document::HEADING) && looks > 0 {
        set_timeout(move || focus_heading(looks - 1), BETWEEN_LOOKS);
    }
}

/// The whole title of an address, in the language in use.
fn title(path: &str, directory: &Directory) -> String {
    let place = Place::parse(path);
    let inside = Place::client_of(path);
    let client = inside.as_ref().and_then(|id| directory.organization(id));
    let page = match place {
        _ if inside.is_some() && client.is_none() => {
            match inside.as_ref().and_then(|id| directory.mere_membership(id)) {
                Some(client) => say!(shell.not_admin_title, client = client),
                None => say!(shell.gone_title),
            }
        }
        Some(Place::Home) => say!(shell.home),
        Some(Place::Clients(_)) => say!(common.clients),
        Some(Place::Console(_, page)) => page_name(page),
        Some(Place::Items(_) | Place::OwnItems) => say!(items.tab),
        None => say!(shell.not_found_title),
    };
    let parts = [Some(page), client.map(|client| client.name.clone()), Some(brand_name())];
    let parts: Vec<String> = parts.iter().flatten().map(|part| isolated(part)).collect();
    parts.join(" – ")
}

#[cfg(test)]
mod tests {
    use super::title;
    use crate::model::directory::Directory;

    const ID: &str = "11111111-1111-1111-1111-111111111111";
    const MEMBER: &str = "33333333-3333-3333-3333-333333333333";
    const OTHER: &str = "22222222-2222-2222-2222-222222222222";

    fn title_of(path: &str) -> String {
        let text = format!(
            r#"{{"id":"{ID}","email":"a@b.example","organizations":[
              {{"id":"{ID}","name":"Berg","enabled":true,"status":2,"type":0}},
              {{"id":"{MEMBER}","name":"Dal","enabled":true,"status":2,"type":2}}]}}"#
        );
        title(path, &Directory::of(&crate::json::from_str(&text).unwrap()))
    }

    #[test]
    fn a_title_names_page_client_and_product() {
        assert_eq!(
            title_of(&format!("/organizations/{ID}/members")),
            "Members – Berg – Provider Portal"
        );
        assert_eq!(title_of("/"), "Start – Provider Portal");
    }

    #[test]
    fn a_client_that_runs_the_other_way_does_not_turn_the_title() {
        let text = format!(
            r#"{{"id":"{ID}","email":"a@b.example","organizations":[
              {{"id":"{ID}","name":"Berg\u202e","enabled":true,"status":2,"type":0}}]}}"#
        );
        let directory = Directory::of(&crate::json::from_str(&text).unwrap());
        assert_eq!(
            title(&format!("/organizations/{ID}/members"), &directory),
            "Members – \u{2068}Berg\u{202e}\u{2069} – Provider Portal"
        );
    }

    #[test]
    fn a_title_says_nothing_of_a_client_the_person_may_not_open() {
        assert_eq!(
            title_of(&format!("/organizations/{OTHER}/members")),
            "You have no access to this client – Provider Portal"
        );
        assert_eq!(
            title_of(&format!("/organizations/{MEMBER}/members")),
            "You don’t administer Dal – Provider Portal"
        );
    }
}
