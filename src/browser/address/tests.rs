use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::CurrentAddress;

/// An address in memory, and what its host was told.
fn hosted(start: &str, base: &str) -> (Owner, CurrentAddress, Rc<RefCell<Vec<String>>>) {
    let owner = Owner::new();
    let told = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&told);
    let address = owner.with(|| {
        let tell = move |address: &str, replaced: bool| {
            let mark = if replaced { "=" } else { "" };
            heard.borrow_mut().push(format!("{mark}{address}"));
        };
        CurrentAddress::in_memory(start, base, Box::new(tell))
    });
    (owner, address, told)
}

fn shown(address: CurrentAddress) -> (String, String) {
    (address.path().get_untracked(), address.query().get_untracked())
}

fn is(path: &str, query: &str) -> (String, String) {
    (path.to_owned(), query.to_owned())
}

#[test]
fn an_address_is_shown_as_path_and_query() {
    let (_owner, address, _) = hosted("/members?search=ann#top", "");
    assert_eq!(shown(address), is("/members", "search=ann"));
}

#[test]
fn the_way_back_skips_what_was_replaced() {
    let (_owner, address, told) = hosted("/", "");
    address.navigate("/members", false, true);
    address.navigate("/members?role=owner", true, false);
    address.navigate("/groups", false, true);
    address.back();
    assert_eq!(shown(address), is("/members", "role=owner"));
    address.back();
    assert_eq!(shown(address), is("/", ""));
    let told = told.borrow();
    assert_eq!(
        *told,
        [
            "/members",
            "=/members?role=owner",
            "/groups",
            "=/members?role=owner",
            "=/"
        ]
    );
}

#[test]
fn going_where_one_is_leaves_no_second_step() {
    let (_owner, address, _) = hosted("/", "");
    address.navigate("/groups", false, true);
    address.navigate("/groups", false, true);
    address.back();
    assert_eq!(shown(address), is("/", ""));
}

#[test]
fn an_address_left_behind_shows_when_the_pages_come_back() {
    let (_owner, address, _) = hosted("/groups", "");
    address.leave_at("/");
    assert_eq!(shown(address), is("/groups", ""));
    address.reread();
    assert_eq!(shown(address), is("/", ""));
}

#[test]
fn a_late_step_of_a_page_that_is_gone_does_nothing() {
    let (owner, address, told) = hosted("/", "");
    drop(owner);
    address.navigate("/groups", false, false);
    assert!(told.borrow().is_empty());
}

#[test]
fn links_and_places_of_a_host_have_its_base_and_what_it_is_told_has_not() {
    let (_owner, address, told) = hosted("/members?search=ann", "/tools/portal/");
    assert_eq!(shown(address), is("/members", "search=ann"));
    assert_eq!(address.href("/groups"), "/tools/portal/groups");
    address.navigate("/tools/portal/groups", false, true);
    address.navigate("/collections?sort=name", false, true);
    assert_eq!(shown(address), is("/collections", "sort=name"));
    address.leave_at("/tools/portal/");
    assert_eq!(*told.borrow(), ["/groups", "/collections?sort=name", "=/"]);
}
