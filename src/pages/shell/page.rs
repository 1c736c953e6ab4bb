//! The frame: drawn once after sign-in, while the pages inside it change.

use std::time::Duration;

use crate::ui::live::{drawn, live};
use leptos::html;
use leptos::prelude::*;

use crate::api::ids::OrganizationId;
use crate::browser::address::use_current_address;
use crate::browser::{document, keys};
use crate::model::directory::{Directory, OrganizationEntry, ProviderEntry};
use crate::pages::content::Content;
use crate::pages::context::{Brand, CurrentDirectory};
use crate::pages::pause::PauseBar;
use crate::pages::tools::{Tool, provide_tools, use_tools};
use crate::place::{ConsolePage, Place};
use crate::session::{Desk, use_session};
use crate::tr;
use crate::ui::{Icon, IconButton, KeyHint, Memo, SkipLink};

use super::account::AccountMenu;
use super::keys::Keys;
use super::navigation::Navigation;
use super::offline::OfflineBar;
use super::paper::PaperHead;
use super::switcher::Switcher;
use super::title::follow_pages;

/// Where the person is, as bar and navigation need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// In a provider's part of the portal.
    Provider(ProviderEntry),
    /// In a client's Admin Console; without a page where the address names none of its pages.
    Client(OrganizationEntry, Option<ConsolePage>),
    /// At the start.
    Home,
    /// Anywhere else.
    Elsewhere,
}

impl Whereabouts {
    fn of(path: &str, directory: &Directory) -> Self {
        let client = |id: &OrganizationId, page| {
            directory
                .organization(id)
                .map(|entry| Self::Client(entry.clone(), page))
        };
        let found = match Place::parse(path) {
            Some(Place::Clients(id)) => directory.provider(&id).map(|entry| Self::Provider(entry.clone())),
            Some(Place::Console(id, page)) => client(&id, Some(page)),
            Some(Place::Items(id)) => client(&id, None),
            Some(Place::Home) => Some(Self::Home),
            Some(Place::OwnItems) => None,
            // An unknown page inside a client is still inside the client.
            None => Place::client_of(path).and_then(|id| client(&id, None)),
        };
        found.unwrap_or(Self::Elsewhere)
    }
}

/// Until then the drawer can't take the focus, being invisible.
const DRAWER_OPENS: Duration = Duration::from_millis(50);

/// Bar, navigation and the content's place. Provides the directory, the desk and the tools.
#[component]
pub fn Frame(draw_tool: fn(Tool) -> AnyView, children: Children) -> impl IntoView {
    let session = use_session();
    // What was known stays for the moment in which the session locks and this frame goes away.
    let directory = Memo::new(move |before: Option<&Directory>| {
        let now = session.open().map(|open| Directory::of(&open.profile));
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    provide_context(CurrentDirectory(directory));
    let path = use_current_address().path();
    let here = Memo::new(move |_| directory.with(|directory| path.with(|path| Whereabouts::of(path, directory))));

    follow_pages(path, directory);
    let desk = Desk::open(session);
    provide_context(desk);
    note_visits(here, desk);
    let tools = provide_tools();
    let frame = NodeRef::<html::Div>::new();
    let shortcuts = Keys::new(here, tools);
    frame.on_load(move |frame| keys::follow(&frame, move |press| shortcuts.heard(press)));

    let drawer = RwSignal::new(false);
    let toggle = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        path.track();
        drawer.set(false);
        tools.close();
    });
    let open_drawer = move || {
        drawer.update(|open| *open = !*open);
        if drawer.get_untracked() {
            set_timeout(
                || {
                    document::focus(".app-nav a");
                },
                DRAWER_OPENS,
            );
        }
    };
    let close_drawer = move || {
        if drawer.get_untracked() {
            drawer.set(false);
            if let Some(toggle) = toggle.get_untracked() {
                // Fails only for an element that has left the document.
                let _ = toggle.focus();
            }
        }
    };
    // The open drawer lies over the content, where the focus would not be seen.
    let content_focused = move |_| {
        if drawer.get_untracked() {
            drawer.set(false);
        }
    };
    view! {
        <div
            class="app"
            node_ref=frame
            data-nav=live(move || if drawer.get() { "open" } else { "closed" })
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close_drawer();
                }
            }
        >
            <SkipLink />
            <header class="app-bar">
                <div class="app-nav-toggle">
                    <IconButton
                        name=tr!(shell.show_navigation)
                        shape=icondata_lu::LuMenu
                        expanded=drawer
                        on_pressed=move |()| open_drawer()
                        node_ref=toggle
                    />
                </div>
                <a class="app-brand" href=Place::Home.href()><Brand /></a>
                <Switcher here />
                <div class="app-bar-end"><PaletteButton /><AccountMenu /></div>
            </header>
            <div class="app-body">
                <Navigation here />
                <div class="app-scrim" on:click=move |_| close_drawer()></div>
                <Content class="app-main" attr:tabindex="-1" on:focusin=content_focused>
                    <PaperHead here />
                    <OfflineBar />
                    <PauseBar />
                    {children()}
                </Content>
            </div>
            {drawn(move || tools.now().map(draw_tool))}
        </div>
    }
}

/// Remembers which clients were opened. One that can't be remembered is missed nowhere else, so nothing is said.
fn note_visits(here: Memo<Whereabouts>, desk: Desk) {
    let client = Memo::new(move |_| match here.get() {
        Whereabouts::Client(client, _) => Some(client.id),
        _ => None,
    });
    Effect::new(move |_| {
        if let Some(id) = client.get() {
            drop(desk.change(|kept| kept.visit(&id)));
        }
    });
}

#[component]
fn PaletteButton() -> impl IntoView {
    let tools = use_tools();
    view! {
        <button
            class="button palette-button"
            type="button"
            data-rank="secondary"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            title=tr!(palette.title)
            on:click=move |_| tools.open(Tool::Palette)
        >
            <Icon shape=icondata_lu::LuSearch />
            <span class="button-label">{tr!(palette.title)}</span>
            <span aria-hidden="true"><KeyHint name=tr!(palette.keys) /></span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::Whereabouts;
    use crate::model::directory::Directory;
    use crate::place::ConsolePage;
    use crate::place::Place;

    const ID: &str = "11111111-1111-1111-1111-111111111111";
    const OTHER: &str = "22222222-2222-2222-2222-222222222222";

    fn directory() -> Directory {
        let text = format!(
            r#"{{"id":"{ID}","email":"a@b.example","organizations":[
              {{"id":"{ID}","name":"Own","enabled":true,"status":2,"type":0}}]}}"#
        );
        Directory::of(&crate::json::from_str(&text).unwrap())
    }

    #[test]
    fn a_page_inside_a_client_is_known_by_its_address() {
        let here = Whereabouts::of(&format!("/organizations/{ID}/members"), &directory());
        assert!(matches!(here, Whereabouts::Client(_, Some(ConsolePage::Members))));
    }

    #[test]
    fn items_and_unknown_pages_stay_inside_their_client() {
        for tail in ["vault", "nothing/here"] {
            let here = Whereabouts::of(&format!("/organizations/{ID}/{tail}"), &directory());
            assert!(matches!(here, Whereabouts::Client(_, None)), "{tail}");
        }
    }

    #[test]
    fn a_client_of_somebody_else_is_nowhere() {
        let here = Whereabouts::of(&format!("/organizations/{OTHER}/members"), &directory());
        assert_eq!(here, Whereabouts::Elsewhere);
        assert_eq!(Place::client_of(&format!("/providers/{ID}")), None);
    }
}
