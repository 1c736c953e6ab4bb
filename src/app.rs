//! The root: what every page shares, the gate of the session, and the page that the address names.

use std::sync::Arc;

use crate::ui::live::drawn;
use leptos::prelude::*;

use crate::api::ids::{OrganizationId, ProviderId};
use crate::api::{Api, Device, Servers};
use crate::browser::address::use_current_address;
use crate::model::branding::Branding;
use crate::pages::context::{provide_choices, use_choices};
use crate::pages::home::HomePage;
use crate::pages::items::ItemsNotice;
use crate::pages::not_found::NotFoundPage;
use crate::pages::organization::ConsoleFrame;
use crate::pages::shell::Frame;
use crate::pages::sign_in::{LockPage, SetUpWrong, SignInPage};
use crate::pages::tools::Tool;
use crate::place::{ConsolePage, Place};
use crate::session::{Ended, Session, State, storage, use_session};
use crate::ui::focus::after_drawing;
use crate::ui::{AnnouncerRegion, Memo, ToastArea, Words, provide_announcer, provide_toasts, provide_words};
use crate::{browser, embed, say, tr};

/// What the page's program adds: pages in parts of their own, which are fetched apart from the page.
#[derive(Clone, Copy)]
pub struct Parts {
    /// Fetches what is needed right after signing in, while the person still types.
    pub fetch_ahead: fn(),
    /// The Clients page, as soon as its part is here.
    pub draw_clients: fn(ProviderId) -> AnyView,
    /// A page of the Admin Console, as soon as its part is here.
    pub draw_console_page: fn(ConsolePage) -> AnyView,
    /// What a person is asked before the session locks by itself.
    pub draw_lock_warning: fn() -> AnyView,
    /// Fetches what opens over any page, once a person is in.
    pub fetch_tools: fn(),
    /// Something that opens over any page, as soon as its part is here.
    pub draw_tool: fn(Tool) -> AnyView,
}

/// The handle to the servers.
fn server(servers: Servers) -> Api {
    let (kind, name) = browser::document::browser_kind();
    let device = Device {
        kind,
        identifier: storage::device_identifier(),
        name: name.to_owned(),
    };
    Api::new(
        Box::new(crate::api::transport::Fetch),
        servers,
        device,
        browser::clock::now_ms,
    )
}

/// The words that the widgets themselves say.
fn words() -> Words {
    Words {
        close: tr!(common.close),
        dismiss: tr!(common.dismiss),
        clear_search: tr!(common.clear_search),
        show_password: tr!(common.show_password),
        required: tr!(common.required),
        loading: tr!(common.loading),
        notifications: tr!(common.notifications),
        error: tr!(common.error),
        warning: tr!(common.warning),
        success: tr!(common.success),
        note: tr!(common.note),
        choose_file: tr!(common.choose_file),
        drop_here: tr!(common.drop_here),
        remove_file: tr!(common.remove_file),
        breadcrumb: tr!(common.breadcrumb),
        skip_to_content: tr!(common.skip_to_content),
        sorted_by: Callback::new(|(column, descending): (String, bool)| {
            if descending {
                say!(common.sorted_descending, column = column)
            } else {
                say!(common.sorted_ascending, column = column)
            }
        }),
    }
}

/// Everything: the shared things, then sign-in, lock or the pages, as the session says. Expects the current address.
#[component]
pub fn App() -> impl IntoView {
    provide_toasts();
    (expect_context::<Parts>().fetch_ahead)();
    provide_choices();
    provide_words(words());
    provide_announcer();
    let config = browser::boot::text("config").unwrap_or_default();
    let servers = Servers::read(&config, &browser::document::origin());
    let branding = Branding::read(&config);
    provide_context(Arc::new(branding.clone().unwrap_or_default()));
    let set_up = branding.and_then(|branding| {
        branding.accent.iter().for_each(|accent| browser::brand::wear(accent));
        servers
    });
    let inside = match set_up {
        Ok(servers) => draw_session(servers),
        Err(problem) => view! { <SetUpWrong problem /> }.into_any(),
    };
    view! {
        {inside}
        <ToastArea />
        <AnnouncerRegion />
    }
}

