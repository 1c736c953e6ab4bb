//! The page in a host's page: where it stands while it is there, what the host asks of it, and what the host is told. As an
//! element (`embed.js`) or in a frame (`frame.js`): docs/embedding.md.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::Render;
use wasm_bindgen::JsValue;

use crate::app::{App, Parts};
use crate::browser::address::{CurrentAddress, Tell};
use crate::browser::{Root, boot, crash, document, tasks};
use crate::pages::context::{Choices, Theme};
use crate::place::{self, Place};
use crate::session::{Ended, Session, State};
use crate::text::Locale;

type Mounted = (Owner, UnmountHandle<<AnyView as Render>::State>);
type Orders = Arc<dyn Fn(&str, &str)>;

thread_local! {
    static MOUNTED: RefCell<Option<Mounted>> = const { RefCell::new(None) };
    static ORDERS: RefCell<Option<Orders>> = const { RefCell::new(None) };
}

/// Draws the page into an element, with what the boot script hands over.
pub fn mount(parts: Parts, root: Root, boot: JsValue) {
    crash::set_hook();
    boot::hold(boot);
    tasks::begin();
    document::stand_in(root.clone());
    let inside = root.clone();
    let page = move || {
        let tell: Tell = Box::new(|place, replaced| boot::tell(if replaced { "replaced" } else { "place" }, place));
        let base = boot::text("base").unwrap_or_default();
        let address = match boot::text("place") {
            Some(start) if is_place(&start) => CurrentAddress::in_memory(&start, &base, tell),
            Some(_) => CurrentAddress::in_memory("/", &base, tell),
            None => CurrentAddress::in_history(&base, tell),
        };
        place::stand_below(&address.href(""));
        address.follow_links(&inside);
        provide_context(address);
        provide_context(parts);
        App().into_any()
    };
    let owner = Owner::new();
    let drawn = owner.with(|| mount_to(root, page));
    MOUNTED.set(Some((owner, drawn)));
}

/// Takes the page away, and with it the session's keys, every listener and whatever else is under way.
pub fn unmount() {
    tasks::end();
    if let Some((owner, drawn)) = MOUNTED.take() {
        drop(drawn);
        owner.cleanup();
    }
    boot::hold(JsValue::UNDEFINED);
    document::stand_nowhere();
}

/// Does what the host asks for; nothing while nobody is there to do it.
pub fn order(what: &str, value: &str) {
    // Not while the orders are borrowed: one may take the page away.
    let orders = ORDERS.with_borrow(Clone::clone);
    if let Some(orders) = orders {
        orders(what, value);
    }
}

/// Whether a host's word is a place in the page: a path, and not, as two slashes are, the name of another host.
fn is_place(word: &str) -> bool {
    word.starts_with('/') && !word[1..].starts_with(['/', '\\'])
}

/// Takes the host's orders, and tells it of the session, until the cleanup of who asks.
pub fn serve(session: Session, address: CurrentAddress, choices: Choices) {
    if !boot::is_hosted() {
        return;
    }
    let obey = move |what: &str, value: &str| match what {
        "place" if is_place(value) => address.navigate(value, true, true),
        "language" => {
            if let Some(language) = Locale::of(value) {
                choices.follow_language(language);
            }
        }
        "theme" => choices.follow_theme(Theme::of(Some(value))),
        "lock" if session.require_open().is_ok() => session.lock(),
        "sign-out" => {
            address.leave_at(&Place::Home.href());
            session.sign_out();
        }
        _ => {}
    };
    ORDERS.set(Some(Arc::new(obey)));
    on_cleanup(|| ORDERS.set(None));
    Effect::new(move |_| {
        boot::tell(
            "session",
            match session.state() {
                State::Open(_) => "open",
                State::Locked(..) => "locked",
                State::SignedOut(Ended::Quietly) => "signed-out",
                State::SignedOut(Ended::ByServer | Ended::OtherAccount) => "ended",
            },
        );
    });
}

#[cfg(test)]
mod tests {
    use super::is_place;

    #[test]
    fn a_place_is_a_path_of_ours_and_never_another_host() {
        for place in ["/", "/organizations/1/members?search=a#x", "/a//b"] {
            assert!(is_place(place), "{place}");
        }
        for other in [
            "",
            "members",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
        ] {
            assert!(!is_place(other), "{other}");
        }
    }
}
