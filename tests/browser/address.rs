//! The address bar and the page's links, on the test page's own history. No link is really followed: a listener behind ours
//! takes every click that we leave to the browser.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use provider_portal::browser::address::{CurrentAddress, query};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement, MouseEvent, MouseEventInit};

use crate::stage::settle;

const LINKS: [(&str, &str); 7] = [
    ("members", "/portal/members?search=ann%20lee"),
    ("groups", "/portal/groups"),
    ("old", "/portal-old"),
    ("home", "/"),
    ("far", "https://elsewhere.example/portal/members"),
    ("tab", "/portal/members"),
    ("saved", "/portal/members"),
];

/// A page with links under `/portal`. Dropping it puts the test page's own address back.
struct Portal {
    root: HtmlElement,
    mounted: Option<Box<dyn Any>>,
    address: CurrentAddress,
    before: String,
    stop: Closure<dyn FnMut(Event)>,
}

impl Portal {
    async fn at(address: &str) -> Self {
        let before = bar();
        put(address);
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let made = Rc::new(Cell::new(None));
        let (make, listened) = (Rc::clone(&made), root.clone());
        let mounted = mount_to(root.clone(), move || {
            let address = CurrentAddress::in_history("portal", Box::new(|_, _| ()));
            address.follow_links(&listened);
            make.set(Some(address));
            let links = LINKS.map(|(id, href)| {
                let target = (id == "tab").then_some("_blank");
                let download = (id == "saved").then_some("list.csv");
                view! { <a id=id href=href target=target download=download><b>{id}</b></a> }
            });
            view! { <p>{move || address.path().get()}</p> <div>{links.into_iter().collect_view()}</div> }
        });
        let stop = Closure::<dyn FnMut(Event)>::new(|event: Event| event.prevent_default());
        let listen = stop.as_ref().unchecked_ref();
        document().add_event_listener_with_callback("click", listen).unwrap();
        settle().await;
        Self {
            root,
            mounted: Some(Box::new(mounted)),
            address: made.get().unwrap(),
            before,
            stop,
        }
    }

    fn find(&self, selector: &str) -> HtmlElement {
        self.root.query_selector(selector).unwrap().unwrap().unchecked_into()
    }

    fn shown(&self) -> String {
        self.find("p").text_content().unwrap()
    }

    /// Clicks on the words inside a link.
    async fn click(&self, id: &str) {
        click_with(&self.find(&format!("#{id}")), &MouseEventInit::new());
        settle().await;
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        drop(self.mounted.take());
        self.root.remove();
        let listen = self.stop.as_ref().unchecked_ref();
        document().remove_event_listener_with_callback("click", listen).unwrap();
        put(&self.before);
    }
}

fn click_with(link: &HtmlElement, init: &MouseEventInit) {
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_composed(true);
    let event = MouseEvent::new_with_mouse_event_init_dict("click", init).unwrap();
    let words = link.first_element_child().unwrap();
    words.dispatch_event(&event).unwrap();
}

/// Path and query in the address bar.
fn bar() -> String {
    let location = window().location();
    location.pathname().unwrap() + &location.search().unwrap()
}

fn put(address: &str) {
    let history = window().history().unwrap();
    history
        .replace_state_with_url(&JsValue::NULL, "", Some(address))
        .unwrap();
}

#[wasm_bindgen_test]
async fn a_click_on_a_link_of_ours_changes_the_address_and_back_takes_it_back() {
    let portal = Portal::at("/portal/").await;
    assert_eq!(portal.shown(), "/");
    portal.click("members").await;
    assert_eq!(portal.shown(), "/members");
    assert_eq!(bar(), "/portal/members?search=ann%20lee");
    portal.click("groups").await;
    assert_eq!(portal.shown(), "/groups");
    portal.address.back();
    settle().await;
    assert_eq!(portal.shown(), "/members");
    let pairs = query::parse(&portal.address.query().get_untracked());
    assert_eq!(pairs, [("search".to_owned(), "ann lee".to_owned())]);
}

#[wasm_bindgen_test]
async fn every_other_click_is_left_to_the_browser() {
    let portal = Portal::at("/portal/").await;
    for id in ["old", "home", "far", "tab", "saved"] {
        portal.click(id).await;
        assert_eq!(bar(), "/portal/", "{id}");
    }
    let init = MouseEventInit::new();
    init.set_ctrl_key(true);
    click_with(&portal.find("#members"), &init);
    settle().await;
    assert_eq!(bar(), "/portal/");
    assert_eq!(portal.shown(), "/");
}

#[wasm_bindgen_test]
async fn a_page_that_is_gone_follows_no_links() {
    let mut portal = Portal::at("/portal/").await;
    let link = portal.find("#members");
    drop(portal.mounted.take());
    // The root is the host's and stays in its document.
    portal.root.append_child(&link).unwrap();
    click_with(&link, &MouseEventInit::new());
    assert_eq!(bar(), "/portal/");
}

#[wasm_bindgen_test]
async fn values_with_signs_of_their_own_come_through_the_address() {
    let portal = Portal::at("/portal/members").await;
    let pairs = [("search".to_owned(), "50% & Åsa + co?#".to_owned())];
    portal
        .address
        .navigate(&format!("/members{}", query::print(&pairs)), true, false);
    let written = portal.address.query().get_untracked();
    assert_eq!(query::parse(&written), pairs);
    assert_eq!(query::parse("search=100%"), [("search".to_owned(), "100%".to_owned())]);
}
