//! The frame around a client's pages: whose Admin Console this is, by name and colour, and through whom one is there.

use crate::ui::live::{derived, drawn, live};
use leptos::context::Provider;
use leptos::prelude::*;

use crate::api::ids::OrganizationId;
use crate::model::directory::{OrganizationEntry, Via};
use crate::pages::context::{CurrentClient, provider_name, use_directory};
use crate::place::Place;
use crate::ui::{Avatar, Badge, Banner, ButtonRank, Icon, LinkButton, Memo, Tone, foreign, hue_of};
use crate::{say, tr};

/// The frame of the client with this id around its `pages`; a client that isn't there is said in place.
#[component]
pub fn ConsoleFrame(id: OrganizationId, #[prop(into)] pages: ViewFn) -> impl IntoView {
    let directory = use_directory();
    let known = Memo::new({
        let id = id.clone();
        move |_| directory.with(|directory| directory.organization(&id).is_some())
    });
    // The name of the client while it was there, for words about its going.
    let was = StoredValue::new(None);
    drawn(move || {
        let first = directory.with_untracked(|all| all.organization(&id).cloned());
        match first.filter(|_| known.get()) {
            Some(first) => {
                was.set_value(Some(first.name.clone()));
                view! { <Client first pages=pages.clone() /> }.into_any()
            }
            None => view! { <Gone id=id.clone() was=was.get_value() /> }.into_any(),
        }
    })
}

#[component]
fn Client(first: OrganizationEntry, pages: ViewFn) -> impl IntoView {
    let directory = use_directory();
    // Follows the profile; what was known stays for the moment in which the client goes away.
    let client = Memo::new(move |before: Option<&OrganizationEntry>| {
        let now = directory.with(|all| all.organization(&first.id).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    // A provider of its own: what is provided plainly would outlive the client and be found by the page that says it is gone.
    view! {
        <Provider value=CurrentClient(client)>
            <ClientBar client />
            {pages.run()}
        </Provider>
    }
}

/// The line over every page of a client.
#[component]
fn ClientBar(client: Memo<OrganizationEntry>) -> impl IntoView {
    let name = move || client.with(|client| client.name.clone());
    let note = move || match client.with(|client| client.via.clone()) {
        Via::Provider { name: provider, .. } => say!(shell.through, client = name(), provider = provider),
        Via::Membership => say!(shell.own, client = name()),
    };
    let also_member = move || {
        let member = client.with(|client| matches!(client.via, Via::Provider { member: true, .. }));
        member.then(|| say!(shell.also_member, client = name()))
    };
    let suspended = Memo::new(move |_| client.with(|client| !client.enabled));
    view! {
        <aside
            class="client-bar"
            aria-label=live(move || say!(shell.acting_in, client = name()))
            style:--client-hue=live(move || client.with(|client| hue_of(&client.name).to_string()))
        >
            {drawn(move || view! { <Avatar name=name() square=true /> })}
            <p class="client-bar-words">
                <span class="client-bar-name">{drawn(move || foreign(name()))}</span>
                {drawn(move || suspended.get().then(|| view! { <Badge label=tr!(common.suspended) tone=Tone::Warning /> }))}
                <span class="client-bar-note">
                    {drawn(note)} {drawn(move || also_member().map(|words| format!(" {words}")))}
                </span>
            </p>
            <WayBack client />
        </aside>
        {drawn(move || suspended.get().then(|| view! { <SuspendedBanner client /> }))}
    }
}

/// Back to the list one came from, where there is one.
#[component]
fn WayBack(client: Memo<OrganizationEntry>) -> impl IntoView {
    let directory = use_directory();
    drawn(move || {
        let (href, label) = match client.with(|client| client.via.clone()) {
            Via::Provider { id, .. } => (Place::Clients(id).href(), tr!(shell.all_clients)),
            Via::Membership => {
                let others = directory.with(|all| all.organizations.len() + all.providers.len() > 1);
                if !others {
                    return None;
                }
                (Place::Home.href(), tr!(shell.all_organizations))
            }
        };
        Some(view! {
            <a class="client-bar-end client-bar-back" href=href>
                <Icon shape=icondata_lu::LuArrowLeft />
                <span>{label}</span>
            </a>
        })
    })
}

#[component]
fn SuspendedBanner(client: Memo<OrganizationEntry>) -> impl IntoView {
    let title = derived(move || {
        say!(
            shell.suspended_title,
            client = client.with(|client| client.name.clone())
        )
    });
    let text = move || match client.with(provider_name) {
        Some(_) => say!(shell.suspended_text),
        None => say!(shell.suspended_text_own),
    };
    view! {
        <div class="client-banner">
            <Banner title tone=Tone::Warning><p>{drawn(text)}</p></Banner>
        </div>
    }
}

/// In place of a client that isn't there, or not for this person (ui/copy.md 10). `was` is its name where it was there before.
#[component]
fn Gone(id: OrganizationId, was: Option<String>) -> impl IntoView {
    let directory = use_directory();
    let provider = Memo::new(move |_| directory.with(|all| all.providers.first().cloned()));
    let member_of = Memo::new(move |_| directory.with(|all| all.mere_membership(&id).map(str::to_owned)));
    let was = StoredValue::new(was);
    let title = move || match (member_of.get(), provider.get(), was.get_value()) {
        (Some(client), _, Some(_)) => say!(shell.demoted_title, client = client),
        (Some(client), _, None) => say!(shell.not_admin_title, client = client),
        (None, None, Some(client)) => say!(shell.access_ended_title, client = client),
        (None, _, _) => say!(shell.gone_title),
    };
    let text = move || match (member_of.get(), provider.get()) {
        (Some(client), _) => say!(shell.not_admin_text, client = client),
        (None, Some(provider)) => say!(shell.gone_text, provider = provider.name),
        (None, None) if was.with_value(Option::is_some) => say!(shell.access_ended_text),
        (None, None) => say!(shell.gone_text_plain),
    };
    let back = move || {
        let (href, label) = match provider.get() {
            Some(provider) => (Place::Clients(provider.id).href(), tr!(shell.go_clients)),
            None => (Place::Home.href(), tr!(shell.go_home)),
        };
        view! { <LinkButton label href rank=ButtonRank::Primary /> }
    };
    view! {
        <div class="page">
            <article class="notice">
                <span class="notice-sign"><Icon shape=icondata_lu::LuBan /></span>
                <h1 class="page-title" tabindex="-1">{drawn(title)}</h1>
                <p class="muted">{drawn(text)}</p>
                <div class="form-actions">{drawn(back)}</div>
            </article>
        </div>
    }
}