/// Sign-in, lock or the pages, as the session says.
fn draw_session(servers: Servers) -> AnyView {
    let session = Session::restore(server(servers));
    provide_context(session);
    let address = use_current_address();
    // The next person to sign in starts at the start.
    session.watch(move || address.leave_at(&Place::Home.href()));
    embed::serve(session, address, use_choices());
    // Offered again when the server ends the session; a person who logs out leaves nothing behind.
    let last_email = StoredValue::new(storage::load_ended().unwrap_or_default());
    let last_person = StoredValue::new(None);
    // What is shown follows the kind of state, not every change inside it.
    let gate = Memo::new(move |_| match session.state() {
        State::SignedOut(ended) => Gate::SignIn(ended),
        State::Locked(stored, _) => {
            last_email.set_value(stored.email.clone());
            Gate::Lock
        }
        State::Open(open) => {
            // What the last person looked for is in the address; it isn't for somebody else.
            if last_person.get_value().is_some_and(|last| last != open.account.id) {
                address.leave_at(&Place::Home.href());
            }
            last_person.set_value(Some(open.account.id));
            last_email.set_value(open.account.email);
            Gate::Open
        }
    });
    let inside = move || match gate.get() {
        Gate::SignIn(ended) => {
            browser::report::page("sign-in");
            let email = match ended {
                Ended::ByServer | Ended::OtherAccount => last_email.get_value(),
                Ended::Quietly => String::new(),
            };
            view! { <SignInPage ended email /> }.into_any()
        }
        Gate::Lock => {
            browser::report::page("lock");
            view! { <LockPage /> }.into_any()
        }
        Gate::Open => view! { <Places /> }.into_any(),
    };
    drawn(inside).into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    SignIn(Ended),
    Lock,
    Open,
}

/// The pages, below the frame. The address is read when they are drawn, so a person who had to sign in first is where he
/// wanted to go.
#[component]
fn Places() -> impl IntoView {
    use_current_address().reread();
    let (session, parts) = (use_session(), expect_context::<Parts>());
    let warned = Memo::new(move |_| session.locks_at().is_some());
    let draw_tool = parts.draw_tool;
    (parts.fetch_tools)();
    // The frame and the page in it at once would hold up the browser for longer than a person's next key may wait.
    let framed = RwSignal::new(false);
    after_drawing(move || {
        framed.try_set(true);
    });
    view! {
        <Frame draw_tool>{drawn(move || framed.get().then(|| view! { <CurrentPlace /> }))}</Frame>
        {drawn(move || warned.get().then(parts.draw_lock_warning))}
    }
}

/// What stays drawn while the address changes inside it.
#[derive(Clone, PartialEq, Eq)]
enum Area {
    Home,
    Clients(ProviderId),
    Client(OrganizationId),
    OwnItems,
    Nowhere,
}

#[component]
fn CurrentPlace() -> impl IntoView {
    let parts: Parts = expect_context();
    let path = use_current_address().path();
    let place = Memo::new(move |_| path.with(|path| Place::parse(path)));
    let area = Memo::new(move |_| match place.get() {
        Some(Place::Home) => Area::Home,
        Some(Place::Clients(id)) => Area::Clients(id),
        Some(Place::Console(id, _) | Place::Items(id)) => Area::Client(id),
        Some(Place::OwnItems) => Area::OwnItems,
        None => Place::client_of(&path.get()).map_or(Area::Nowhere, Area::Client),
    });
    drawn(move || match area.get() {
        Area::Home => view! { <HomePage /> }.into_any(),
        Area::Clients(id) => (parts.draw_clients)(id),
        Area::Client(id) => view! { <ConsoleFrame id pages=move || console_page(place) /> }.into_any(),
        Area::OwnItems => view! { <ItemsNotice /> }.into_any(),
        Area::Nowhere => view! { <NotFoundPage /> }.into_any(),
    })
}

/// The page of a client's Admin Console that the address names.
fn console_page(place: Memo<Option<Place>>) -> AnyView {
    let parts: Parts = expect_context();
    let page = Memo::new(move |_| match place.get() {
        Some(Place::Console(_, page)) => Some(Ok(page)),
        Some(Place::Items(_)) => Some(Err(())),
        _ => None,
    });
    let draw = move || match page.get() {
        Some(Ok(page)) => (parts.draw_console_page)(page),
        Some(Err(())) => view! { <ItemsNotice /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    };
    draw.into_any()
}
