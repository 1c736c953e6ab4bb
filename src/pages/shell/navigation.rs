//! The list of pages at the side: of the Provider Portal, or of the client one is in.

use crate::ui::live::{derived, drawn, live};
use leptos::prelude::*;

use crate::model::directory::{OrganizationEntry, ProviderEntry};
use crate::pages::context::use_directory;
use crate::place::{ConsolePage, Place};
use crate::text::isolated;
use crate::tr;
use crate::ui::{Icon, IconShape, Memo};

use super::page::Whereabouts;

/// The one navigation of the page; drawn anew only where another list of pages is due.
#[component]
pub(super) fn Navigation(here: Memo<Whereabouts>) -> impl IntoView {
    let directory = use_directory();
    let client = Memo::new(move |_| match here.get() {
        Whereabouts::Client(client, _) => Some(client),
        _ => None,
    });
    // Elsewhere, such as on an unknown address: the way back to where most work begins.
    let provider = Memo::new(move |_| match here.get() {
        Whereabouts::Provider(provider) => Some(provider),
        _ => directory.with(|directory| directory.providers.first().cloned()),
    });
    let name = move || match client.get() {
        Some(client) => isolated(&client.name),
        None => tr!(common.product).get(),
    };
    let list = move || match client.get() {
        Some(client) => view! { <ConsolePages here client /> }.into_any(),
        None => view! { <PortalPages here provider=provider.get() /> }.into_any(),
    };
    view! { <nav class="app-nav" aria-label=live(name)>{drawn(list)}</nav> }
}

#[component]
fn PortalPages(here: Memo<Whereabouts>, provider: Option<ProviderEntry>) -> impl IntoView {
    match provider {
        Some(provider) => {
            let current = move || matches!(here.get(), Whereabouts::Provider(_));
            let href = Place::Clients(provider.id).href();
            view! {
                <ul class="nav-list">
                    <NavLink href label=tr!(common.clients) shape=icondata_lu::LuBuilding2 current=derived(current) />
                </ul>
            }
            .into_any()
        }
        None => {
            let href = Place::Home.href();
            view! {
                <ul class="nav-list">
                    <NavLink href label=tr!(shell.home) shape=icondata_lu::LuHouse current=derived(move || here.get() == Whereabouts::Home) />
                </ul>
            }
            .into_any()
        }
    }
}

#[component]
fn ConsolePages(here: Memo<Whereabouts>, client: OrganizationEntry) -> impl IntoView {
    let OrganizationEntry { id, use_groups, .. } = client;
    let links: Vec<_> = ConsolePage::ALL
        .into_iter()
        .filter(|page| *page != ConsolePage::Groups || use_groups)
        .map(|page| {
            let (label, shape) = face(page);
            let href = Place::Console(id.clone(), page).href();
            let current = move || here.with(|here| matches!(here, Whereabouts::Client(_, Some(now)) if *now == page));
            view! { <NavLink href label shape current=derived(current) /> }
        })
        .collect();
    view! { <ul class="nav-list">{links}</ul> }
}

fn face(page: ConsolePage) -> (Signal<String>, IconShape) {
    match page {
        ConsolePage::Overview => (tr!(shell.overview), icondata_lu::LuLayoutDashboard),
        ConsolePage::Members => (tr!(shell.members), icondata_lu::LuUsers),
        ConsolePage::Groups => (tr!(shell.groups), icondata_lu::LuUsersRound),
        ConsolePage::Collections => (tr!(shell.collections), icondata_lu::LuFolder),
        ConsolePage::Import => (tr!(shell.import), icondata_lu::LuUpload),
    }
}

#[component]
fn NavLink(href: String, label: Signal<String>, shape: IconShape, current: Signal<bool>) -> impl IntoView {
    view! {
        <li>
            <a class="nav-link" href=href aria-current=live(move || current.get().then_some("page"))>
                <Icon shape />
                <span>{label}</span>
            </a>
        </li>
    }
}
