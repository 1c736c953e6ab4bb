//! The start: the one place a person has, or the choice among several.

use crate::ui::live::drawn;
use leptos::prelude::*;

use crate::browser::address::use_current_address;
use crate::browser::document;
use crate::model::directory::{Directory, ProviderRole, Via};
use crate::pages::context::use_directory;
use crate::place::{ConsolePage, Place};
use crate::ui::{Avatar, Badge, Button, ButtonRank, EmptyState, Memo, Tone, foreign};
use crate::{say, tr};

/// Goes to the only place there is, offers the choice, or says why there is none.
#[component]
pub fn HomePage() -> impl IntoView {
    let directory = use_directory();
    let only = Memo::new(move |_| directory.with(only_place));
    let address = use_current_address();
    Effect::new(move |_| {
        if let Some(place) = only.get() {
            // Replaced, since the way back to here would only lead forth again.
            address.navigate(&place.href(), true, true);
        }
    });
    drawn(move || match only.get() {
        Some(_) => ().into_any(),
        None if directory.with(|all| all.providers.is_empty() && all.organizations.is_empty()) => {
            view! { <Nowhere /> }.into_any()
        }
        None => view! { <Choice /> }.into_any(),
    })
}

/// The place to go to when there is no choice.
fn only_place(directory: &Directory) -> Option<Place> {
    let own: Vec<_> = directory.own_organizations().collect();
    match (directory.providers.as_slice(), own.as_slice()) {
        ([provider], []) => Some(Place::Clients(provider.id.clone())),
        ([], [organization]) => Some(Place::Console(organization.id.clone(), ConsolePage::Overview)),
        _ => None,
    }
}

#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1 class="page-title" tabindex="-1">{tr!(shell.home)}</h1></div>
            </header>
            <EmptyState
                icon=icondata_lu::LuCompass
                title=tr!(shell.nowhere_title)
                text=tr!(shell.nowhere_text)
                actions=move || {
                    view! {
                        <Button
                            label=tr!(shell.reload)
                            rank=ButtonRank::Primary
                            on_pressed=move |()| document::reload()
                        />
                    }
                }
            />
        </div>
    }
}

struct Entry {
    name: String,
    note: String,
    href: String,
    enabled: bool,
}

fn providers(directory: &Directory) -> Vec<Entry> {
    let entry = |provider: &crate::model::directory::ProviderEntry| {
        let clients = directory
            .organizations
            .iter()
            .filter(|organization| matches!(&organization.via, Via::Provider { id, .. } if *id == provider.id));
        let count = clients.count();
        let clients = say!(shell.clients_count, count = count);
        let note = match provider.role {
            ProviderRole::Admin => format!("{} · {clients}", say!(shell.role_admin)),
            ProviderRole::ServiceUser => format!("{} · {clients}", say!(shell.role_service)),
            ProviderRole::Other(_) => clients,
        };
        Entry {
            name: provider.name.clone(),
            note,
            href: Place::Clients(provider.id.clone()).href(),
            enabled: provider.enabled,
        }
    };
    directory.providers.iter().map(entry).collect()
}

fn own_organizations(directory: &Directory) -> Vec<Entry> {
    let mut entries: Vec<Entry> = directory
        .own_organizations()
        .map(|organization| Entry {
            name: organization.name.clone(),
            note: say!(shell.own_organization),
            href: Place::Console(organization.id.clone(), ConsolePage::Overview).href(),
            enabled: organization.enabled,
        })
        .collect();
    entries.sort_by_cached_key(|entry| entry.name.to_lowercase());
    entries
}

#[component]
fn Choice() -> impl IntoView {
    let directory = use_directory();
    let group = |title: Signal<String>, entries: Vec<Entry>| {
        let cards: Vec<_> = entries.into_iter().map(|entry| view! { <PlaceCard entry /> }).collect();
        (!cards.is_empty()).then(|| {
            view! {
                <section class="place-group">
                    <h2>{title}</h2>
                    <ul class="place-cards">{cards}</ul>
                </section>
            }
        })
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1 class="page-title" tabindex="-1">{tr!(shell.choose_title)}</h1>
                    <p class="page-sub">{tr!(shell.choose_text)}</p>
                </div>
            </header>
            {drawn(move || directory.with(|directory| group(tr!(shell.providers), providers(directory))))}
            {drawn(move || directory.with(|directory| group(tr!(common.admin_console), own_organizations(directory))))}
        </div>
    }
}

#[component]
fn PlaceCard(entry: Entry) -> impl IntoView {
    let Entry {
        name,
        note,
        href,
        enabled,
    } = entry;
    let suspended = (!enabled).then(|| view! { <Badge label=tr!(common.suspended) tone=Tone::Warning /> });
    view! {
        <li class="place-card">
            <Avatar name=name.clone() square=true />
            <span class="place-card-words">
                <a href=href>{foreign(name)}</a>
                <span class="muted">{note}</span>
            </span>
            {suspended}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::only_place;
    use crate::model::directory::Directory;
    use crate::place::Place;

    const ONE: &str = "11111111-1111-1111-1111-111111111111";
    const TWO: &str = "22222222-2222-2222-2222-222222222222";

    fn directory(providers: &str, organizations: &str) -> Directory {
        let text = format!(
            r#"{{"id":"{ONE}","email":"a@b.example","providers":[{providers}],"organizations":[{organizations}]}}"#
        );
        Directory::of(&crate::json::from_str(&text).unwrap())
    }

    fn provider(id: &str) -> String {
        format!(r#"{{"id":"{id}","name":"P","type":1,"enabled":true}}"#)
    }

    fn own(id: &str) -> String {
        format!(r#"{{"id":"{id}","name":"O","enabled":true,"status":2,"type":0}}"#)
    }

    #[test]
    fn one_provider_and_nothing_else_leads_straight_to_its_clients() {
        assert!(matches!(
            only_place(&directory(&provider(ONE), "")),
            Some(Place::Clients(_))
        ));
    }

    #[test]
    fn one_own_organization_and_nothing_else_leads_straight_to_its_console() {
        assert!(matches!(
            only_place(&directory("", &own(ONE))),
            Some(Place::Console(..))
        ));
    }

    #[test]
    fn two_places_or_none_lead_nowhere_by_themselves() {
        assert_eq!(only_place(&directory(&provider(ONE), &own(TWO))), None);
        assert_eq!(only_place(&directory("", &format!("{},{}", own(ONE), own(TWO)))), None);
        assert_eq!(only_place(&Directory::default()), None);
    }
}
