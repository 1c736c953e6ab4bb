//! What stands where an official client would show vault items: why not here, and what can be done instead.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use crate::browser::address::use_current_address;
use crate::model::directory::OrganizationEntry;
use crate::pages::context::{CurrentClient, provider_name};
use crate::place::{ConsolePage, Place};
use crate::session::Session;
use crate::ui::{ButtonRank, Icon, LinkButton, Memo};
use crate::{say, tr};

/// What the typed address asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Items,
    Export,
    Purge,
}

impl Wanted {
    fn of(path: &str) -> Self {
        let has = |word| path.split('/').any(|part| part == word);
        if has("export") {
            Self::Export
        } else if has("purge") {
            Self::Purge
        } else {
            Self::Items
        }
    }
}

/// The notice (ui/copy.md 1.1, 1.5, 1.5b). Nothing is read or sent for it.
#[component]
pub fn ItemsNotice() -> impl IntoView {
    match use_context::<CurrentClient>() {
        Some(client) => view! { <InsideClient client=client.0 /> }.into_any(),
        None => view! { <OutsideClient /> }.into_any(),
    }
}

#[component]
fn InsideClient(client: Memo<OrganizationEntry>) -> impl IntoView {
    let path = use_current_address().path();
    let wanted = Memo::new(move |_| path.with(|path| Wanted::of(path)));
    let name = move || client.with(|client| client.name.clone());
    let through = move || client.with(provider_name);
    let title = move || match through() {
        Some(_) => say!(items.title, client = name()),
        None => say!(items.own_client_title, client = name()),
    };
    let body = move || match through() {
        Some(provider) => say!(items.body, client = name(), provider = provider),
        None => say!(items.own_client_body),
    };
    let more = move || match wanted.get() {
        Wanted::Items => None,
        Wanted::Export => Some(say!(items.export, client = name())),
        Wanted::Purge => Some(say!(items.purge, client = name())),
    };
    let page = move |page| client.with(|client| Place::Console(client.id.clone(), page).href());
    let owners = derived(move || format!("{}?role=owner", page(ConsolePage::Members)));
    view! {
        <div class="page">
            <article class="notice">
                <span class="notice-sign"><Icon shape=icondata_lu::LuEyeOff /></span>
                <h1 class="page-title" tabindex="-1">{drawn(title)}</h1>
                {drawn(move || more().map(|more| view! { <p>{more}</p> }))}
                <p class="muted">{drawn(body)}</p>
                <h2>{tr!(items.can)}</h2>
                <ul>
                    <li>{tr!(items.can_import)}</li>
                    <li>{tr!(items.can_access)}</li>
                    <li>{tr!(items.can_ask)}</li>
                </ul>
                <div class="form-actions">
                    <LinkButton
                        label=tr!(items.go_import)
                        href=derived(move || page(ConsolePage::Import))
                        rank=ButtonRank::Primary
                    />
                    <LinkButton label=tr!(items.see_owners) href=owners />
                    {drawn(move || through().is_none().then(draw_vault_link))}
                    <LinkButton
                        label=tr!(items.back_members)
                        href=derived(move || page(ConsolePage::Members))
                        rank=ButtonRank::Quiet
                    />
                </div>
            </article>
        </div>
    }
}

/// The way to a person's own items, where whoever runs the portal has said where they are.
fn draw_vault_link() -> AnyView {
    let vault = use_context::<Session>().and_then(|session| session.api().servers().vault.clone());
    let link = vault.map(|vault| {
        view! {
            <a class="button" data-rank="secondary" href=vault target="_blank" rel="noopener noreferrer">
                <span class="button-label">{tr!(items.open_vault)}</span>
            </a>
        }
    });
    link.into_any()
}

#[component]
fn OutsideClient() -> impl IntoView {
    view! {
        <div class="page">
            <article class="notice">
                <span class="notice-sign"><Icon shape=icondata_lu::LuEyeOff /></span>
                <h1 class="page-title" tabindex="-1">{tr!(items.outside_title)}</h1>
                <p class="muted">{tr!(items.own_client_body)}</p>
                <div class="form-actions">
                    <LinkButton label=tr!(shell.go_home) href=Place::Home.href() rank=ButtonRank::Primary />
                    {draw_vault_link()}
                </div>
            </article>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn an_address_of_export_or_purge_gets_its_own_words() {
        assert_eq!(Wanted::of("/organizations/1/settings/tools/export"), Wanted::Export);
        assert_eq!(Wanted::of("/organizations/1/settings/purge"), Wanted::Purge);
        assert_eq!(Wanted::of("/organizations/1/vault"), Wanted::Items);
    }
}
